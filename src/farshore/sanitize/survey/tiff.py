"""EXIF, which is a small TIFF: read with bounds, for what it tells and how to turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..values import Removed
from .iptc import found_in_iptc
from .xmp import found_in_xmp

MOST_ENTRIES = 4000  # of all directories together; phones write some two hundred
LONGEST_VALUE = 1 << 16
WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}

ORIENTATION = 0x0112
XMP_PACKET = 0x02BC
IPTC_RECORD = 0x83BB
ICC_PROFILE = 0x8773
EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x8769, 0x8825, 0xA005
GPS_VERSION, GPS_TIME, GPS_DATE = 0, 7, 29
JPEG_THUMBNAIL, STRIPS, SUB_IFDS = 0x0201, 0x0111, 0x014A

TAGS = {
    0x010E: Removed.COMMENT,
    0x010D: Removed.COMMENT,
    0x010F: Removed.CAMERA,
    0x0110: Removed.CAMERA,
    0x0131: Removed.EDIT_HISTORY,
    0x0132: Removed.DATE,
    0x013B: Removed.OWNER,
    0x013C: Removed.CAMERA,
    0x8298: Removed.OWNER,
    0x8649: Removed.EDIT_HISTORY,
    0x882A: Removed.DATE,
    0x9003: Removed.DATE,
    0x9004: Removed.DATE,
    0x9010: Removed.DATE,
    0x9011: Removed.DATE,
    0x9012: Removed.DATE,
    0x9290: Removed.DATE,
    0x9291: Removed.DATE,
    0x9292: Removed.DATE,
    0x927C: Removed.CAMERA,  # the maker's own notes: serial numbers and more
    0x9286: Removed.COMMENT,
    0x9C9B: Removed.COMMENT,
    0x9C9C: Removed.COMMENT,
    0x9C9D: Removed.OWNER,
    0x9C9E: Removed.COMMENT,
    0x9C9F: Removed.COMMENT,
    0xA420: Removed.OTHER,
    0xA430: Removed.OWNER,
    0xA431: Removed.CAMERA,
    0xA432: Removed.CAMERA,
    0xA433: Removed.CAMERA,
    0xA434: Removed.CAMERA,
    0xA435: Removed.CAMERA,
    0xA436: Removed.COMMENT,
    0xA437: Removed.OWNER,
    0xA438: Removed.OWNER,
    0xA439: Removed.CAMERA,
    0xA43A: Removed.EDIT_HISTORY,
    0xA43B: Removed.EDIT_HISTORY,
    0xA43C: Removed.EDIT_HISTORY,
    0xC62F: Removed.CAMERA,
    ICC_PROFILE: Removed.COLOUR_PROFILE,
}


@dataclass(slots=True)
class Exif:
    """What an EXIF block tells: what must go, and the orientation 1..8 if it names one."""

    removed: set[Removed] = field(default_factory=set)
    orientation: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    value: bytes
    number: int  # the first value, when it is a short or a long


class _Reader:
    """A TIFF file with its byte order; everything out of bounds reads as absent."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.little = data[:2] == b"II"
        self.seen: set[int] = set()
        self.left = MOST_ENTRIES

    def uint(self, at: int, width: int) -> int:
        return int.from_bytes(self.data[at : at + width], "little" if self.little else "big")

    def directory(self, at: int) -> tuple[list[_Entry], int]:
        """Entries of one directory and the address of the next (0 = none, or seen before)."""
        if at < 8 or at + 2 > len(self.data) or at in self.seen:
            return [], 0
        self.seen.add(at)
        count = self.uint(at, 2)
        entries = list(self._entries(at + 2, min(count, self.left)))
        self.left -= len(entries)
        return entries, self.uint(at + 2 + 12 * count, 4)

    def _entries(self, start: int, count: int) -> Iterator[_Entry]:
        for at in range(start, min(start + 12 * count, len(self.data) - 11), 12):
            kind = self.uint(at + 2, 2)
            size = min(WIDTHS.get(kind, 1) * self.uint(at + 4, 4), LONGEST_VALUE)
            where = at + 8 if size <= 4 else self.uint(at + 8, 4)
            number = self.uint(at + 8, 2 if kind == 3 else 4)
            yield _Entry(self.uint(at, 2), self.data[where : where + size], number)


def read_exif(block: bytes) -> Exif:
    """Read an EXIF block (with or without its ``Exif`` prefix); never raises on bad bytes."""
    block = block.removeprefix(b"Exif\0\0")
    exif = Exif()
    if block[:4] not in (b"II*\0", b"MM\0*"):
        exif.removed.add(Removed.OTHER)
        return exif
    reader = _Reader(block)
    thumbnail, _ = reader.directory(_read_directories(reader, exif))
    if any(entry.tag in (JPEG_THUMBNAIL, STRIPS) for entry in thumbnail):
        exif.removed.add(Removed.THUMBNAIL)
    exif.removed = exif.removed or {Removed.OTHER}
    return exif


def _read_directories(reader: _Reader, exif: Exif) -> int:
    """Read the first directory and all within it; give the address of the one that follows it."""
    entries, following = reader.directory(reader.uint(4, 4))
    waiting = [entries]
    while waiting:
        for entry in waiting.pop():
            if entry.tag in (EXIF_IFD, INTEROP_IFD, SUB_IFDS):
                waiting.append(reader.directory(entry.number)[0])
            elif entry.tag == GPS_IFD:
                exif.removed |= _position(reader.directory(entry.number)[0])
            elif entry.tag != ORIENTATION:
                exif.removed |= _told_by(entry)
            else:
                exif.orientation = exif.orientation or _turn(entry.number)
    return following


def _turn(number: int) -> int | None:
    return number if 1 <= number <= 8 else None


def _position(entries: list[_Entry]) -> set[Removed]:
    tags = {entry.tag for entry in entries if entry.value.strip(b" \0")}
    found = {Removed.DATE} if tags & {GPS_TIME, GPS_DATE} else set()
    if tags - {GPS_VERSION, GPS_TIME, GPS_DATE}:
        found.add(Removed.POSITION)
    return found


def _told_by(entry: _Entry) -> set[Removed]:
    if entry.tag == XMP_PACKET:
        return found_in_xmp(entry.value)
    if entry.tag == IPTC_RECORD:
        return found_in_iptc(entry.value)
    if entry.tag in TAGS and entry.value.strip(b" \0"):
        return {TAGS[entry.tag]}
    return set()
