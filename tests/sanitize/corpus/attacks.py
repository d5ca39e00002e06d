"""Files that attack: liars, bombs, wrecks, moving pictures and polyglots."""

import random
import struct
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image

from farshore.sanitize import RefusalReason

from .drawing import MARK, drawn, saved, secret, segment, with_segments
from .jpeg import small_archive, small_video
from .others import chunk, heic, riff, with_chunks


def animated(format: str, **how: object) -> bytes:
    frames = [drawn().rotate(90 * at) for at in range(3)]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], **how)


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few kilobytes that open to billions of pixels."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(20)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def text_bomb(megabytes: int = 100) -> bytes:
    """A PNG whose comment unpacks to ``megabytes``."""
    packer = zlib.compressobj(9)
    block = b" " * 1_000_000
    packed = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return with_chunks(saved(drawn(), "PNG"), chunk(b"zTXt", b"Comment\0\0" + packed))


def profile_bomb() -> bytes:
    packed = zlib.compress(b"\0" * 50_000_000, 9)
    return with_chunks(saved(drawn(), "PNG"), chunk(b"iCCP", b"p\0\0" + packed))


def lying_webp() -> bytes:
    """A lossy WebP whose canvas claims to be small and whose picture is not."""
    frame = saved(drawn(), "WEBP")[20:]
    return riff((b"VP8X", b"\0" * 10), (b"VP8 ", frame), (b"VP8 ", frame))


def jpeg_claiming(width: int, height: int) -> bytes:
    jpeg = saved(drawn(), "JPEG")
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def avif_claiming(width: int, height: int) -> bytes:
    avif = saved(drawn(), "AVIF")
    at = avif.index(b"ispe") + 8
    return avif[:at] + struct.pack(">II", width, height) + avif[at + 8 :]


def _damaged() -> Iterator[tuple[str, bytes, RefusalReason | None]]:
    damaged = RefusalReason.DAMAGED
    for format in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = saved(drawn(), format)
        yield f"truncated.{format.lower()}", whole[: len(whole) * 2 // 3], damaged
    whole = heic(drawn())
    yield "truncated.heic", whole[: len(whole) * 2 // 3], damaged
    yield "only-magic.jpg", b"\xff\xd8\xff\xe0", damaged
    yield "only-magic.png", b"\x89PNG\r\n\x1a\n", damaged
    yield "only-magic.webp", b"RIFF\x04\0\0\0WEBP", damaged
    yield "only-magic.avif", b"\0\0\0\x14ftypavif\0\0\0\0avif", damaged
    yield "noise-behind-magic.jpg", b"\xff\xd8\xff" + random.Random(7).randbytes(5000), damaged
    yield "claims-less.avif", avif_claiming(64, 64), None  # comes out as small as it claims


def _of_another_kind() -> Iterator[tuple[str, bytes, RefusalReason | None]]:
    no_picture, unsupported = RefusalReason.NOT_A_PICTURE, RefusalReason.UNSUPPORTED
    yield "empty.jpg", b"", RefusalReason.EMPTY
    yield "drawing.jpg", b'<?xml version="1.0"?><svg xmlns="a"><script/></svg>', unsupported
    yield "page.jpg", b"<!doctype html><script>alert(1)</script>", no_picture
    yield "playlist.jpg", b"#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n", no_picture
    yield "paper.jpg", b"%PDF-1.7\n1 0 obj", no_picture
    yield "archive.jpg", small_archive(b"x"), no_picture
    yield "video.heic", small_video(b"x"), no_picture
    yield "entities.svg", b'<!DOCTYPE x [<!ENTITY a "aa">]><svg>&a;</svg>', unsupported
    yield "still.gif", saved(drawn(mode="P"), "GIF"), unsupported
    yield "moving.gif", animated("GIF"), unsupported
    yield "still.tiff", saved(drawn(), "TIFF"), unsupported
    yield "still.bmp", saved(drawn(), "BMP"), unsupported
    yield "zeros.jpg", b"\0" * 4096, no_picture


def _bombs() -> Iterator[tuple[str, bytes, RefusalReason | None]]:
    too_many = RefusalReason.TOO_MANY_PIXELS
    yield "bomb.png", png_bomb(), too_many
    yield "claims-65500.jpg", jpeg_claiming(65_500, 65_500), too_many
    yield "claims-billions.avif", avif_claiming(60_000, 60_000), too_many
    yield "text-bomb.png", text_bomb(), None
    yield "profile-bomb.png", profile_bomb(), None
    yield "line.png", saved(Image.new("RGB", (30_000, 1)), "PNG"), too_many


def _moving() -> Iterator[tuple[str, bytes, RefusalReason | None]]:
    moves = RefusalReason.ANIMATED
    yield "moving.webp", animated("WEBP"), moves
    yield "moving.png", animated("PNG"), moves
    yield "moving.avif", animated("AVIF"), moves
    yield "several.heic", heic(drawn(), drawn().rotate(90)), moves
    yield "two-frames.jpg", saved(drawn(), "MPO", save_all=True, append_images=[drawn()]), None


def _polyglots() -> Iterator[tuple[str, bytes, RefusalReason | None]]:
    jpeg = saved(drawn(), "JPEG")
    yield "and-zip.jpg", jpeg + small_archive(secret("polyglot-zip")), None
    yield "and-video.jpg", jpeg + small_video(secret("polyglot-video")), None
    yield "and-html.jpg", with_segments(jpeg, segment(0xFE, b"<script>" + MARK)), None
    yield "and-png.jpg", jpeg + saved(drawn(), "PNG"), None
    yield (
        "two-frame-headers.jpg",
        jpeg.replace(
            b"\xff\xc0", jpeg[jpeg.index(b"\xff\xc0") : jpeg.index(b"\xff\xc0") + 19] + b"\xff\xc0"
        ),
        RefusalReason.LYING,
    )
    yield "two-pictures.webp", lying_webp(), RefusalReason.LYING


def hostile() -> Iterable[tuple[str, bytes, RefusalReason | None]]:
    """Files that attack: name, bytes, and why each is refused (None = comes through clean)."""
    yield from _of_another_kind()
    yield from _damaged()
    yield from _bombs()
    yield from _moving()
    yield from _polyglots()
