"""What of public stories was used, where: written down by the film's team, and ticked by hand when
it had to go. The house sees none of it happen: it can only remember, and ask."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import FilmDays
from farshore.kernel import clock
from farshore.moderation.actions import audit
from farshore.moderation.actions.hiding import held
from farshore.moderation.actions.ledger import KEPT
from farshore.moderation.errors import CannotBeUndone, NotATable, NotToBeUsed, NotYours
from farshore.moderation.models import Act, Clearing, Crossing, Reached, Use
from farshore.moderation.queries import uses as queries
from farshore.moderation.queries.uses import FINISHED, USE
from farshore.moderation.roles import FILM
from farshore.moderation.uses import Entry, is_span, part_of
from farshore.stories.models import Story
from farshore.vault import queries as vault

LONGEST = {"where": 200, "who": 150}


@transaction.atomic
def record(*, entry: Entry, by: User | None) -> Use:
    """Write a use down; `by` is None on the machine itself. Raises `NotYours`, `NotToBeUsed`."""
    _must_be_able(by)
    made, key = _record(entry, by)
    audit.write(act=Act.USED, staff=_name(by), key=key, used_in=made.used_in)
    return made


@transaction.atomic
def record_many(*, entries: Sequence[Entry], by: User | None) -> int:
    """Write down all of a table that is not here yet, or nothing; how many were new.

    Raises `NotYours`, `NotATable` with every line that must not be.
    """
    _must_be_able(by)
    faults, made = [], 0
    for number, entry in enumerate(entries, start=2):  # the first line has the columns' names
        if _is_known(entry):
            continue
        try:
            _record(entry, by)
            made += 1
        except NotToBeUsed as refusal:
            faults.append((number, refusal.why))
    if faults:
        raise NotATable(faults)
    if made:
        audit.write(act=Act.USED, staff=_name(by), items=str(made))
    return made


@transaction.atomic
def take_out(*, use: UUID, by: User) -> None:
    """Somebody has taken it out by hand, and says so. Ticking twice is no error.

    Raises `NotYours`, `CannotBeUndone`.
    """
    _must_be_able(by)
    row = Use.objects.select_for_update(of=("self",)).filter(pk=use).first()
    if row is None:
        raise NotYours
    if row.taken_out_on:
        return
    if row.is_finished(clock.today()):
        raise CannotBeUndone
    row.taken_out_on = clock.today()
    row.save(update_fields=["taken_out_on"])
    Reached.objects.filter(kind=USE, place=str(row.pk)).update(cleared=True)
    audit.write(act=Act.TAKEN_OUT, staff=by.get_username(), used_in=row.used_in)


def sweep(now: datetime) -> int:
    """What waited until the film was finished cannot be undone any more; what was taken out, and
    what was used of a story whose ledger has ended, is forgotten. How many."""
    today = now.date()
    return _lock(today) + _forget(today)


def _lock(today: date) -> int:
    films = FilmDays.objects.filter(finished_on__lt=today)
    over = Use.objects.filter(film__in=films, taken_out_on=None).values_list("pk", flat=True)
    late = Reached.objects.filter(kind=USE, cleared=False, place__in=[str(pk) for pk in over])
    return late.update(kind=FINISHED, cleared=True)


def _forget(today: date) -> int:
    waits = Clearing.objects.values_list("slug", flat=True)
    old = Use.objects.filter(taken_out_on__lt=today - KEPT).exclude(slug__in=waits)
    gone = Use.objects.exclude(slug__in=waits).exclude(slug__in=Story.objects.values("slug"))
    many = old.count() + gone.exclude(pk__in=old.values("pk")).count()
    old.delete()
    gone.delete()
    return many


def _record(entry: Entry, by: User | None) -> tuple[Use, bytes | None]:
    _must_be_said(entry)
    queries.story_of(entry.slug)
    try:
        crossing = held(entry.slug)
    except Crossing.DoesNotExist:  # it was taken back at this very moment
        raise NotToBeUsed("story") from None
    story = queries.story_of(entry.slug)  # nobody hides it meanwhile
    queries.must_be_allowed(story, entry.used_in, entry.part)
    made = Use.objects.create(
        slug=entry.slug,
        part=entry.part,
        used_in=entry.used_in,
        film=_film(entry),
        where=entry.where.strip()[: LONGEST["where"]],
        begins=entry.begins,
        ends=entry.ends,
        who=(entry.who.strip() or _name(by))[: LONGEST["who"]],
        day=_day(entry),
    )
    return made, vault.story_key(crossing.submission.key) if crossing.submission else None


def _must_be_said(entry: Entry) -> None:
    if entry.used_in not in Use.In.values:
        raise NotToBeUsed("used_in")
    if part_of(entry.part) is None:
        raise NotToBeUsed("part")
    if not is_span(entry.begins, entry.ends):
        raise NotToBeUsed("time")


def _film(entry: Entry) -> FilmDays | None:
    title = entry.film.strip()
    if not title and entry.used_in != Use.In.FILM:
        return None
    found = FilmDays.objects.filter(title=title).first()
    if found is None:
        raise NotToBeUsed("film")
    if found.is_finished(clock.today()):
        raise NotToBeUsed("finished")
    return found


def _day(entry: Entry) -> date:
    try:
        day = date.fromisoformat(entry.day.strip()) if entry.day.strip() else clock.today()
    except ValueError:
        raise NotToBeUsed("day") from None
    if day > clock.today():
        raise NotToBeUsed("day")
    return day


def _is_known(entry: Entry) -> bool:
    try:
        return bool(entry.id) and Use.objects.filter(pk=UUID(entry.id)).exists()
    except ValueError:
        return False


def _name(by: User | None) -> str:
    return by.get_username() if by else ""


def _must_be_able(by: User | None) -> None:
    if by is not None and not by.has_perm(FILM):
        raise NotYours
