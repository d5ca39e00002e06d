"""What a client has already, and which part it wants: If-Match, If-None-Match, If-Range, Range."""

import re
from typing import NamedTuple

_TAGS = re.compile(rb'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_RANGE = re.compile(rb"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class Part(NamedTuple):
    """Some bytes of a file: from `start`, `length` of them; `length` 0 when there are none."""

    start: int
    length: int


def has(if_none_match: bytes | None, tag: bytes) -> bool:
    """Whether the client holds these bytes already; weak tags are as good as strong ones here."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == b"*" or any(
        found[2] == tag for found in _TAGS.finditer(if_none_match)
    )


def insists_on_another(if_match: bytes | None, tag: bytes) -> bool:
    """Whether the client wants other bytes than these or none."""
    if if_match is None or if_match.strip() == b"*":
        return False
    return not any(found[2] == tag and not found[1] for found in _TAGS.finditer(if_match))


def part(wanted: bytes | None, if_range: bytes | None, tag: bytes, size: int) -> Part | None:
    """The one range that is asked for; None for the whole.

    Several ranges, or what cannot be read, get the whole, and so does a range of other bytes than
    those that the client began with. (No dates are told here, so none can match.)
    """
    if wanted is None or (if_range is not None and if_range.strip() != tag):
        return None
    found = _RANGE.fullmatch(wanted.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return Part(size - length, length)
    start = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < start:
        return None
    return Part(start, max(last - start + 1, 0)) if start < size else Part(start, 0)
