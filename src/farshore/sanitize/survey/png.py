"""PNG: chunks up to IEND, and what follows it."""

import zlib
from collections.abc import Iterator

from ..errors import RefusalReason, Refused
from ..values import Removed
from .result import Survey, damaged
from .tiff import read_exif
from .trailing import trailing
from .xmp import found_in_xmp

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXEL_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
COLOUR_CHUNKS = {b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"mDCV", b"cLLI"}
TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
LARGEST_PROFILE = 4 * 1024 * 1024

KEYWORDS = {
    b"author": Removed.OWNER,
    b"artist": Removed.OWNER,
    b"copyright": Removed.OWNER,
    b"creation time": Removed.DATE,
    b"date:create": Removed.DATE,
    b"date:modify": Removed.DATE,
    b"software": Removed.EDIT_HISTORY,
    b"source": Removed.CAMERA,
}


def survey(data: bytes) -> Survey:
    """Keep header, palette, transparency and data; name everything else."""
    found = Survey()
    kept = [SIGNATURE]
    for name, body, chunk, end in _chunks(data):
        if name in PIXEL_CHUNKS:
            kept.append(chunk)
        elif name not in COLOUR_CHUNKS:
            _beside(name, body, found)
        if name == b"cICP" and len(body) == 4:
            found.codes = body[0], body[1]
        if name == b"IHDR":
            found.size = _size(body, found.size)
        if name == b"IEND":
            found.removed |= trailing(data[end:])
    found.pixels = b"".join(kept)
    return found


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes, int]]:
    """Give name, body, whole chunk and its end; raise unless the last is a whole IEND."""
    at = len(SIGNATURE)
    while True:
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise damaged("png ends early")
        yield name, data[at + 8 : end - 4], data[at:end], end
        if name == b"IEND":
            return
        at = end


def _size(body: bytes, known: tuple[int, int] | None) -> tuple[int, int]:
    if known is not None or len(body) != 13:
        raise Refused(RefusalReason.LYING, "png headers")
    return int.from_bytes(body[:4]), int.from_bytes(body[4:8])


def _beside(name: bytes, body: bytes, found: Survey) -> None:
    if name == b"acTL" and int.from_bytes(body[:4]) > 1:
        raise Refused(RefusalReason.ANIMATED)
    if name == b"iCCP":
        found.removed.add(Removed.COLOUR_PROFILE)
        found.icc = _profile(body)
    elif name == b"eXIf":
        exif = read_exif(body)
        found.removed |= exif.removed
        found.orientation = found.orientation or exif.orientation
    else:
        found.removed |= _named(name, body)


def _named(name: bytes, body: bytes) -> set[Removed]:
    if name in TEXTS:
        return _told_by(body)
    if name == b"tIME":
        return {Removed.DATE}
    if name == b"caBX":
        return {Removed.EDIT_HISTORY}
    if name in (b"fdAT", b"fcTL", b"acTL"):
        return {Removed.HIDDEN_PICTURE}
    return {Removed.OTHER}


def _told_by(body: bytes) -> set[Removed]:
    """Name a text by its keyword: what is packed inside is never unpacked."""
    keyword = body.partition(b"\0")[0].lower()
    if keyword == b"xml:com.adobe.xmp":
        return found_in_xmp(body)
    if keyword.startswith(b"raw profile type"):
        return {Removed.OTHER}
    return {KEYWORDS.get(keyword, Removed.COMMENT)}


def _profile(body: bytes) -> bytes | None:
    packed = body.partition(b"\0")[2][1:]
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed, LARGEST_PROFILE)
    except zlib.error:
        return None
    return profile if unpacker.eof else None
