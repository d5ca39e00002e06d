"""Boxes of an ISO base media file."""

from collections.abc import Iterator

from .result import damaged

NEEDED = {b"ftyp", b"meta", b"mdat"}


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Give name, body and start of each box; a name of ``b""`` is the rest that is no box."""
    at = 0
    while at < len(data):
        size, name, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif size == 0:
            size = len(data) - at
        if size < head or at + size > len(data) or len(name) < 4:
            if name in NEEDED or not at:
                raise damaged("box ends early")
            yield b"", b"", at
            return
        yield name, data[at + head : at + size], at
        at += size


def properties(meta: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each item property, in the order by which items refer to them."""
    for name, body in _within(meta, b"iprp"):
        if name == b"ipco":
            yield from ((kind, value) for kind, value, _ in boxes(body))


def links(meta: bytes) -> dict[int, set[int]]:
    """The numbers (from 1) of each item's properties, by the item's own number."""
    found: dict[int, set[int]] = {}
    for name, body in _within(meta, b"iprp"):
        if name == b"ipma":
            for item, numbers in _linked(body):
                found.setdefault(item, set()).update(numbers)
    return found


def _within(meta: bytes, outer: bytes) -> Iterator[tuple[bytes, bytes]]:
    for name, body, _ in boxes(meta):
        if name == outer:
            yield from ((inner, content) for inner, content, _ in boxes(body))


def _linked(body: bytes) -> Iterator[tuple[int, set[int]]]:
    wide, long = (4 if body[:1] > b"\0" else 2), (2 if body[3:4] and body[3] & 1 else 1)
    number = 0x7FFF if long == 2 else 0x7F  # the bit above says whether it must be understood
    at = 8
    for _ in range(int.from_bytes(body[4:8])):
        if at >= len(body):
            return
        item, count = int.from_bytes(body[at : at + wide]), body[at + wide : at + wide + 1]
        start, at = at + wide + 1, at + wide + 1 + long * int.from_bytes(count)
        spots = range(start, min(at, len(body)), long)
        yield item, {int.from_bytes(body[spot : spot + long]) & number for spot in spots}
