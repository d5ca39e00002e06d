"""AVIF and HEIC: boxes of an ISO base media file and the items in its ``meta``.

The container cannot be cut down (the decoder needs its tables), so the whole file goes to the
decoder; only what is found is named here.
"""

from dataclasses import dataclass, field

from ..errors import RefusalReason, Refused
from ..sniff import SEQUENCE_BRANDS, brands
from ..values import Removed
from .aperture import crop_of
from .boxes import NEEDED, boxes, links, properties
from .result import Survey, damaged
from .tiff import read_exif
from .trailing import trailing
from .xmp import found_in_xmp

PICTURES = {
    b"hvc1",
    b"av01",
    b"grid",
    b"iden",
    b"iovl",
    b"jpeg",
    b"avc1",
    b"unci",
    b"vvc1",
    b"j2k1",
}
TONE_MAP = b"tmap"
ALPHA_WORDS = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1")
MOST_ITEMS = 20_000


@dataclass(slots=True)
class _Items:
    """What ``meta`` says: items by number, references, and where an item's bytes lie."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    types: dict[int, bytes] = field(default_factory=dict)
    references: list[tuple[bytes, int, list[int]]] = field(default_factory=list)
    places: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # method, at, length
    store: bytes = b""


def survey(data: bytes) -> Survey:
    """Name the items and boxes that are not the picture; raise if it moves or is broken."""
    found = Survey(pixels=data)
    meta = _top(data, found)
    if meta is None:
        raise damaged("no picture table")
    items = _items(meta)
    found.size = _properties(meta, found)
    known, linked = list(properties(meta)), links(meta)
    shown = _of(linked.get(items.primary, set()), known)
    found.crop, found.codes = crop_of(shown, found.size), _codes(shown)
    found.work = sum(_pixels(_of(linked.get(item, set()), known)) for item in items.kinds)
    if found.crop:
        found.removed.add(Removed.HIDDEN_PICTURE)  # what somebody had cut away is still stored
    _named_items(data, items, found)
    if len(_shown(items)) > 1:
        raise Refused(RefusalReason.ANIMATED, "several pictures")
    return found


def _of(numbers: set[int], known: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [known[number - 1] for number in sorted(numbers) if 1 <= number <= len(known)]


def _codes(own: list[tuple[bytes, bytes]]) -> tuple[int, int] | None:
    """The codes of the colours of an item with these properties, if it has them by code."""
    told = (body for name, body in own if name == b"colr" and body[:4] == b"nclx")
    return next(((int.from_bytes(b[4:6]), int.from_bytes(b[6:8])) for b in told), None)


def _pixels(own: list[tuple[bytes, bytes]]) -> int:
    """How many pixels an item with these properties claims."""
    sizes = [body for name, body in own if name == b"ispe"]
    return sum(int.from_bytes(body[4:8]) * int.from_bytes(body[8:12]) for body in sizes)


def _top(data: bytes, found: Survey) -> bytes | None:
    meta = None
    for name, body, at in boxes(data):
        if name == b"ftyp" and at:  # another file of this family begins
            found.removed.add(Removed.HIDDEN_VIDEO_OR_FILE)
            break
        if name == b"":
            found.removed |= trailing(data[at:]) or {Removed.OTHER}
        elif name == b"meta" and meta is None:
            meta = body[4:]
        elif name == b"moov" and set(brands(data)) & SEQUENCE_BRANDS:
            raise Refused(RefusalReason.ANIMATED)
        elif name not in NEEDED and body.strip(b"\0"):
            found.removed.add(_named_box(name, body))
    return meta


def _named_box(name: bytes, body: bytes) -> Removed:
    if name in (b"moov", b"mpvd", b"moof"):
        return Removed.HIDDEN_VIDEO_OR_FILE
    if name in (b"jumb", b"uuid"):
        return Removed.EDIT_HISTORY
    return Removed.HIDDEN_VIDEO_OR_FILE if b"ftyp" in body else Removed.OTHER


def _items(meta: bytes) -> _Items:
    items = _Items()
    for name, body, _ in boxes(meta):
        if name == b"pitm":
            items.primary = int.from_bytes(body[4 : 6 if body[:1] == b"\0" else 8])
        elif name == b"iinf":
            _read_infos(body, items)
        elif name == b"iref":
            _read_references(body, items)
        elif name == b"iloc":
            _read_places(body, items)
        elif name == b"idat":
            items.store = body
    return items


def _read_infos(body: bytes, items: _Items) -> None:
    start = 6 if body[:1] == b"\0" else 8
    for name, info, _ in boxes(body[start:]):
        if name != b"infe" or info[:1] not in (b"\2", b"\3"):
            continue
        width = 2 if info[0] == 2 else 4
        number, rest = int.from_bytes(info[4 : 4 + width]), info[4 + width + 2 :]
        items.kinds[number] = rest[:4]
        items.types[number] = rest[4:].partition(b"\0")[2]
        if info[3] & 1:
            items.hidden.add(number)


def _read_references(body: bytes, items: _Items) -> None:
    width = 2 if body[:1] == b"\0" else 4
    for name, refs, _ in boxes(body[4:]):
        numbers = [
            int.from_bytes(refs[at : at + width])
            for at in (0, *range(width + 2, min(len(refs), width * MOST_ITEMS), width))
        ]
        items.references.append((name, numbers[0], numbers[1:]))


def _read_places(body: bytes, items: _Items) -> None:
    """Where items lie: the first extent of each is enough to name metadata."""
    version = body[0] if body else 0
    sizes = int.from_bytes(body[4:6])
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    count, at = int.from_bytes(body[6 : 6 + wide]), 6 + wide
    for _ in range(min(count, MOST_ITEMS)):
        if at >= len(body):
            return
        number, at = int.from_bytes(body[at : at + wide]), at + wide
        method = int.from_bytes(body[at : at + 2]) & 15 if version else 0
        at += (2 if version else 0) + 2
        start, at = int.from_bytes(body[at : at + base]), at + base
        extents, at = int.from_bytes(body[at : at + 2]), at + 2
        step = (index if version else 0) + offset + length
        first = at + (index if version else 0)
        place = start + int.from_bytes(body[first : first + offset])
        size = int.from_bytes(body[first + offset : first + offset + length])
        items.places[number] = (method, place, size)
        at += extents * step


def _properties(meta: bytes, found: Survey) -> tuple[int, int] | None:
    """Name what the properties tell, and give the largest size that any of them claims."""
    largest = None
    for name, body in properties(meta):
        if name == b"ispe":
            size = (int.from_bytes(body[4:8]), int.from_bytes(body[8:12]))
            largest = max(largest or size, size, key=lambda claimed: claimed[0] * claimed[1])
        elif name == b"colr" and body[:4] in (b"prof", b"rICC"):
            found.removed.add(Removed.COLOUR_PROFILE)
        elif name == b"auxC" and not body[4:].startswith(ALPHA_WORDS):
            found.removed.add(Removed.HIDDEN_PICTURE)
        elif name == b"udes":
            found.removed.add(Removed.COMMENT)
        elif name in (b"crtt", b"mdft"):
            found.removed.add(Removed.DATE)
        elif name == b"uuid":
            found.removed.add(Removed.OTHER)
    return largest


def _named_items(data: bytes, items: _Items, found: Survey) -> None:
    for number, kind in items.kinds.items():
        if kind == b"Exif":
            content = _content(data, items, number)
            skip = 4 + int.from_bytes(content[:4])
            found.removed |= read_exif(content[skip:]).removed
        elif kind == b"mime" and items.types[number].startswith(b"application/rdf+xml"):
            found.removed |= found_in_xmp(_content(data, items, number))
        elif kind == TONE_MAP:
            found.removed.add(Removed.HIDDEN_PICTURE)
        elif kind not in PICTURES:
            found.removed.add(Removed.OTHER)
    if any(name == b"thmb" for name, _, _ in items.references):
        found.removed.add(Removed.THUMBNAIL)


def _content(data: bytes, items: _Items, number: int) -> bytes:
    method, at, length = items.places.get(number, (0, 0, 0))
    source = items.store if method == 1 else data
    return source[at : at + length]


def _shown(items: _Items) -> set[int]:
    """Pictures that stand on their own: not thumbnails, masks, tiles or gain maps."""
    helpers = {source for name, source, _ in items.references if name in (b"thmb", b"auxl")}
    parts = {number for name, _, to in items.references if name == b"dimg" for number in to}
    shown = {number for number, kind in items.kinds.items() if kind in PICTURES}
    return (shown - helpers - parts - items.hidden) | {items.primary}
