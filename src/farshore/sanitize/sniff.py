"""Which kind of file bytes are, by their first bytes alone: no name, no claim, no decoder."""

import re
from enum import StrEnum

from .errors import RefusalReason, Refused


class Kind(StrEnum):
    """The kinds of picture that are taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    HEIF = "heif"


HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
SEQUENCE_BRANDS = {b"avis", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"}
CONTAINER_BRANDS = {b"mif1", b"miaf", b"MiHB", b"MiHE", b"MiHA", b"MA1A", b"MA1B"}

# Pictures that exist but cannot be cleaned here: said apart from "not a picture".
OTHER_PICTURES = (
    b"GIF8",
    b"II*\0",  # TIFF and most raw formats
    b"MM\0*",
    b"II+\0",  # BigTIFF
    b"MM\0+",
    b"IIU\0",  # Panasonic raw
    b"FUJIFILMCCD-RAW",
    b"BM",
    b"8BPS",
    b"\xff\x0a",  # JPEG XL
    b"\0\0\0\x0cJXL ",
    b"\0\0\0\x0cjP  ",
    b"\xff\x4f\xff\x51",  # JPEG 2000
    b"\0\0\x01\0",  # icon
    b"qoif",
    b"gimp xcf",
)
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)


def kind_of(data: bytes) -> Kind:
    """Name the kind of picture, or raise ``Refused`` (empty, unsupported, not a picture)."""
    if not data:
        raise Refused(RefusalReason.EMPTY)
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return _kind_by_brand(data)
    if data.startswith(OTHER_PICTURES) or SVG.search(data[:4096]):
        raise Refused(RefusalReason.UNSUPPORTED)
    raise Refused(RefusalReason.NOT_A_PICTURE)


def brands(data: bytes) -> list[bytes]:
    """Give the brands of an ISO base media file, the major one first."""
    size = min(int.from_bytes(data[:4]), 512)
    compatible = data[16:size]
    return [data[8:12]] + [compatible[at : at + 4] for at in range(0, len(compatible) - 3, 4)]


def _kind_by_brand(data: bytes) -> Kind:
    major, *compatible = brands(data)
    if major in SEQUENCE_BRANDS:
        raise Refused(RefusalReason.ANIMATED)
    if major == b"avif":
        return Kind.AVIF
    if major in HEIF_BRANDS:
        return Kind.HEIF
    if major in CONTAINER_BRANDS:
        return _kind_in_container(set(compatible))
    if major.startswith(b"crx"):  # Canon raw
        raise Refused(RefusalReason.UNSUPPORTED)
    raise Refused(RefusalReason.NOT_A_PICTURE)


def _kind_in_container(compatible: set[bytes]) -> Kind:
    if b"avif" in compatible:
        return Kind.AVIF
    if compatible & HEIF_BRANDS:
        return Kind.HEIF
    if compatible & SEQUENCE_BRANDS:
        raise Refused(RefusalReason.ANIMATED)
    raise Refused(RefusalReason.UNSUPPORTED)
