"""What somebody said yes to, as data: for which use, since when and until when, in which words and
language, without which parts. Who can be seen in a picture, and what each said. No Django.

`but` of a yes holds ids of places and pictures, and `WORDS` for everything that is written. A use
that is not here was not agreed to.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

WORDING = "2026-11"
"""Which words a yes rests on: `wordings/` has each version, and a test that nobody changes one."""

WORDS = "words"
YEARS = (1, 2, 5)

AGREED, COVERED, NOT_ASKED, FAMILY = "agreed", "covered", "not_asked", "family"

WITH_PARTS = frozenset({"open_data", "editions", "film", "festivals", "press", "teaching"})
WITH_PARTS |= {"social_media"}
"""Uses from which each part can be left out. From the site a picture can; a place is hidden or made
coarser where it is told. Search engines read a page whole or not at all."""


@dataclass(frozen=True, slots=True)
class Yes:
    """One use that was agreed to. `day` and `until` (the last day, or empty) are ISO 8601."""

    use: str
    day: str
    wording: str = WORDING
    language: str = ""
    until: str = ""
    but: tuple[str, ...] = ()

    def holds_on(self, today: date) -> bool:
        """Whether it has not ended yet."""
        return not self.until or today.isoformat() <= self.until


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be seen in a picture: a word for them, what they said, and since when.

    `young`: under eighteen, and so not to be shown.
    """

    called: str
    says: str
    young: bool = False
    day: str = ""


def renewed(before: Iterable[Yes], said: Iterable[Yes]) -> tuple[Yes, ...]:
    """What is said now; a yes that says the same as before keeps its day, wording and language."""
    known = {yes.use: yes for yes in before}
    return tuple(_kept(known.get(one.use), one) for one in sorted(said, key=lambda yes: yes.use))


def _kept(before: Yes | None, now: Yes) -> Yes:
    same = before and (before.until, set(before.but)) == (now.until, set(now.but))
    return before if before and same else now


def renamed(said: Iterable[Yes], names: Mapping[str, str]) -> tuple[Yes, ...]:
    """The same, where parts have got other ids. One that is gone is left out no more."""
    return tuple(
        dataclasses.replace(yes, but=tuple(names[one] for one in yes.but if one in names))
        for yes in said
    )


def years_on(today: date, years: int) -> date:
    """The same day so many years later; of the 29th of February the 28th."""
    try:
        return today.replace(year=today.year + years)
    except ValueError:
        return today.replace(year=today.year + years, day=28)
