"""Reads about who could take out sealed contacts and read stories as well.

What an administrator has by being one does not count: neither does it open a story.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet

from farshore.moderation.roles import GIVEN, in_both_hands

_OURS = Q(content_type__app_label="moderation", codename__in=[one.split(".")[1] for one in GIVEN])


def rights_of_groups(groups: Iterable[Group]) -> set[str]:
    """What these groups may in the crossing, each `app.codename`."""
    return named(Permission.objects.filter(group__in=list(groups)))


def rights_of(user: User, *, without: Group | None = None) -> set[str]:
    """What somebody was given in the crossing, by groups (but for one) or by name."""
    groups = user.groups.exclude(pk=without.pk) if without else user.groups.all()
    return rights_of_groups(groups) | rights_by_name(user)


def rights_by_name(user: User) -> set[str]:
    """What somebody was given in the crossing without a group; nothing for a new account."""
    return named(user.user_permissions.all()) if user.pk else set()


def named(permissions: QuerySet[Permission]) -> set[str]:
    """Those of the crossing among these permissions, each `app.codename`."""
    ours = permissions.filter(_OURS).values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in ours}


def joined_by(group: Group, rights: Iterable[str]) -> list[User]:
    """Members of a group who would have contacts and stories, and had not, if it had these rights.

    Two queries for each member.
    """
    now, later = rights_of_groups([group]), set(rights)
    others = [
        (user, rights_of(user, without=group)) for user in group.user_set.order_by("username")
    ]
    return [
        user
        for user, held in others
        if in_both_hands(held | later) and not in_both_hands(held | now)
    ]
