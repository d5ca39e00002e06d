"""Dates as people remember them, kept as EDTF (Extended Date/Time Format, ISO 8601-2:2019).

The part of EDTF that is used: `1998`, `1998-03`, `1998-03-12`, seasons (`1998-21` spring … `-24`
winter), thirds of a year (`1998-37` early, `-38` in the middle of, `-39` late), decades (`199X`),
each with `?` uncertain, `~` about or `%` both, and from–to (`1998-03/1999~`). The `edtf` library
proves that what is kept is EDTF and gives the days it spans.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

EARLIEST = 1900
LATEST = 2100

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
THIRDS = {"early": 37, "beginning": 37, "start": 37, "mid": 38, "middle": 38, "late": 39, "end": 39}
_ABOUT = frozenset({"about", "around", "circa", "c", "ca", "approximately", "roughly", "some"})
_MAYBE = frozenset({"maybe", "perhaps", "possibly", "probably", "uncertain"})
_IGNORED = frozenset({"in", "the", "of", "on", "time", "th", "st", "nd", "rd", "year", "a", "at"})
_TO = re.compile(r"\s+(?:to|until|till)\s+|\s*(?:–|—|/|\s-\s)\s*|(?<=\d{4})-(?=\d{4}$)")
_EDTF = re.compile(r"(\d{3}X|\d{4}(?:-\d{2}(?:-\d{2})?)?)([?~%]?)")
_DECADE = re.compile(r"(\d{3})(?:0s|X)$", re.IGNORECASE)


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


def read(text: str, *, language: str = "en") -> str:
    """What a person typed → EDTF; empty for empty. Raises `NotADate`.

    Month names may be in `language` or in English, digits in any script. A date such as 3/4/1998
    is refused: it means two days in two countries.
    """
    plain = _plain(text)
    if not plain:
        return ""
    ends = [part for part in _TO.split(plain) if part] if not _EDTF.fullmatch(plain) else [plain]
    if not 1 <= len(ends) <= 2 or re.search(r"\d\s*/\s*\d{1,2}\s*/", plain):
        raise NotADate(text)
    return _proved("/".join(str(_read_one(end, language)) for end in ends), text)


def parts(edtf: str) -> tuple[When, ...]:
    """The one or two ends of a date kept by `read`. Raises `NotADate`."""
    return tuple(_parse(end) for end in edtf.split("/"))


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


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    digits = (str(unicodedata.digit(c)) if c.isdigit() else c for c in folded)
    spaced = re.sub(r"([年月日년월일])", r"\1 ", "".join(digits).casefold().replace(",", " "))
    return " ".join(spaced.split())


def _parse(end: str) -> When:
    found = _EDTF.fullmatch(end)
    if not found:
        raise NotADate(end)
    body, mark = found.groups()
    if body.endswith("X"):
        return When(int(body[:3]) * 10, decade=True, mark=mark)
    numbers = [int(number) for number in body.split("-")]
    sub, day = (*numbers[1:], None, None)[:2]
    return When(numbers[0], sub=sub, day=day, mark=mark)


def _bounds(when: When) -> tuple[date, date]:
    bare = str(When(when.year, when.decade, when.sub, when.day))
    parsed = parse_edtf(bare)
    low, high = parsed.lower_strict(), parsed.upper_strict()
    return date(*low[:3]), date(*high[:3])


def _proved(edtf: str, typed: str) -> str:
    """The library reads each end, both lie in the range, and the first is not after the last."""
    try:
        first, last = span(edtf)
    except (EDTFParseException, ValueError) as error:
        raise NotADate(typed) from error
    if not EARLIEST <= first.year <= last.year <= LATEST or first > last:
        raise NotADate(typed)
    return edtf


def _read_one(text: str, language: str) -> When:
    if found := _EDTF.fullmatch(text.upper()):
        return _parse("".join(found.groups()))
    mark, words = _mark_and_words(text)
    fields: dict[str, int] = {}
    decade = False
    for word in words:
        decade = _take(word, fields, language) or decade
    if "day" in fields and "sub" not in fields and fields["day"] <= 12:
        fields["sub"] = fields.pop("day")  # "03 1998" has only a month to be
    if "year" not in fields or ("day" in fields and fields.get("sub", 13) > 12):
        raise NotADate(text)
    return When(fields["year"], decade, fields.get("sub"), fields.get("day"), mark)


def _mark_and_words(text: str) -> tuple[str, list[str]]:
    words = [word for word in re.split(r"[\s.\-]+", re.sub(r"[?~%]", " ", text)) if word]
    unsure = "?" in text or "%" in text or any(word in _MAYBE for word in words)
    about = "~" in text or "%" in text or any(word in _ABOUT for word in words)
    mark = "%" if unsure and about else "?" if unsure else "~" if about else ""
    known = _ABOUT | _MAYBE | _IGNORED
    return mark, [word for word in words if word not in known]


def _take(word: str, fields: dict[str, int], language: str) -> bool:
    """Put one word where it belongs; True when it was a decade. Raises `NotADate`."""
    if found := _DECADE.fullmatch(word):
        return _put(fields, "year", int(found.group(1)) * 10) or True
    number = re.sub(r"(?:st|nd|rd|th|年|월|月|일|日|년)$", "", word)
    if number.isdigit():
        return _take_number(int(number), len(number), word, fields)
    return _put(fields, "sub", _named(word, language))


def _take_number(number: int, length: int, word: str, fields: dict[str, int]) -> bool:
    if length == 4:
        return _put(fields, "year", number)
    if word.endswith(("月", "월")) or ("year" in fields and "sub" not in fields):
        return _put(fields, "sub", number if 1 <= number <= 12 else -1)
    return _put(fields, "day", number if 1 <= number <= 31 else -1)


def _put(fields: dict[str, int], name: str, value: int) -> bool:
    if name in fields or value < 0:
        raise NotADate(name)
    fields[name] = value
    return False


def _named(word: str, language: str) -> int:
    """A season, a third of a year, or a month by its name in the language or in English."""
    if found := SEASONS.get(word) or THIRDS.get(word):
        return found
    for code in (language, "en"):
        months = _months(code)
        begun = {month for name, month in months.items() if name.startswith(word)}
        if word in months or (len(word) > 2 and len(begun) == 1):
            return months.get(word) or begun.pop()
    raise NotADate(word)


@cache
def _months(language: str) -> dict[str, int]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}
    return dict(_month_names(locale))


def _month_names(locale: Locale) -> Iterator[tuple[str, int]]:
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[form][width].items():
                yield _plain(name).rstrip("."), number
