"""Two people decide. What the second says yes to is exactly what the first approved."""

import secrets
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.moderation import queries
from farshore.moderation.actions.assigning import give_second
from farshore.moderation.actions.holding import Held, hold_first, hold_second
from farshore.moderation.blocks import blocks_of
from farshore.moderation.errors import (
    Blocked,
    Changed,
    NeedsLead,
    RoadNotAnswered,
    SamePerson,
)
from farshore.moderation.models import Act
from farshore.moderation.queries import content, staff
from farshore.moderation.roles import SAFEGUARD
from farshore.vault import queries as vault

YES, NO = "yes", "no"


@transaction.atomic
def approve(*, case: UUID, by: User, seen: str) -> None:
    """The first yes, to exactly what was on the screen (`seen`). A second person is drawn.

    Raises `NotYours`, `NotNow`, `Changed`, `Blocked`.
    """
    held = hold_first(case=case, by=by)
    held.must_stand(Status.SENT, Status.IN_REVIEW)
    _must_be_seen(held, seen)
    _must_be_free(held)
    held.case.approved_by = by
    held.case.agreed = content.sealed_agreement(held.row, held.telling())
    held.case.note = b""
    give_second(held.case, held.row)
    held.case.save()
    held.stands(Status.APPROVED)
    held.write(Act.APPROVED)


@transaction.atomic
def agree(*, case: UUID, by: User, seen: str, road: str) -> bool:
    """The second yes. The story goes into a batch, whose day is drawn by lot: not before the day
    that was set for it.

    `road` answers whether it could close a road still in use: with "yes" the story goes back and
    False is returned. Raises `NotYours`, `NotNow`, `SamePerson`, `NeedsLead`, `RoadNotAnswered`,
    `Changed`, `Blocked`.
    """
    held = hold_second(case=case, by=by)
    held.must_stand(Status.APPROVED)
    alone = _is_alone(held)
    if held.telling().is_young and not staff.holds(by, SAFEGUARD):
        raise NeedsLead
    if road not in {YES, NO}:
        raise RoadNotAnswered
    if road == YES:
        _back(held, road=YES)
        return False
    _must_be_seen(held, seen)
    _must_be_as_approved(held)
    _must_be_free(held)
    held.case.released_by = by
    held.case.agreed = content.sealed_agreement(held.row, held.telling())
    held.case.save()
    held.row.due_on = draw_day(max(house_today(), held.row.not_before or date.min))
    held.stands(Status.SCHEDULED)
    held.write(Act.AGREED, road=NO, **({"alone": True} if alone else {}))
    return True


@transaction.atomic
def send_back(*, case: UUID, by: User, note: str) -> None:
    """Send an approved story back to the first person, with a word for them. A story that waits
    for its day can still be called back. Raises `NotYours`, `NotNow`."""
    held = hold_second(case=case, by=by)
    held.must_stand(Status.APPROVED, Status.SCHEDULED)
    _back(held, note=note.strip()[:5_000])


def house_today() -> date:
    """The day it is where this house is."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def draw_day(today: date) -> date:
    """The day of a batch, counted from the first day on which it may be: one that is set already
    and fits, or a new one, by lot.

    Joining a batch makes it larger: the more stories appear together, the less the day says.
    """
    if settings.RELEASE_AT_ONCE:
        return today
    low, high = settings.RELEASE_DAYS
    first, last = today + timedelta(days=low), today + timedelta(days=high)
    scheduled = Submission.objects.filter(status=Status.SCHEDULED, due_on__range=(first, last))
    batches = {day for day in scheduled.values_list("due_on", flat=True) if day}
    days = [first + timedelta(days=count) for count in range(high - low + 1)]
    return secrets.choice(sorted(batches) or days)


def _back(held: Held, *, note: str = "", road: str = NO) -> None:
    held.case.note = (
        vault.seal_for(held.row.key, note.encode(), context=content.NOTE) if note else b""
    )
    held.case.approved_by = held.case.released_by = held.case.second = None
    held.case.agreed = b""
    held.case.save()
    held.row.due_on = None
    held.stands(Status.IN_REVIEW)
    held.write(Act.SENT_BACK, road=road)


def _is_alone(held: Held) -> bool:
    """Whether one person does both. Raises `SamePerson` where the team is not of one."""
    if held.case.approved_by_id != held.by.pk:
        return False
    if not queries.team_of_one():
        raise SamePerson
    return True


def _must_be_seen(held: Held, seen: str) -> None:
    if not secrets.compare_digest(
        seen.encode(), content.seen_of(held.row, held.telling()).encode()
    ):
        raise Changed


def _must_be_as_approved(held: Held) -> None:
    agreed = content.agreement(held.case)
    if agreed is None or agreed.content != content.content_of(held.row):
        raise Changed


def _must_be_free(held: Held) -> None:
    """Raises `Blocked` while something stands in the way."""
    waiting = queries.open_changes(held.row)
    if reasons := blocks_of(held.telling(), open_changes=waiting):
        raise Blocked(reasons)
