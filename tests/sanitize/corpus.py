"""Pictures made to betray, and pictures made to attack: everything here is drawn by itself.

``planted()`` gives files with a unique secret in every place that a format has for data beside
the picture: name, bytes, and the secrets as raw bytes. ``hostile()`` gives files that must be
refused with a reason, or (reason ``None``) must come through clean.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

from farshore.sanitize import RefusalReason

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


# --- EXIF -----------------------------------------------------------------------------------

Entry = tuple[int, int, bytes]
ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 2, 3, 4, 5, 7
WIDTHS = {ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1, 1: 1}


def text(tag: int, value: bytes) -> Entry:
    return tag, ASCII, value + b"\0"


def short(tag: int, value: int) -> Entry:
    return tag, SHORT, struct.pack(">H", value)


def rationals(tag: int, *values: tuple[int, int]) -> Entry:
    return tag, RATIONAL, b"".join(struct.pack(">II", *value) for value in values)


def _directory_size(entries: list[Entry]) -> int:
    return 6 + 12 * len(entries) + sum(len(value) for _, _, value in entries if len(value) > 4)


def _directory(entries: list[Entry], at: int, following: int) -> bytes:
    rows, store = [], b""
    data_at = at + 6 + 12 * len(entries)
    for tag, kind, value in sorted(entries):
        head = struct.pack(">HHI", tag, kind, len(value) // WIDTHS[kind])
        if len(value) <= 4:
            rows.append(head + value.ljust(4, b"\0"))
        else:
            rows.append(head + struct.pack(">I", data_at + len(store)))
            store += value
    count = struct.pack(">H", len(entries))
    return count + b"".join(rows) + struct.pack(">I", following) + store


def exif(
    first: list[Entry],
    more: list[Entry] | None = None,
    position: list[Entry] | None = None,
    thumbnail: bytes = b"",
) -> bytes:
    """A TIFF block: IFD0 with its Exif and GPS directories, and IFD1 with a thumbnail."""
    first = list(first)
    blocks = [(0x8769, more), (0x8825, position)]
    slots = [(tag, LONG, b"\0" * 4) for tag, entries in blocks if entries]
    at = 8 + _directory_size(first + slots)
    tail = b""
    for tag, entries in blocks:
        if entries:
            first.append((tag, LONG, struct.pack(">I", at)))
            tail += _directory(entries, at, 0)
            at = at + _directory_size(entries)
    following = at if thumbnail else 0
    if thumbnail:
        small = [(0x0103, SHORT, b"\0\6"), (0x0202, LONG, struct.pack(">I", len(thumbnail)))]
        behind = at + _directory_size([*small, (0x0201, LONG, b"\0" * 4)])
        small.append((0x0201, LONG, struct.pack(">I", behind)))
        tail += _directory(small, at, 0) + thumbnail
    return b"MM\0*" + struct.pack(">I", 8) + _directory(first, 8, following) + tail


LATITUDE = ((48_015_771, 1_000_003), (51_771_013, 1_000_033), (29_123_457, 1_000_037))


def telling_exif(format: str, orientation: int = 1) -> tuple[bytes, list[bytes]]:
    """An EXIF block that tells everything, and what it tells."""

    def here(place: str) -> bytes:
        return secret(f"{format}-exif-{place}")

    thumbnail = with_segments(saved(drawn((64, 48)), "JPEG"), segment(0xFE, here("thumbnail")))
    first = [
        text(0x010E, here("description")),
        text(0x010F, here("make")),
        text(0x0110, here("model")),
        text(0x0131, here("software")),
        text(0x0132, b"2019:03:04 05:06:07"),
        text(0x013B, here("artist")),
        text(0x013C, here("host")),
        text(0x8298, here("copyright")),
        (0x9C9D, 1, here("xp-author").decode().encode("utf-16-le")),
        short(0x0112, orientation),
    ]
    more = [
        text(0x9003, b"2019:03:04 05:06:08"),
        (0x927C, UNDEFINED, b"Maker\0" + here("maker-note")),
        (0x9286, UNDEFINED, b"ASCII\0\0\0" + here("user-comment")),
        text(0xA430, here("owner")),
        text(0xA431, here("serial")),
        text(0xA433, here("lens-make")),
        text(0xA435, here("lens-serial")),
    ]
    position = [
        (0x0001, ASCII, b"N\0"),
        rationals(0x0002, *LATITUDE),
        (0x0003, ASCII, b"E\0"),
        rationals(0x0004, *LATITUDE),
        (0x001B, UNDEFINED, b"ASCII\0\0\0" + here("position-method")),
        text(0x001D, b"2019:03:04"),
    ]
    block = exif(first, more, position, thumbnail)
    marks = [here(place) for place in ("description", "make", "model", "software", "artist")]
    marks += [here(place) for place in ("host", "copyright", "maker-note", "user-comment")]
    marks += [here(place) for place in ("owner", "serial", "lens-make", "lens-serial")]
    marks += [here("position-method"), here("thumbnail"), b"2019:03:04"]
    marks += [here("xp-author").decode().encode("utf-16-le"), rationals(2, *LATITUDE)[2]]
    return block, marks


def telling_xmp(format: str) -> tuple[bytes, list[bytes]]:
    """An XMP packet that tells a place, a maker, a date, an owner, a person and a history."""
    here = secret(f"{format}-xmp")
    body = b"".join(
        b"<%s>%s-%d</%s>" % (name, here, at, name)
        for at, name in enumerate(
            (
                b"exif:GPSLatitude",
                b"tiff:Make",
                b"aux:SerialNumber",
                b"xmp:CreateDate",
                b"dc:creator",
                b"dc:description",
                b"Iptc4xmpExt:PersonInImage",
                b"xmpMM:History",
                b"xmpGImg:image",
            )
        )
    )
    packet = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta><rdf:RDF>'
    return packet + body + b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>', [here]


def telling_profile() -> tuple[bytes, list[bytes]]:
    """An sRGB profile whose description is somebody's name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    old = "sRGB built-in".encode("utf-16-be")
    new = "Hyesan Kim 77".encode("utf-16-be")
    assert old in profile and len(old) == len(new)
    return profile.replace(old, new), [new]


# --- JPEG -----------------------------------------------------------------------------------


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes, tail: bytes = b"") -> bytes:
    """Put segments behind SOI, and a tail behind EOI."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:] + tail


def icc_segment(profile: bytes) -> bytes:
    return segment(0xE2, b"ICC_PROFILE\0\1\1" + profile)


def image_resource(number: int, content: bytes) -> bytes:
    padded = content + b"\0" * (len(content) % 2)
    return b"8BIM" + struct.pack(">HHI", number, 0, len(content)) + padded


def iptc(*datasets: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack(">BBBH", 0x1C, 2, n, len(v)) + v for n, v in datasets)


def small_video(mark: bytes) -> bytes:
    """Enough of an MP4 to be taken for one."""
    kind = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    return kind + struct.pack(">I", 8 + len(mark) + 64) + b"mdat" + mark + b"\x11" * 64


def small_archive(mark: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("list.txt", mark)
    return buffer.getvalue()


def telling_jpeg(orientation: int = 1) -> tuple[bytes, list[bytes]]:
    """A JPEG with a secret in every place that JPEG has."""
    block, marks = telling_exif("jpeg", orientation)
    packet, xmp_marks = telling_xmp("jpeg")
    profile, profile_marks = telling_profile()
    places = ("extended-xmp", "iptc", "caption", "jumbf", "comment", "second", "ducky", "zip")
    at = {place: secret(f"jpeg-{place}") for place in (*places, "resource", "video", "app9")}
    second = with_segments(saved(drawn((80, 60)), "JPEG"), segment(0xFE, at["second"]))
    resources = (
        image_resource(0x0404, iptc((80, at["iptc"]), (120, at["caption"]), (90, b"Hyesan")))
        + image_resource(0x0422, at["resource"])
        + image_resource(0x040C, b"\0" * 28 + second)
    )
    data = with_segments(
        saved(drawn(), "JPEG", quality=90),
        segment(0xE1, b"Exif\0\0" + block),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet),
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + b"A" * 32
            + b"\0\0\1\0\0\0\0\0GImage:Data="
            + at["extended-xmp"],
        ),
        icc_segment(profile),
        segment(0xE2, b"MPF\0MM\0*\0\0\0\x08\0\0"),
        segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x40jumb" + at["jumbf"]),
        segment(0xEC, b"Ducky" + at["ducky"]),
        segment(0xED, b"Photoshop 3.0\0" + resources),
        segment(0xE9, at["app9"]),
        segment(0xFE, at["comment"]),
        tail=second + small_video(at["video"]) + small_archive(at["zip"]),
    )
    return data, [*marks, *xmp_marks, *profile_marks, *at.values()]


# --- PNG, WebP, AVIF, HEIC ------------------------------------------------------------------


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(png: bytes, *chunks: bytes, tail: bytes = b"") -> bytes:
    """Put chunks behind IHDR, and a tail behind IEND."""
    return png[:33] + b"".join(chunks) + png[33:] + tail


def telling_png() -> tuple[bytes, list[bytes]]:
    """A PNG with a secret in every place that PNG has, packed or not."""
    block, marks = telling_exif("png")
    packet, xmp_marks = telling_xmp("png")
    profile, profile_marks = telling_profile()
    places = ("text", "ztext", "itext", "packed-itext", "c2pa", "private", "tail", "profile-name")
    at = {place: secret(f"png-{place}") for place in places}
    data = with_chunks(
        saved(drawn(), "PNG"),
        chunk(b"iCCP", at["profile-name"][:40] + b"\0\0" + zlib.compress(profile)),
        chunk(b"eXIf", block),
        chunk(b"tEXt", b"Author\0" + at["text"]),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(at["ztext"])),
        chunk(b"iTXt", b"Title\0\0\0\0\0" + at["itext"]),
        chunk(b"iTXt", b"Source\0\1\0\0\0" + zlib.compress(at["packed-itext"])),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet),
        chunk(b"tIME", struct.pack(">HBBBBB", 2019, 3, 4, 5, 6, 7)),
        chunk(b"caBX", at["c2pa"]),
        chunk(b"prVt", at["private"]),
        tail=small_archive(at["tail"]),
    )
    return data, [*marks, *xmp_marks, *profile_marks, *at.values()]


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def telling_webp() -> tuple[bytes, list[bytes]]:
    """A WebP with EXIF, XMP, a profile, content credentials, an unknown chunk and a tail."""
    block, marks = telling_exif("webp")
    packet, xmp_marks = telling_xmp("webp")
    profile, profile_marks = telling_profile()
    at = {place: secret(f"webp-{place}") for place in ("c2pa", "unknown", "tail")}
    plain = saved(drawn(), "WEBP", exif=block, xmp=packet, icc_profile=profile)
    inner = plain[12:] + b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in ((b"C2PA", at["c2pa"]), (b"ownr", at["unknown"]))
    )
    data = b"RIFF" + struct.pack("<I", len(inner) + 4) + b"WEBP" + inner
    return data + small_video(at["tail"]), [*marks, *xmp_marks, *profile_marks, *at.values()]


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def telling_avif() -> tuple[bytes, list[bytes]]:
    """An AVIF with Exif and XMP items, a profile, and boxes of others behind it."""
    block, marks = telling_exif("avif")
    packet, xmp_marks = telling_xmp("avif")
    profile, profile_marks = telling_profile()
    at = {place: secret(f"avif-{place}") for place in ("uuid", "free", "video")}
    data = saved(drawn(), "AVIF", exif=block, xmp=packet, icc_profile=profile)
    data += box(b"uuid", b"U" * 16 + at["uuid"]) + box(b"free", at["free"])
    marks = [mark for mark in marks if mark in data]  # Pillow drops the EXIF thumbnail itself
    return data + small_video(at["video"]), [*marks, *xmp_marks, *profile_marks, *at.values()]


def telling_heic() -> tuple[bytes, list[bytes]]:
    """A HEIC with Exif and XMP items, a profile, a thumbnail, and a motion video behind it."""
    block, marks = telling_exif("heic")
    packet, xmp_marks = telling_xmp("heic")
    profile, profile_marks = telling_profile()
    at = {place: secret(f"heic-{place}") for place in ("video", "uuid")}
    data = heic(drawn(), exif=b"Exif\0\0" + block, xmp=packet, icc_profile=profile)
    data += box(b"uuid", b"U" * 16 + at["uuid"]) + box(b"mpvd", small_video(at["video"]))
    return data, [*marks, *xmp_marks, *profile_marks, *at.values()]


def heic(picture: Image.Image, *others: Image.Image, **told: bytes) -> bytes:
    """A real HEIC (the encoder is a test's tool: the product only decodes)."""
    file = pillow_heif.from_pillow(picture)
    for other in others:
        file.add_from_pillow(other)
    file.info.update(told)
    for name, value in told.items():
        file[0].info[name] = value
    if "icc_profile" in told:
        file[0].info["icc_profile_type"] = "prof"
    buffer = io.BytesIO()
    file.save(buffer, quality=60)
    return buffer.getvalue()


def planted() -> Iterable[tuple[str, bytes, list[bytes]]]:
    """Files with secrets: name, bytes, and every secret in them as raw bytes."""
    yield ("everything.jpg", *telling_jpeg())
    yield ("turned.jpg", *telling_jpeg(orientation=6))
    yield ("everything.png", *telling_png())
    yield ("everything.webp", *telling_webp())
    yield ("everything.avif", *telling_avif())
    yield ("everything.heic", *telling_heic())


# --- hostile --------------------------------------------------------------------------------


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
