"""Whether a story has left the places where it was: kind by kind, never place by place.

Whoever finds the code, or looks over a shoulder, shall not learn from this which story it was: so
the same kinds stand there for every story, with or without pictures, public or never sent.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop

from farshore.intake.views.film import film_days
from farshore.intake.views.hand import page
from farshore.kernel.registry import registry

WAIT, LOOK = 2.0, 0.1
"""Seconds that an answer waits for the press, and between two looks."""

_GROUPS = (
    (
        gettext_noop("The pages of this site, its lists and feeds"),
        {"page", "list", "feed", "index"},
    ),
    (gettext_noop("The globe, and the data that others may take"), {"map", "data"}),
    (gettext_noop("The files of pictures"), {"file"}),
    (gettext_noop("Sites that keep a copy and have registered here"), {"mirror"}),
    (gettext_noop("What the film’s team had used of it, where that can still be changed"), {"use"}),
)


_ELSEWHERE = frozenset({"backup", "export", "mirror", "use"})
"""Kinds that do not wait for the press: no answer waits for them."""


@dataclass(frozen=True, slots=True)
class Left:
    """A kind of places, and whether the story has left all of them."""

    words: str
    gone: bool


def leaving(ledger: UUID | None) -> list[Left]:
    """How far it is, once the press has done its part or the wait is over."""
    still = set(_still_at(ledger))
    return [Left(words, not (kinds & still)) for words, kinds in _GROUPS]


def is_off(ledger: UUID | None) -> bool:
    """Whether nothing on this site shows it any more."""
    return not (set(_still_at(ledger)) - _ELSEWHERE)


def where(request: HttpRequest) -> HttpResponse:
    """The page after taking back, looked at again: it needs no code, which opens nothing now."""
    _verb, _colon, given = request.POST.get("go", "").partition(":")
    try:
        ledger = UUID(given)
    except ValueError:
        ledger = None
    left = leaving(ledger)
    return page("withdrawn.html", ended_by="", left=left, ledger=ledger, days=film_days())


def _still_at(ledger: UUID | None) -> list[str]:
    """The kinds of places where it still is; empty for what never was public."""
    if ledger is None:
        return []
    end = time.monotonic() + WAIT
    while True:
        still: list[str] = registry.request("still_at", clearing=ledger)
        if not set(still) - _ELSEWHERE or time.monotonic() >= end:
            return still
        time.sleep(LOOK)
