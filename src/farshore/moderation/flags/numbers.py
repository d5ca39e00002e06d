"""Phone numbers, addresses, numbers of papers. Digits of every script are digits."""

import re
import unicodedata
from collections.abc import Iterator

from farshore.moderation.flags.found import ADDRESS, MAIL, NUMBER, PHONE, Span

_GAP = r"[ \u00a0().\-/‐‑–]{0,3}"
_PHONE = re.compile(rf"(?<![A-Za-z0-9_+])(?:[+(]{_GAP})?\d(?:{_GAP}\d){{6,14}}(?!\d)")
_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
)
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.])@[\w.]{3,64}"
    r"|(?<![\w-])[\w-]{1,63}\.(?:com|org|net|me|info|ru|kr|cn|ir)\b\S{0,200}",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<!\w)(?:\d{2,3}[가-힣]\s?\d{4}|[A-Z]{1,3}[\s-]?\d{1,4}[\s-][A-Z]{1,3}(?!\w))"
)
# China 京A·12345, North Korea 평양 31-1234: too short for a phone, glued to letters.
_PLATE_EAST = re.compile(
    r"[\u4e00-\u9fff][A-HJ-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
    r"|(?:평양|평남|평북|함남|함북|황남|황북|자강|량강|강원|개성|남포|라선)\s?\d{2}\s?-\s?\d{2,4}(?!\d)"
)
_SPOT = re.compile(
    r"(?<![\d.])-?\d{1,2}\.\d{3,}°?\s?[NS]?\s?[,;/ ]\s?-?\d{1,3}\.\d{3,}°?(?:\s?[EW](?!\w))?"
    r"|(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"
)
_DEGREES = re.compile(r"\d{1,3}°\s?\d{1,2}[′’']\s?[\d.]{1,6}[″”\"]?\s?[NSEW]?")
_THREE_WORDS = re.compile(r"///\w{2,30}\.\w{2,30}\.\w{2,30}")
_DEVICE = re.compile(r"(?<![\w:])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}(?![\w:])")
_BANK = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?(?!\w)")
_MIXED = re.compile(
    r"(?<!\w)(?=[A-Za-z0-9/-]{0,30}\d{3})(?=[A-Za-z0-9/-]{0,30}[A-Za-z])"
    r"[A-Za-z0-9][A-Za-z0-9/-]{4,40}(?!\w)"
)
# In Chinese and Korean a number stands right after a word, without a space.
_LONG = re.compile(r"(?<![A-Za-z0-9_.,])\d{5,}[Xx]?(?!\d)")
_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\W{1,3}(?:19|20)\d\d)+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})*[ .]000")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)", re.IGNORECASE)


def numbers(text: str) -> Iterator[tuple[str, Span]]:
    """(kind, span) of each, none inside another."""
    plain = in_ascii(text)
    taken = bytearray(len(plain))
    for kind, pattern in (
        (MAIL, _MAIL),
        (ADDRESS, _ADDRESS),
        (NUMBER, _SPOT),
        (NUMBER, _DEGREES),
        (NUMBER, _THREE_WORDS),
        (NUMBER, _DEVICE),
        (NUMBER, _BANK),
        (NUMBER, _PLATE_EAST),
        (NUMBER, _PLATE),
        (NUMBER, _MIXED),
        (PHONE, _PHONE),
        (NUMBER, _LONG),
    ):
        for found in pattern.finditer(plain):
            start, end = found.span()
            if _is_ordinary(found.group().strip(), kind) or any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            yield kind, (start, end)


def in_ascii(text: str) -> str:
    """The same length, with every digit as 0–9."""
    return "".join(_digit(letter) for letter in text)


def _digit(letter: str) -> str:
    if letter.isascii():
        return letter
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)


def _is_ordinary(words: str, kind: str) -> bool:
    """A date, two years, a round sum, an ordinal: numbers that name nobody."""
    patterns = (_DAY, _YEARS, _THOUSANDS) if kind == PHONE else (_DAY, _YEARS, _ORDINAL)
    return any(pattern.fullmatch(words) for pattern in patterns)
