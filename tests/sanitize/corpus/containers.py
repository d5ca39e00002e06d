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


def of_tiles(
    tile: bytes,
    size: tuple[int, int],
    columns: int,
    rows: int,
    whole: tuple[int, int],
    claim: tuple[int, int] | None = None,
) -> bytes:
    """A picture put together of one tile (a file of our encoders), many times over."""
    kind, config = (b"hvc1", b"hvcC") if b"hvc1" in tile else (b"av01", b"av1C")
    at = tile.index(config) - 4
    store = tile[at : at + _number(tile, at)] + _extent(size) + _extent(claim or whole)
    store += box(b"pixi", _version(0) + b"\3\x08\x08\x08")
    brand = b"heic" if kind == b"hvc1" else b"avif"
    head = box(b"ftyp", brand + bytes(4) + brand + b"mif1")
    layout = bytes((0, 0, rows - 1, columns - 1)) + struct.pack(">HH", *whole)
    coded = tile[tile.index(b"mdat") + 4 :]
    table = _tiled(kind, columns * rows, store, layout, 0, len(coded))
    where = len(head) + len(table) + 8
    table = _tiled(kind, columns * rows, store, layout, where, len(coded))
    return head + table + box(b"mdat", coded)


def _tiled(kind: bytes, count: int, store: bytes, layout: bytes, where: int, length: int) -> bytes:
    """The `meta` box: `count` hidden tiles that are all the same bytes, and the grid of them."""
    tiles, grid = range(1, count + 1), count + 1
    places = b"".join(_place(tile, 0, where, length) for tile in tiles)
    infos = b"".join(_info(tile, kind, 1) for tile in tiles) + _info(grid, b"grid", 0)
    links = b"".join(struct.pack(">H", tile) + b"\3\x81\2\4" for tile in tiles)
    return box(
        b"meta",
        _version(0)
        + box(b"hdlr", _version(0) + bytes(4) + b"pict" + bytes(13))
        + box(b"pitm", _version(0) + struct.pack(">H", grid))
        + box(
            b"iloc",
            _version(1)
            + b"\x44\0"
            + struct.pack(">H", grid)
            + places
            + _place(grid, 1, 0, len(layout)),
        )
        + box(b"iinf", _version(0) + struct.pack(">H", grid) + infos)
        + box(
            b"iref",
            _version(0) + box(b"dimg", struct.pack(f">HH{count}H", grid, count, *tiles)),
        )
        + box(
            b"iprp",
            box(b"ipco", store)
            + box(
                b"ipma",
                _version(0) + struct.pack(">I", grid) + links + struct.pack(">H", grid) + b"\2\3\4",
            ),
        )
        + box(b"idat", layout),
    )


def _version(version: int, flags: int = 0) -> bytes:
    return struct.pack(">I", version << 24 | flags)


def _extent(size: tuple[int, int]) -> bytes:
    return box(b"ispe", _version(0) + struct.pack(">II", *size))


def _info(item: int, kind: bytes, hidden: int) -> bytes:
    return box(b"infe", _version(2, hidden) + struct.pack(">HH", item, 0) + kind + b"\0")


def _place(item: int, method: int, where: int, length: int) -> bytes:
    return struct.pack(">HHHHII", item, method, 0, 1, where, length)
