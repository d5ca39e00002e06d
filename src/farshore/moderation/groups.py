"""The roles as groups of the studio, made after every migration where they are missing."""

from typing import Any

from django.apps import AppConfig, apps

from farshore.moderation.roles import ROLES


def ensure_groups(sender: AppConfig, using: str = "default", **_given: Any) -> None:
    """Let every role have a group with at least its permissions. What an operator added stays."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group

    # Permissions are rows that each app makes after its own migrations: ours and those of apps
    # that come later must be there before they can be given.
    for label in {sender.label, "wagtailadmin", "screenings"}:
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for role in ROLES:
        group, _made = Group.objects.using(using).get_or_create(name=role.name)
        group.permissions.add(*_permissions(role.permissions, using))


def _permissions(names: tuple[str, ...], using: str) -> list[Any]:
    from django.contrib.auth.models import Permission

    pairs = [name.split(".") for name in names]
    return [
        Permission.objects.using(using).get(content_type__app_label=label, codename=codename)
        for label, codename in pairs
    ]
