"""AVIF: ftyp, meta with one nameless av01 item, mdat that is that item; AV1 without metadata."""

from .reader import Reader, demand

BRANDS = {b"avif", b"mif1", b"miaf", b"MA1A", b"MA1B"}
META = [b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp"]
PROPERTIES = {b"ispe", b"pixi", b"av1C", b"colr"}
NAMES = {b"Color\0", b"\0"}
DELIMITER, SEQUENCE, FRAME = 2, 1, 6
UNITS = [DELIMITER, SEQUENCE, FRAME]  # one frame; no metadata (5), no padding (15)
LONGEST_SEQUENCE = 32  # bytes


def prove(data: bytes) -> tuple[int, int]:
    """Prove a still AVIF clean and give its size."""
    file = Reader(data, "avif")
    _file_type(_box(file, b"ftyp"))
    meta = _box(file, b"meta")
    start = file.at + 8
    picture = _box(file, b"mdat")
    file.finish()
    meta.expect(b"\0\0\0\0")
    handler, primary, places, infos, properties = (_box(meta, name) for name in META)
    meta.finish()
    _handler(handler)
    item = _primary(primary)
    _place(places, item, start, len(picture.data))
    _info(infos, item)
    size = _properties(properties, item)
    _units(picture)
    return size


def _box(within: Reader, name: bytes) -> Reader:
    length = within.number(4)
    found = within.take(4)
    demand(found == name, f"avif box {found!r} is not on the list here")
    demand(length >= 8, "avif box length")
    return Reader(within.take(length - 8), f"avif {name.decode()}")


def _file_type(box: Reader) -> None:
    box.expect(b"avif\0\0\0\0")
    while not box.over:
        demand(box.take(4) in BRANDS, "avif brand")


def _handler(box: Reader) -> None:
    box.expect(b"\0\0\0\0" + b"\0\0\0\0" + b"pict" + b"\0" * 12 + b"\0")
    box.finish()


def _primary(box: Reader) -> int:
    box.expect(b"\0\0\0\0")
    item = box.number(2)
    box.finish()
    return item


def _place(box: Reader, item: int, start: int, length: int) -> None:
    """One item in one extent that is the whole of ``mdat``."""
    box.expect(b"\0\0\0\0" + b"\x44\x00" + b"\0\1")
    demand(box.number(2) == item, "avif item")
    box.expect(b"\0\0" + b"\0\1")
    demand(box.number(4) == start and box.number(4) == length, "avif data is the picture alone")
    box.finish()


def _info(box: Reader, item: int) -> None:
    box.expect(b"\0\0\0\0" + b"\0\1")
    entry = _box(box, b"infe")
    box.finish()
    entry.expect(b"\2\0\0\0")
    demand(entry.number(2) == item, "avif item")
    entry.expect(b"\0\0" + b"av01")
    demand(entry.data[entry.at :] in NAMES, "avif item has no name of its own")


def _properties(box: Reader, item: int) -> tuple[int, int]:
    store = _box(box, b"ipco")
    links = _box(box, b"ipma")
    box.finish()
    sizes, count = [], 0
    while not store.over:
        sizes += _property(store)
        count += 1
    demand(len(sizes) == 1, "avif has one size")
    _links(links, item, count)
    return sizes[0]


def _property(store: Reader) -> list[tuple[int, int]]:
    """Check one property; give the size if it is the one that says it."""
    name = store.data[store.at + 4 : store.at + 8]
    demand(name in PROPERTIES, f"avif property {name!r} is not on the list")
    box = _box(store, name)
    size = []
    if name == b"ispe":
        box.expect(b"\0\0\0\0")
        size.append((box.number(4), box.number(4)))
    elif name == b"pixi":
        box.expect(b"\0\0\0\0")
        box.take(box.number(1))
    elif name == b"av1C":
        box.expect(b"\x81")
        box.take(3)  # profile, level, depth, sampling; no units of its own
    else:
        box.expect(b"nclx")  # numbers that name sRGB, never a profile
        box.take(7)
    box.finish()
    return size


def _links(box: Reader, item: int, count: int) -> None:
    box.expect(b"\0\0\0\0" + b"\0\0\0\1")
    demand(box.number(2) == item, "avif item")
    linked = box.take(box.number(1))
    demand(sorted(link & 0x7F for link in linked) == list(range(1, count + 1)), "avif links")
    box.finish()


def _units(picture: Reader) -> None:
    """Walk the AV1 units of the picture: what begins it, and one frame."""
    for kind in UNITS:
        header = picture.number(1)
        demand(header & 0x87 == 0x02, "av1 unit header")
        demand(header >> 3 & 15 == kind, "av1 unit is not on the list")
        length = _leb128(picture)
        demand(kind != DELIMITER or not length, "av1 delimiter is empty")
        demand(kind != SEQUENCE or length <= LONGEST_SEQUENCE, "av1 sequence header is short")
        picture.take(length)
    picture.finish()


def _leb128(reader: Reader) -> int:
    value = 0
    for at in range(8):
        byte = reader.number(1)
        value |= (byte & 0x7F) << 7 * at
        if byte < 0x80:
            return value
    demand(False, "av1 length")
    return value
