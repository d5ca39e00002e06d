"""What must be so before the house opens: sound settings, current tables, pages in place."""

import hashlib
import json
from importlib.metadata import version

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from farshore.config.checks import report
from farshore.config.speech import Stop, complain
from farshore.kernel import clock
from farshore.press.actions import press_all

_DONE_NEXT = "farshore.W007"
"""That tables wait for this version: whoever asks here brings them up to date right afterwards."""


def require_sound() -> None:
    """Raise `Stop` with every error that the checks find; say the warnings."""
    findings = [found for found in report.findings(deploy=False) if found.id != _DONE_NEXT]
    errors = [found for found in findings if found.stops]
    for found in findings:
        if not found.stops:
            complain(found.short())
    if errors:
        raise Stop(
            "The house was not opened; nothing was changed.\n" + "\n".join(report.in_words(errors))
        )


def unapplied() -> list[str]:
    """The migrations that the database has yet to see."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _back in plan]


def is_new() -> bool:
    """Whether the database is empty: nothing in it waits, it is made at the first start."""
    return not MigrationRecorder(connection).applied_migrations()


def migrate() -> None:
    """Bring the tables up to this version, where they are not."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    if unapplied():
        call_command("migrate", verbosity=0, interactive=False)


def fill_demo() -> bool:
    """Put the demonstration into an empty house; whether it was empty.

    Its moderators are made where FARSHORE_DEMO is on, the only place where they can log in.
    """
    from farshore.config.demo.fill import fill
    from farshore.config.demo.staff import make_demo_staff

    filled = fill().films > 0
    if settings.DEMO:
        make_demo_staff()
    return filled


def press_if_needed() -> int:
    """Press everything where `site/` is empty or was pressed by another version; how many pages."""
    mark = settings.SITE.parent / "run" / "pressed"
    standing = (settings.SITE / "index.html").exists() and mark.exists()
    return 0 if standing and mark.read_text("ascii") == _likeness() else press_everything()


def press_everything() -> int:
    """Press every page, and note with what."""
    pages = press_all(clock.now())
    (settings.SITE.parent / "run" / "pressed").write_text(_likeness(), "ascii")
    return pages


def let_go() -> None:
    """Close every connection, so that none is shared with a child."""
    connections.close_all()


def _likeness() -> str:
    """A fingerprint of all that every page depends on besides the database."""
    told = hashlib.sha256()
    told.update(
        json.dumps([version("farshore"), settings.BASE_URL, settings.SITE_LANGUAGES]).encode()
    )
    told.update((settings.ASSETS / "manifest.json").read_bytes())
    for path in sorted(settings.PACKAGE.glob("*/theme/**/*.html")):
        told.update(path.read_bytes())
    return told.hexdigest()
