"""Marks that can be found again, and pictures drawn by code."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

MARK = b"farshore-planted-"
SIZE = (320, 240)


def secret(place: str) -> bytes:
    """A string for one place that can stand nowhere else by chance."""
    return MARK + place.encode() + b"-%08x" % zlib.crc32(place.encode())


def secrets_in(data: bytes) -> list[bytes]:
    """What of ``MARK`` still shows in bytes, plain or as UTF-16."""
    wide = MARK.decode().encode("utf-16-be")
    return [mark for mark in (MARK, wide, MARK.decode().encode("utf-16-le")) if mark in data]


def drawn(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """A picture with edges, a gradient and a red top left corner that shows how it is turned."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.ellipse((width // 4, height // 4, width // 2, height // 2), fill=(40, 120, 200))
    pen.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    return picture.convert(mode)


def saved(picture: Image.Image, format: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format, **how)
    return buffer.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes, tail: bytes = b"") -> bytes:
    """Put segments behind SOI, and a tail behind EOI."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:] + tail
