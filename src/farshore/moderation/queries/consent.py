"""What a release rested on: every yes with its terms, and what was said of people in pictures.

Sealed under the story's key, so that it ends with the story. `FORMAT` says how it is written; what
was written before that, a bare list of yeses, is read as well.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from farshore.intake.consent import Person, Yes
from farshore.intake.models import Submission
from farshore.intake.public_form import public_pictures
from farshore.intake.telling import Telling
from farshore.moderation.models import Crossing
from farshore.vault import queries as vault

FORMAT = "farshore consent 2"
_CONTEXT = b"consent"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was released: what was said of everybody in it, and of each person."""

    people: str
    covered: bool
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """What a story stands on the site by. `released_on` is empty in what was written before."""

    uses: tuple[Yes, ...]
    pictures: tuple[Shown, ...] = ()
    young: bool = False
    guardian: str = ""
    released_on: str = ""

    def holding(self, today: date) -> tuple[str, ...]:
        """The uses whose yes has not ended."""
        return tuple(yes.use for yes in self.uses if yes.holds_on(today))

    def next_end(self) -> date | None:
        """The last day of the yes that ends first; None where none ends by itself."""
        return min((date.fromisoformat(yes.until) for yes in self.uses if yes.until), default=None)


def given(telling: Telling, *, released_on: date) -> Consent:
    """What a telling says yes to on the day of its release."""
    shown = (Shown(one.people, one.painted, one.persons) for one in public_pictures(telling))
    return Consent(
        uses=tuple(yes for yes in telling.uses if yes.holds_on(released_on)),
        pictures=tuple(shown),
        young=telling.is_young,
        guardian=telling.guardian,
        released_on=released_on.isoformat(),
    )


def with_site(consent: Consent, *, today: date) -> Consent:
    """The same with a new yes to the site, which ends only when it is taken back."""
    others = tuple(yes for yes in consent.uses if yes.use != "site")
    return dataclasses.replace(consent, uses=(*others, Yes("site", today.isoformat())))


def sealed(row: Submission, consent: Consent) -> bytes:
    """Under the story's key."""
    told = json.dumps({"format": FORMAT, **dataclasses.asdict(consent)}).encode()
    return vault.seal_for(row.key, told, context=_CONTEXT)


def consent_of(crossing: Crossing) -> Consent:
    """What a release rested on; empty for a story that nobody sent here. Raises `Shredded`."""
    if crossing.submission is None or not crossing.consent:
        return Consent(())
    opened = vault.open_for(crossing.submission.key, bytes(crossing.consent), context=_CONTEXT)
    return _read(json.loads(opened))


def _read(told: Any) -> Consent:
    if isinstance(told, list):
        return Consent(tuple(_yes(one) for one in told))
    return Consent(
        uses=tuple(_yes(one) for one in told["uses"]),
        pictures=tuple(
            Shown(one["people"], one["covered"], tuple(Person(**who) for who in one["persons"]))
            for one in told["pictures"]
        ),
        young=told["young"],
        guardian=told["guardian"],
        released_on=told["released_on"],
    )


def _yes(told: dict[str, Any]) -> Yes:
    return Yes(**{**told, "but": tuple(told.get("but", ()))})
