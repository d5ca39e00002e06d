"""Saying yes to more, after the release: the teller asks by code, and two people of the team agree.

Whoever holds the code then may not be its teller. So nothing happens by itself, and the page behind
the code says neither what was asked nor what became of it.
"""

import dataclasses
import secrets
from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.consent import Yes
from farshore.intake.models import Status
from farshore.kernel import clock
from farshore.moderation import queries
from farshore.moderation.actions import ledger
from farshore.moderation.actions.assigning import give_second
from farshore.moderation.actions.hiding import held as crossing_of
from farshore.moderation.actions.holding import Held, hold, hold_first, hold_second
from farshore.moderation.errors import Changed, NeedsLead, NotNow, SamePerson
from farshore.moderation.models import Act, Crossing
from farshore.moderation.queries import consent, staff, uses, wider
from farshore.moderation.roles import SAFEGUARD
from farshore.stories import actions as stories
from farshore.stories.vocabulary import USES

SITE = "site"


@transaction.atomic
def ask_wider(*, slug: str, uses: Collection[str], language: str) -> None:
    """Its teller says yes to these uses as well, in this language. What is asked replaces what was
    asked before; of what holds already nothing is kept. Raises `UnknownStory`.

    No line is written: the log names staff only.
    """
    crossing = crossing_of(slug)
    if crossing.submission is None:
        return
    today = clock.today()
    holding = consent.consent_of(crossing).holding(today)
    new = sorted((set(uses) & set(USES)) - {SITE, *holding})
    said = [Yes(use, today.isoformat(), language=language) for use in new]
    _wait(crossing, wider.sealed(crossing.submission, said))


@transaction.atomic
def first_yes(*, case: UUID, by: User, seen: str) -> None:
    """Whoever has the story agrees; a second person is drawn where there is none.

    Raises `NotYours`, `NotNow`, `Changed`.
    """
    held = hold_first(case=case, by=by)
    crossing = _asked(held, seen)
    give_second(held.case, held.row)
    held.case.save(update_fields=["second"])
    crossing.wider_by = by
    crossing.save(update_fields=["wider_by"])
    held.write(Act.WIDER_FIRST)


@transaction.atomic
def second_yes(*, case: UUID, by: User, seen: str) -> None:
    """The second person agrees, and from now on the story is for these uses too.

    Raises `NotYours`, `NotNow`, `SamePerson`, `NeedsLead`, `Changed`.
    """
    held = hold_second(case=case, by=by)
    crossing = _asked(held, seen)
    alone = _is_alone(crossing, by)
    if held.telling().is_young and not staff.holds(by, SAFEGUARD):
        raise NeedsLead
    asked = wider.asked(crossing)
    _widen(crossing, asked)
    _wait(crossing, b"")
    held.write(Act.WIDENED, **({"alone": True} if alone else {}))


@transaction.atomic
def refuse(*, case: UUID, by: User, seen: str) -> None:
    """Either of the two says no: nothing changes. Raises `NotYours`, `NotNow`, `Changed`."""
    held = hold(case=case, by=by)
    crossing = _asked(held, seen)
    _wait(crossing, b"")
    held.write(Act.WIDER_REFUSED)


def drop(crossing: Crossing, taken: Collection[str]) -> None:
    """What is taken back is no longer asked for either. The crossing is held by the caller."""
    asked = wider.asked(crossing)
    left = [yes for yes in asked if yes.use not in taken]
    if crossing.submission is not None and len(left) < len(asked):
        _wait(crossing, wider.sealed(crossing.submission, left))


def _asked(held: Held, seen: str) -> Crossing:
    """The crossing, held, which still asks exactly for what was on the screen."""
    held.must_stand(Status.RELEASED, Status.HIDDEN)
    if not held.row.slug:
        raise NotNow
    crossing = crossing_of(held.row.slug)
    if not crossing.wider:
        raise NotNow
    if not secrets.compare_digest(seen.encode(), wider.seen_of(crossing).encode()):
        raise Changed
    return crossing


def _is_alone(crossing: Crossing, by: User) -> bool:
    """Whether one person says both. Raises `NotNow` before the first yes, and `SamePerson` where
    the team is not of one."""
    if crossing.wider_by_id is None:
        raise NotNow
    if crossing.wider_by_id != by.pk:
        return False
    if not queries.team_of_one():
        raise SamePerson
    return True


def _wait(crossing: Crossing, sealed: bytes) -> None:
    """Let this wait for the first yes; nothing, where it is empty."""
    crossing.wider, crossing.wider_by = sealed, None
    crossing.save(update_fields=["wider", "wider_by"])


def _widen(crossing: Crossing, asked: Collection[Yes]) -> None:
    """The record of what the release rests on, and the public row, get these yeses too."""
    before, row = consent.consent_of(crossing), crossing.submission
    if row is None:
        raise NotNow
    new = {yes.use for yes in asked}
    others = tuple(yes for yes in before.uses if yes.use not in new)
    now = dataclasses.replace(before, uses=tuple(sorted((*others, *asked), key=lambda y: y.use)))
    crossing.consent, crossing.narrows_on = consent.sealed(row, now), now.next_end()
    crossing.save(update_fields=["consent", "narrows_on"])
    stories.widen_uses(slug=crossing.slug, with_=new)
    ledger.may_stay(slug=crossing.slug, against=uses.no_longer_agreed(crossing.slug))
