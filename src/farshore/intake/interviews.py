"""What the film's team says when it asks whether it may ask: plain frozen data, sealed as JSON.

No Django models here. `WAYS` are the ways in which somebody can be in a film.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VOICE, ALTERED, HANDS, FACE, WORDS = "voice", "altered", "hands", "face", "words"
WAYS: dict[str, Promise | str] = {
    WORDS: _("your written words, read by somebody else or shown as text"),
    ALTERED: _("your voice, altered"),
    VOICE: _("your voice as it is"),
    HANDS: _("your hands, or you from behind"),
    FACE: _("your face"),
}
NOT_YOUNG = frozenset({VOICE, FACE})
"""Of somebody under 18 no face is shown and no voice heard."""
LONGEST = 2_000
"""Characters of each part."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, for which film, in which `WAYS` the teller would be in it, what would be paid or
    covered, and what cannot be promised."""

    who: str
    film: str
    ways: tuple[str, ...]
    paid: str
    cannot: str

    @property
    def is_whole(self) -> bool:
        """Whether every part is said: nobody is asked to agree to what was left open."""
        return all((self.who, self.film, self.ways, self.paid, self.cannot))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it stands. `said` is None once its words have vanished."""

    id: str
    answer: str
    day: date
    said: Request | None


def request(*, who: str, film: str, ways: list[str], paid: str, cannot: str) -> Request:
    """As a form says it, trimmed, with only the ways that there are."""
    told = [one.strip()[:LONGEST] for one in (who, film, paid, cannot)]
    return Request(told[0], told[1], tuple(way for way in WAYS if way in ways), told[2], told[3])


def to_bytes(said: Request) -> bytes:
    return json.dumps(dataclasses.asdict(said)).encode()


def from_bytes(data: bytes) -> Request:
    """The inverse of `to_bytes`."""
    told = json.loads(data)
    return Request(**{**told, "ways": tuple(told["ways"])})
