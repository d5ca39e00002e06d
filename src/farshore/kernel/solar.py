"""Years and months of the Solar Hijri calendar (Iran, Afghanistan) as Gregorian ones.

A year there begins on 20 or 21 March; 1377 is most of 1998 and the beginning of 1999. Leap years
by the cycle of 33 years, which is that of the calendar's own tables from 1244 to 1472.
"""

from datetime import date, timedelta

from farshore.kernel.when import SPRING, WINTER, NotADate, When

FIRST, LAST = 1279, 1472  # of years that lie in the range of dates
_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_KNOWN_YEAR, _KNOWN_DAY = 1300, date(1921, 3, 21)


def gregorian(year: int, sub: int | None, day: int | None) -> tuple[When, When]:
    """First and last of what a solar year, its month (1–12) or season, or a day of it spans.

    Raises `NotADate`.
    """
    if not FIRST <= year <= LAST:
        raise NotADate(str(year))
    if sub is None:
        return When(year + 621), When(year + 622)
    if SPRING <= sub <= WINTER:
        season = When(year + 621, sub=sub)  # theirs begin at the solstices and equinoxes too
        return season, season
    if not 1 <= sub <= 12 or not 1 <= (day or 1) <= _length(year, sub):
        raise NotADate(f"{year}-{sub}-{day}")
    start = _first_day(year) + timedelta(sum(_length(year, before) for before in range(1, sub)))
    if day is not None:
        one = start + timedelta(day - 1)
        return _day(one), _day(one)
    end = start + timedelta(_length(year, sub) - 1)
    return When(start.year, sub=start.month), When(end.year, sub=end.month)


def _day(one: date) -> When:
    return When(one.year, sub=one.month, day=one.day)


def _length(year: int, month: int) -> int:
    if month == 12:
        return 30 if _is_leap(year) else 29
    return 31 if month <= 6 else 30


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAPS


def _first_day(year: int) -> date:
    low, high = sorted((year, _KNOWN_YEAR))
    days = sum(366 if _is_leap(one) else 365 for one in range(low, high))
    return _KNOWN_DAY + timedelta(days if year >= _KNOWN_YEAR else -days)
