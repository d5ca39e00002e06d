"""EXIF, XMP and colour profiles that tell everything."""

import struct

from PIL import ImageCms

from .drawing import drawn, saved, secret, segment, with_segments

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
