"""A JPEG with a secret in every place that JPEG has."""

import io
import struct
import zipfile

from .drawing import drawn, saved, secret, segment, with_segments
from .exif import telling_exif, telling_profile, telling_xmp


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
