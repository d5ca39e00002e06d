"""Files that attack: liars, bombs, wrecks, moving pictures and polyglots."""

import random
import struct
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image

from farshore.sanitize import RefusalReason

from .containers import of_tiles
from .drawing import MARK, SIZE, drawn, saved, secret, segment, with_segments
from .jpeg import small_archive, small_video
from .others import box, chunk, heic, riff, with_chunks

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"A" * 1000
    + b'"><!ENTITY b "'
    + b"&a;" * 5000
    + b'">]><x>&b;</x>'
)


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


def webp_claiming_all() -> bytes:
    """Three hundred bytes of lossless WebP that claim 16384 × 16384 pixels."""
    webp = saved(drawn(), "WEBP", lossless=True)
    return webp[:21] + struct.pack("<I", 0x0FFFFFFF) + webp[25:]


def many_scans(count: int = 100_000) -> bytes:
    """A progressive JPEG that goes over all of its pixels again and again.

    One colour, so that a scan is a few bytes and minutes of work fit into a small file.
    """
    jpeg = saved(Image.new("RGB", (2000, 2000), (90, 90, 90)), "JPEG", progressive=True)
    at = jpeg.rindex(b"\xff\xda")
    return jpeg[:at] + jpeg[at:-2] * count + jpeg[-2:]


def deep_exif(levels: int = 3000) -> bytes:
    """Directories within directories, each holding nothing but the next."""
    steps = (8 + 18 * level for level in range(1, levels + 1))
    entry = b"\0\1\x87\x69\0\4\0\0\0\1"
    return b"MM\0*\0\0\0\x08" + b"".join(entry + struct.pack(">II", at, 0) for at in steps)


def wide_exif(entries: int = 5000) -> bytes:
    """Directories that lie over each other: each has all entries, and each entry is another one.

    Every entry claims the rest of the block as its value.
    """
    tags = (
        struct.pack(">HHII", 0x8769, 7, 0xFFFFFFFF, 10 + 12 * at) for at in range(1, entries + 1)
    )
    return b"MM\0*\0\0\0\x08\xff\xff" + b"".join(tags)


def _with_frame(jpeg: bytes, marker: int, bits: int = 8) -> bytes:
    """The same JPEG, said to be coded in another way."""
    at = jpeg.index(b"\xff\xc0")
    return (
        jpeg[: at + 1] + bytes((marker,)) + jpeg[at + 2 : at + 4] + bytes((bits,)) + jpeg[at + 5 :]
    )


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
    jpeg = saved(drawn(), "JPEG")
    yield "no-size.jpg", jpeg_claiming(0, 0), damaged
    yield "lossless-by-name.jpg", _with_frame(jpeg, 0xC3), damaged
    yield "twelve-bits-by-name.jpg", _with_frame(jpeg, 0xC0, 12), RefusalReason.LYING
    yield "noise-after-header.jpg", jpeg[:20] + random.Random(3).randbytes(9_000_000), damaged
    yield "itself.heic", _holding_itself(heic(drawn())), damaged
    yield "itself.avif", _holding_itself(saved(drawn(), "AVIF")), damaged
    yield "video-table.heic", heic(drawn()) + box(b"moov", b"x" * 100), damaged
    yield "deep.jpg", with_segments(jpeg, segment(0xE1, b"Exif\0\0" + deep_exif())), None
    yield "wide.jpg", with_segments(jpeg, *[segment(0xE1, b"Exif\0\0" + wide_exif())] * 4), None
    yield "fill.jpg", jpeg[:2] + b"\xff" * 8_000_000 + jpeg[2:], None
    yield "canvas-lies.webp", _on_small_canvas(), None
    yield "claims-less.avif", avif_claiming(64, 64), None  # comes out as small as it claims


def _holding_itself(tile: bytes) -> bytes:
    """A grid of four tiles, the first of which is the grid."""
    whole = of_tiles(tile, SIZE, 2, 2, (640, 480))
    return whole.replace(b"dimg\0\5\0\4\0\1", b"dimg\0\5\0\4\0\5")


def _on_small_canvas() -> bytes:
    frame = saved(drawn(), "WEBP")[20:]
    return riff((b"VP8X", bytes(4) + b"\x0f\0\0\x0f\0\0"), (b"VP8 ", frame))


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
    yield "list.jpg", b"ffconcat version 1.0\nfile /etc/passwd\n", no_picture
    yield "session.jpg", b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 1 RTP/AVP 96\r\n", no_picture
    yield "script.jpg", b"push graphic-context\nfill 'url(https://x/\"|ls)'\n", no_picture
    yield "postscript.jpg", b"%!PS\n(/etc/passwd) (r) file\n", no_picture
    yield "virus.jpg", EICAR, no_picture
    yield "film.webp", b"RIFF\0\0\1\0AVI LIST" + b"\0" * 64, no_picture
    yield "and-program.gif", saved(drawn(mode="P"), "GIF") + small_archive(b"x"), unsupported
    yield "nested.jpg", small_archive(small_archive(small_archive(b"x"))), no_picture
    yield "new.jxl", b"\xff\x0a\xfa\x7f", unsupported
    yield "new.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", unsupported


def _bombs() -> Iterator[tuple[str, bytes, RefusalReason | None]]:
    too_many, jpeg = RefusalReason.TOO_MANY_PIXELS, saved(drawn(), "JPEG")
    yield "bomb.png", png_bomb(), too_many
    yield "claims-65500.jpg", jpeg_claiming(65_500, 65_500), too_many
    yield "claims-billions.avif", avif_claiming(60_000, 60_000), too_many
    flat, tile = Image.new("RGB", (2048, 2048)), (2048, 2048)
    for name, whole in (("heic", heic(flat)), ("avif", saved(flat, "AVIF"))):
        yield f"tiles.{name}", of_tiles(whole, tile, 30, 30, (61_440, 61_440)), too_many
        yield f"tiles-behind.{name}", of_tiles(whole, tile, 30, 30, (8000, 8000)), too_many
        yield (
            f"tiles-lie.{name}",
            of_tiles(whole, tile, 30, 30, (61_440,) * 2, (640, 480)),
            too_many,
        )
    yield "claims-all.webp", webp_claiming_all(), too_many
    yield "chunks.png", with_chunks(saved(drawn(), "PNG"), *[chunk(b"teSt", b"")] * 200_000), None
    yield "comments.jpg", with_segments(jpeg, *[segment(0xFE, b"c" * 65_000)] * 400), None
    yield "entities.jpg", with_segments(jpeg, segment(0xE1, XMP + ENTITIES)), None
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
    yield "and-virus.jpg", jpeg + EICAR, None
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
