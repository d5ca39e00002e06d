"""Pictures made to betray, and pictures made to attack: everything here is drawn by itself.

``planted()`` gives files with a unique secret in every place that a format has for data beside
the picture: name, bytes, and the secrets as raw bytes. ``hostile()`` gives files that must be
refused with a reason, or (reason ``None``) must come through clean.
"""

from collections.abc import Iterable

from .attacks import (
    animated,
    avif_claiming,
    hostile,
    jpeg_claiming,
    lying_webp,
    many_scans,
    png_bomb,
    profile_bomb,
    text_bomb,
)
from .containers import aperture, of_tiles, with_property
from .drawing import MARK, SIZE, drawn, saved, secret, secrets_in, segment, with_segments
from .exif import (
    LATITUDE,
    WIDTHS,
    exif,
    rationals,
    short,
    telling_exif,
    telling_profile,
    telling_xmp,
    text,
)
from .jpeg import icc_segment, image_resource, iptc, small_archive, small_video, telling_jpeg
from .others import (
    box,
    chunk,
    heic,
    riff,
    telling_avif,
    telling_heic,
    telling_png,
    telling_webp,
    with_chunks,
)

__all__ = [
    "LATITUDE",
    "MARK",
    "SIZE",
    "WIDTHS",
    "animated",
    "aperture",
    "avif_claiming",
    "box",
    "chunk",
    "drawn",
    "exif",
    "heic",
    "hostile",
    "icc_segment",
    "image_resource",
    "iptc",
    "jpeg_claiming",
    "lying_webp",
    "many_scans",
    "of_tiles",
    "planted",
    "png_bomb",
    "profile_bomb",
    "rationals",
    "riff",
    "saved",
    "secret",
    "secrets_in",
    "segment",
    "short",
    "small_archive",
    "small_video",
    "telling_avif",
    "telling_exif",
    "telling_heic",
    "telling_jpeg",
    "telling_png",
    "telling_profile",
    "telling_webp",
    "telling_xmp",
    "text",
    "text_bomb",
    "with_chunks",
    "with_property",
    "with_segments",
]


def planted() -> Iterable[tuple[str, bytes, list[bytes]]]:
    """Files with secrets: name, bytes, and every secret in them as raw bytes."""
    yield ("everything.jpg", *telling_jpeg())
    yield ("turned.jpg", *telling_jpeg(orientation=6))
    yield ("everything.png", *telling_png())
    yield ("everything.webp", *telling_webp())
    yield ("everything.avif", *telling_avif())
    yield ("everything.heic", *telling_heic())
