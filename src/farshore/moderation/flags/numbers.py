"""Phone numbers, addresses, numbers of papers and plates. Digits of every script are digits."""

import re
from collections.abc import Callable, Iterable, Iterator

from farshore.moderation.flags.amounts import is_amount, is_round
from farshore.moderation.flags.digits import in_ascii
from farshore.moderation.flags.found import Sign
from farshore.moderation.flags.kinds import ADDRESS, MAIL, NUMBER, PHONE
from farshore.moderation.flags.papers import papers
from farshore.moderation.flags.plates import plates, ships
from farshore.moderation.flags.spots import accounts, devices, points
from farshore.moderation.flags.streets import streets

_GAP = r"[ ().\-/]{0,3}"
_PHONE = re.compile(rf"(?<![A-Za-z0-9_+])(?:[+(]{_GAP})?\d(?:{_GAP}\d){{6,14}}(?!\d)")
_SIGN = r"[^\W\u3040-\u30ff\u3400-\u9fff가-힣]"  # Korean and Chinese words stick to an address
_MAIL = re.compile(
    rf"(?<![\w.+%-])(?:{_SIGN}|[.+%-]){{1,64}}\s?(?:@|\(at\)|\[at\])\s?"
    rf"(?:{_SIGN}|-){{1,63}}(?:\.(?:{_SIGN}|-){{1,63}}){{1,5}}"
    r"|(?<=[가-힣一-鿿])[A-Za-z0-9_.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.])@[\w.]{3,64}"
    r"|(?<![\w-])[\w-]{1,63}\.(?:com|org|net|me|info|ru|kr|cn|ir)\b\S{0,200}",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"(?<![A-Za-z0-9_/-])(?=[A-Za-z0-9/-]{0,30}\d{3})(?=[A-Za-z0-9/-]{0,30}[A-Za-z])"
    r"[A-Za-z0-9][A-Za-z0-9/-]{4,40}(?![A-Za-z0-9_])"
)
# In Chinese and Korean a number stands right after a word, without a space.
_LONG = re.compile(r"(?<![A-Za-z0-9_.,])\d{5,}[Xx]?(?!\d)")

Finder = Callable[[str], Iterable[Sign]]


def numbers(text: str) -> Iterator[Sign]:
    """What is noticed, none inside another: what is surer goes first."""
    plain = in_ascii(text)
    taken = bytearray(len(plain))
    for find in _FINDERS:
        for sign in find(plain):
            if not any(taken[sign.start : sign.end]):
                taken[sign.start : sign.end] = b"\x01" * (sign.end - sign.start)
                yield sign


def _by(kind: str, pattern: re.Pattern[str]) -> Finder:
    """Every match of the pattern that is not an ordinary number."""

    def find(plain: str) -> Iterator[Sign]:
        for found in pattern.finditer(plain):
            rounded = "-" not in found.group() and is_round(found.group())
            if not rounded and not is_amount(plain, *found.span()):
                yield Sign(kind, *found.span())

    return find


_FINDERS: tuple[Finder, ...] = (
    _by(MAIL, _MAIL),
    _by(ADDRESS, _ADDRESS),
    points,
    devices,
    accounts,
    papers,
    ships,
    streets,
    plates,
    _by(NUMBER, _MIXED),
    _by(PHONE, _PHONE),
    _by(NUMBER, _LONG),
)
