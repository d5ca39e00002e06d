"""JPEG: segments up to the true end of the first picture, and what follows it."""

import re
from collections.abc import Iterator

from ..errors import RefusalReason, Refused
from ..values import Removed
from .iptc import found_in_resources
from .result import Survey, damaged
from .tiff import read_exif
from .trailing import trailing
from .xmp import found_in_xmp

SOI, EOI, SOS, COM, TEM = 0xD8, 0xD9, 0xDA, 0xFE, 0x01
STRAY = 0x00  # no marker
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
PIXEL_SEGMENTS = FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, SOS}
# In a scan, FF is followed by 00 (stuffed), a restart marker or a fill byte; else the scan ends.
NO_FILL = re.compile(rb"[^\xff]")
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

JFIF, ADOBE = b"JFIF\0", b"Adobe"
BARE_JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
EXIF = b"Exif\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
ICC, ICC_HEADER = b"ICC_PROFILE\0", 14


def survey(data: bytes) -> Survey:
    """Keep tables, frames and scans; name everything else."""
    found = Survey()
    kept = [b"\xff\xd8"]
    profile: dict[int, bytes] = {}
    for marker, segment, end in _segments(data):
        if marker == STRAY:
            found.removed.add(Removed.OTHER)
            continue
        if marker == EOI:
            found.removed |= trailing(data[end:])
            break
        if marker in FRAMES:
            found.size = _frame_size(segment, found.size)
        if marker in PIXEL_SEGMENTS:
            kept.append(segment)
        else:
            kept.append(_beside(marker, segment[4:], found, profile))
    found.pixels = b"".join((*kept, b"\xff\xd9"))
    found.icc = b"".join(profile[number] for number in sorted(profile)) or None
    return found


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Give marker, whole segment (a scan with its data) and where it ends, up to EOI.

    What stands between two segments is given as ``STRAY``.
    """
    at = 2
    while True:
        begun, at = at, data.find(b"\xff", at)
        if at > begun and data[begun:at].strip(b"\0"):
            yield STRAY, data[begun:at], at
        if at < 0:
            raise damaged("jpeg ends early")
        behind_fill = NO_FILL.search(data, at)
        if behind_fill is None:
            raise damaged("jpeg ends early")
        at = behind_fill.start() - 1
        marker = data[at + 1]
        if TEM < marker < 0xC0 or 0xF0 <= marker < COM:
            raise damaged("jpeg marker")  # reserved: the scan itself is broken here
        if marker in (0x00, TEM, SOI) or 0xD0 <= marker <= 0xD7:
            at += 2
            continue
        end = at + 2 if marker == EOI else _end(data, at, marker)
        yield marker, data[at:end], end
        if marker == EOI:
            return
        at = end


def _end(data: bytes, at: int, marker: int) -> int:
    length = int.from_bytes(data[at + 2 : at + 4])
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise damaged("jpeg segment")
    if marker != SOS:
        return end
    stop = SCAN_END.search(data, end)
    if stop is None:
        raise damaged("jpeg scan")
    return stop.start()


def _frame_size(segment: bytes, known: tuple[int, int] | None) -> tuple[int, int]:
    if known is not None or len(segment) < 11:
        raise Refused(RefusalReason.LYING, "jpeg frames")
    return int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7])


def _beside(marker: int, body: bytes, found: Survey, profile: dict[int, bytes]) -> bytes:
    """Name one segment that is not pixels; give back the little of it that the decoder needs."""
    if marker == 0xE0 and body.startswith(JFIF):
        if len(body) > 14:
            found.removed.add(Removed.THUMBNAIL)
        return BARE_JFIF
    if marker == 0xEE and body.startswith(ADOBE) and len(body) >= 12:
        return b"\xff\xee\0\x0e" + body[:12]  # how the colours are coded, no more
    if marker == 0xE2 and body.startswith(ICC):
        found.removed.add(Removed.COLOUR_PROFILE)
        profile.setdefault(body[12] if len(body) > 12 else 0, body[ICC_HEADER:])
    elif marker == 0xE1 and body.startswith(EXIF):
        exif = read_exif(body)
        found.removed |= exif.removed
        found.orientation = found.orientation or exif.orientation
    else:
        found.removed |= _named(marker, body)
    return b""


def _named(marker: int, body: bytes) -> set[Removed]:
    if marker == COM:
        return {Removed.COMMENT}
    if marker == 0xE0:  # a JFIF extension is always a thumbnail
        return {Removed.THUMBNAIL}
    if body.startswith((XMP, EXTENDED_XMP)):
        return found_in_xmp(body)
    if marker == 0xED and body.startswith(b"Photoshop 3.0\0"):
        return found_in_resources(body[14:])
    if marker == 0xEB:  # JUMBF: content credentials
        return {Removed.EDIT_HISTORY}
    if marker == 0xE2 and body.startswith(b"MPF\0"):
        return {Removed.HIDDEN_PICTURE}
    return {Removed.OTHER}
