"""PNG, WebP, AVIF and HEIC with a secret in every place that they have."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image

from .drawing import drawn, saved, secret
from .exif import telling_exif, telling_profile, telling_xmp
from .jpeg import small_archive, small_video


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
