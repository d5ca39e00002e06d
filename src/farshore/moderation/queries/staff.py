"""Reads about the team: who could be given a story, and how much each has already."""

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet

from farshore.intake.models import Status
from farshore.moderation.models import Case, StaffProfile
from farshore.moderation.roles import ACCESS, MODERATE, RELEASE
from farshore.moderation.rules import Person

TO_READ = (Status.SENT, Status.IN_REVIEW, Status.ASKED)
TO_RELEASE = (Status.APPROVED,)


def holders(permission: str) -> QuerySet[User]:
    """The active members of the team who were given this permission and may enter the studio.

    A superuser counts only where the role was given: running the house is no reason to read.
    """
    found = User.objects.filter(is_active=True)
    for one in (permission, ACCESS):
        label, codename = one.split(".")
        named = {"permissions__codename": codename, "permissions__content_type__app_label": label}
        by_group = Q(**{f"groups__{key}": value for key, value in named.items()})
        by_name = Q(**{f"user_{key}": value for key, value in named.items()})
        found = found.filter(by_group | by_name)
    return found.distinct()


def people(permission: str, *, without: Iterable[int | None] = ()) -> list[Person]:
    """The holders as the drawing of lots sees them; four queries."""
    users = list(holders(permission).exclude(pk__in=[one for one in without if one is not None]))
    profiles = {one.user_id: one for one in StaffProfile.objects.filter(user__in=users)}
    loads = _loads(users)
    return [_person(user, profiles.get(user.pk), loads[user.pk]) for user in users]


def latest_turn() -> int:
    return StaffProfile.objects.aggregate(last=Max("turn"))["last"] or 0


def holds(user: User | None, permission: str) -> bool:
    """Whether somebody may still do what a story was given to them for."""
    return user is not None and holders(permission).filter(pk=user.pk).exists()


def _person(user: User, profile: StaffProfile | None, load: int) -> Person:
    if profile is None:
        return Person(user.pk, load, 0)
    return Person(user.pk, load, profile.turn, tuple(profile.communities), tuple(profile.countries))


def _loads(users: list[User]) -> Counter[int]:
    reading = Case.objects.filter(moderator__in=users, submission__status__in=TO_READ)
    releasing = Case.objects.filter(second__in=users, submission__status__in=TO_RELEASE)
    return Counter(reading.values_list("moderator_id", flat=True)) + Counter(
        releasing.values_list("second_id", flat=True)
    )


def waiting_for_somebody() -> int:
    """How many stories nobody has: nobody may read them, or nobody is there to release them."""
    return without_moderator().count() + without_second().count()


def without_moderator() -> QuerySet[Case]:
    """Cases to read without a moderator who may still read them."""
    able = holders(MODERATE)
    cases = Case.objects.filter(submission__status__in=TO_READ)
    return cases.filter(Q(moderator=None) | ~Q(moderator__in=able))


def without_second() -> QuerySet[Case]:
    """Approved cases without a second person who may still release them."""
    able = holders(RELEASE)
    cases = Case.objects.filter(submission__status__in=TO_RELEASE)
    return cases.filter(Q(second=None) | ~Q(second__in=able))
