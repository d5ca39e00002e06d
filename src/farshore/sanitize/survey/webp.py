"""WebP: the chunks of one RIFF, and what follows it."""

from collections.abc import Iterator

from ..errors import RefusalReason, Refused
from ..values import Removed
from .result import Survey, damaged
from .tiff import read_exif
from .trailing import trailing
from .xmp import found_in_xmp

LOSSY, LOSSLESS, EXTENDED, ALPHA = b"VP8 ", b"VP8L", b"VP8X", b"ALPH"
HAS_ALPHA = 0x10


def survey(data: bytes) -> Survey:
    """Keep the picture and its transparency; name everything else."""
    end = 8 + int.from_bytes(data[4:8], "little")
    end += end % 2
    if end > len(data) + 1 or end < 20:
        raise damaged("webp ends early")
    found = Survey(removed=trailing(data[end:]))
    kept: dict[bytes, bytes] = {}
    for name, body in _chunks(data[:end]):
        if name in (LOSSY, LOSSLESS, ALPHA, EXTENDED):
            if name in kept:
                raise Refused(RefusalReason.LYING, "webp pictures")
            kept[name] = body
        else:
            _beside(name, body, found)
    found.pixels, found.size = _rebuilt(kept)
    return found


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > len(data):
            raise damaged("webp chunk")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _beside(name: bytes, body: bytes, found: Survey) -> None:
    if name in (b"ANIM", b"ANMF"):
        raise Refused(RefusalReason.ANIMATED)
    if name == b"ICCP":
        found.removed.add(Removed.COLOUR_PROFILE)
        found.icc = body
    elif name == b"EXIF":
        exif = read_exif(body)
        found.removed |= exif.removed
        found.orientation = found.orientation or exif.orientation
    elif name == b"XMP ":
        found.removed |= found_in_xmp(body)
    elif name == b"C2PA":
        found.removed.add(Removed.EDIT_HISTORY)
    else:
        found.removed.add(Removed.OTHER)


def _rebuilt(kept: dict[bytes, bytes]) -> tuple[bytes, tuple[int, int]]:
    """Make a file of the picture alone, and say how large it is."""
    if LOSSY in kept:
        size = _lossy_size(kept[LOSSY])
    elif LOSSLESS in kept:
        size = _lossless_size(kept[LOSSLESS])
    else:
        raise damaged("webp without picture")
    chunks = [_chunk(name, kept[name]) for name in (LOSSY, LOSSLESS) if name in kept]
    if LOSSY in kept and ALPHA in kept:
        width, height = size
        canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        header = _chunk(EXTENDED, bytes((HAS_ALPHA, 0, 0, 0)) + canvas)
        chunks = [header, _chunk(ALPHA, kept[ALPHA]), chunks[0]]
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body, size


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _lossy_size(body: bytes) -> tuple[int, int]:
    if body[3:6] != b"\x9d\x01\x2a" or len(body) < 10:
        raise damaged("webp frame")
    width = int.from_bytes(body[6:8], "little") & 0x3FFF
    height = int.from_bytes(body[8:10], "little") & 0x3FFF
    if not width or not height:
        raise damaged("webp frame")
    return width, height


def _lossless_size(body: bytes) -> tuple[int, int]:
    if body[:1] != b"\x2f" or len(body) < 5:
        raise damaged("webp frame")
    bits = int.from_bytes(body[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
