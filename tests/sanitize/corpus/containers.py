"""AVIF and HEIC files with one more property: the item tables are rewritten around it."""

import struct

from .others import box


def aperture(width: int, height: int, left: int, top: int, whole: tuple[int, int]) -> bytes:
    """A `clap` box that shows this part of a picture of that size, and hides the rest."""
    right_by, down_by = 2 * left + width - whole[0], 2 * top + height - whole[1]
    return box(b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, right_by, 2, down_by, 2))


def with_property(data: bytes, added: bytes) -> bytes:
    """Give the first item of a file made by our encoders one more (essential) property."""
    store, links = data.index(b"ipco") - 4, data.index(b"ipma") - 4
    end = store + _number(data, store)
    count_at = links + 18
    count, behind = data[count_at], links + _number(data, links)
    new = 0x80 | _count(data, store + 8, end) + 1
    grown = bytearray(
        data[:store]
        + struct.pack(">I", end - store + len(added))
        + data[store + 4 : end]
        + added
        + struct.pack(">I", behind - links + 1)
        + data[links + 4 : count_at]
        + bytes((count + 1, *data[count_at + 1 : count_at + 1 + count], new))
        + data[count_at + 1 + count :]
    )
    for name in (b"iprp", b"meta"):
        _add(grown, grown.index(name) - 4, len(added) + 1)
    _move(grown, len(added) + 1)
    return bytes(grown)


def _number(data: bytes, at: int, width: int = 4) -> int:
    return int.from_bytes(data[at : at + width])


def _add(data: bytearray, at: int, more: int) -> None:
    data[at : at + 4] = struct.pack(">I", _number(data, at) + more)


def _count(data: bytes, at: int, end: int) -> int:
    count = 0
    while at < end:
        at, count = at + _number(data, at), count + 1
    return count


def _move(data: bytearray, by: int) -> None:
    """Every extent of every item lies further behind now."""
    places = data.index(b"iloc") + 4
    assert data[places + 4 : places + 6] in (b"\x44\0", b"\x44\x40")  # offsets of four bytes
    version, base = data[places], data[places + 5] >> 4
    at = places + 8
    for _ in range(_number(data, places + 6, 2)):
        at += 4 + base + (2 if version else 0)
        extents, at = _number(data, at, 2), at + 2
        for _ in range(extents):
            _add(data, at, by)
            at += 8
