"""Fails where a model has changed without a migration. `python tools/check_migrations.py`."""

import os
import sys
import tempfile


def main() -> int:
    """Django's own answer, on a data folder that nobody needs."""
    with tempfile.TemporaryDirectory(prefix="farshore-check-") as folder:
        os.environ["FARSHORE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "farshore.config.settings"
        import django
        from django.apps import apps
        from django.core.management import call_command

        django.setup()
        ours = [each.label for each in apps.get_app_configs() if each.name.startswith("farshore.")]
        try:
            call_command("makemigrations", *ours, check=True, dry_run=True)
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
