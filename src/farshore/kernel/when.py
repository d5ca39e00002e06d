"""Dates as they are kept: EDTF (Extended Date/Time Format, ISO 8601-2:2019).

The part of EDTF that is used: `1998`, `1998-03`, `1998-03-12`, seasons (`1998-21` spring … `-24`
winter), thirds of a year (`1998-37` early, `-38` in the middle of, `-39` late), decades (`199X`),
each with `?` uncertain, `~` about or `%` both, and from–to (`1998-03/1999~`). The `edtf` library
proves that what is kept is EDTF and gives the days it spans.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

EARLIEST = 1900
LATEST = 2100

SEASONS = SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
THIRDS = EARLY, MIDDLE, LATE = 37, 38, 39

EDTF = re.compile(r"(\d{3}X|\d{4}(?:-\d{2}(?:-\d{2})?)?)([?~%]?)")


class NotADate(ValueError):
    """The words could not be read as a date; the person may say it another way."""


@dataclass(frozen=True, slots=True)
class When:
    """One end of a date: `sub` is a month (1–12), a season (21–24) or a third (37–39)."""

    year: int
    decade: bool = False
    sub: int | None = None
    day: int | None = None
    mark: str = ""

    def __str__(self) -> str:
        if self.decade:
            return f"{self.year // 10:03d}X{self.mark}"
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.sub, self.day) if part is not None]
        return "-".join(parts) + self.mark


def parts(edtf: str) -> tuple[When, ...]:
    """The one or two ends of a kept date. Raises `NotADate`."""
    return tuple(one(end) for end in edtf.split("/"))


def one(end: str) -> When:
    """One end of a kept date. Raises `NotADate`."""
    found = EDTF.fullmatch(end)
    if not found:
        raise NotADate(end)
    body, mark = found.groups()
    if body.endswith("X"):
        return When(int(body[:3]) * 10, decade=True, mark=mark)
    numbers = [int(number) for number in body.split("-")]
    sub, day = (*numbers[1:], None, None)[:2]
    return When(numbers[0], sub=sub, day=day, mark=mark)


def span(edtf: str) -> tuple[date, date]:
    """First and last day that the date may mean, doubts left aside. Raises `NotADate`."""
    bounds = [_bounds(end) for end in parts(edtf)]
    return bounds[0][0], bounds[-1][1]


def latest_year(edtf: str) -> int | None:
    """The last year that the date may mean, one more where it is in doubt; None for no date."""
    if not edtf:
        return None
    last = parts(edtf)[-1]
    return span(edtf)[1].year + (1 if last.mark else 0)


def proved(edtf: str) -> str:
    """The same date, if the library reads each end and both lie in the range, in their order.

    Raises `NotADate`.
    """
    ends = parts(edtf)
    try:
        bounds = [_bounds(end) for end in ends]
    except (EDTFParseException, ValueError) as error:
        raise NotADate(edtf) from error
    years = ends[0].year, ends[-1].year + (9 if ends[-1].decade else 0)
    in_order = years[0] <= years[-1] and bounds[0][0] <= bounds[-1][1]
    if len(ends) > 2 or not in_order or years[0] < EARLIEST or years[-1] > LATEST:
        raise NotADate(edtf)
    return edtf


@lru_cache(maxsize=4096)  # the library takes 20 ms for each, and a page asks for dozens
def _bounds(when: When) -> tuple[date, date]:
    if when.sub in (SUMMER, WINTER):
        return _across_new_year(when)
    bare = str(When(when.year, when.decade, when.sub, when.day))
    parsed = parse_edtf(bare)
    low, high = parsed.lower_strict(), parsed.upper_strict()
    return date(*low[:3]), date(*high[:3])


def _across_new_year(when: When) -> tuple[date, date]:
    """Winter in the north and summer in the south begin in one year and end in the next.

    “Winter 1998” is January to one person and the following December to another: the days that
    it may mean are all of these.
    """
    if when.day is not None:
        raise NotADate(str(when))
    return date(when.year, 1, 1), date(when.year + 1, 3, 1)
