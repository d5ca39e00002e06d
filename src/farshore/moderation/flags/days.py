"""Exact days in a text, as people write them in several languages."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError

from farshore.moderation.flags.digits import in_ascii
from farshore.moderation.flags.found import Span

_FIGURES = re.compile(
    r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\d)"
)
_EAST = re.compile(r"\d{1,2}\s?[월月]\s?\d{1,2}\s?[일日號号]")


def exact_days(text: str, *, language: str) -> Iterator[Span]:
    """The span of each day that is named exactly."""
    plain = in_ascii(text)
    for pattern in (_FIGURES, _EAST, _by_month(language)):
        yield from (found.span() for found in pattern.finditer(plain))


@cache
def _by_month(language: str) -> re.Pattern[str]:
    """`12 March`, `the 3rd of May`, `March 12`, with the months of the language and of English."""
    names = {name for code in {language, "en"} for name in _months(code)}
    months = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    number = r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?!\d)"
    return re.compile(
        rf"{number}(?:\s+(?:of|de))?\s+(?:{months})\b|\b(?:{months})\s+{number}", re.IGNORECASE
    )


def _months(language: str) -> set[str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return set()
    wide = {
        *locale.months["format"]["wide"].values(),
        *locale.months["stand-alone"]["wide"].values(),
    }
    short = {name.rstrip(".") for name in locale.months["format"]["abbreviated"].values()}
    return {name for name in wide | short if len(name) > 2 and not name[0].isdigit()}
