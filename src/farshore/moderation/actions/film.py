"""Days that tellers are told: when a film is finished, and before which nothing is public."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import FilmDays, Status
from farshore.kernel import clock
from farshore.moderation.actions import audit
from farshore.moderation.actions.asking import READING
from farshore.moderation.actions.holding import hold_first
from farshore.moderation.errors import BadDay, NoTitle, NotNow, NotYours
from farshore.moderation.models import Act
from farshore.moderation.roles import FILM

LONGEST = 200


def day_in(text: str) -> date | None:
    """The day that a form says, ISO 8601; None for nothing. Raises `BadDay`."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise BadDay from None


@transaction.atomic
def set_days(
    *,
    by: User,
    title: str,
    finished_on: date | None,
    embargo_until: date | None,
    film: UUID | None = None,
) -> FilmDays:
    """Say of a film, or of a new one, when it is finished and what its embargo is.

    Whoever said yes to being asked sees behind their code that the day was moved. Raises
    `NotYours`, `NoTitle`.
    """
    _must_be_able(by)
    row = FilmDays.objects.select_for_update().filter(pk=film).first() if film else FilmDays()
    if row is None:
        raise NotYours
    row.title = _title(title, row)
    if not row._state.adding and row.finished_on != finished_on:
        row.was, row.changed_on = row.finished_on, clock.today()
    row.finished_on, row.embargo_until = finished_on, embargo_until
    row.save()
    finished, embargo = (day.isoformat() if day else "" for day in (finished_on, embargo_until))
    name = by.get_username()
    audit.write(act=Act.FILM_DAYS, staff=name, finished=finished, embargo=embargo)
    return row


@transaction.atomic
def hold_until(*, case: UUID, by: User, day: date | None) -> None:
    """A story is in no batch before that day; None: no such day. Its teller sees it.

    Whoever reads the story says so, until two have agreed. Raises `NotYours`, `NotNow`, `BadDay`.
    """
    held = hold_first(case=case, by=by)
    if held.row.slug:
        raise NotNow
    held.must_stand(*READING, Status.APPROVED)
    if day is not None and day <= clock.today():
        raise BadDay
    held.row.not_before = day
    held.row.save(update_fields=["not_before"])
    held.write(Act.HELD_UNTIL)


def _must_be_able(by: User) -> None:
    if not by.has_perm(FILM):
        raise NotYours


def _title(given: str, row: FilmDays) -> str:
    title = given.strip()[:LONGEST]
    if not title or FilmDays.objects.filter(title=title).exclude(pk=row.pk).exists():
        raise NoTitle
    return title
