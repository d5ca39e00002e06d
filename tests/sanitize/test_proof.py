"""The proof knows only what a clean picture holds: anything else fails, wherever it stands."""

import struct
from functools import cache

import pytest

from farshore.sanitize import NotProved, open_picture, prove_clean, render
from tests.sanitize import corpus

FORMATS = ("avif", "webp", "jpeg")


@cache
def master() -> bytes:
    return open_picture(corpus.saved(corpus.drawn(), "PNG")).data


@cache
def clean(format: str) -> bytes:
    made = {each.format: each.data for each in render(master(), widths=(320,))}
    return made[format]


def fails(data: bytes, format: str) -> bool:
    try:
        prove_clean(data, format=format)
    except NotProved:
        return True
    return False


@pytest.mark.parametrize("format", FORMATS)
def test_our_own_renditions_are_clean(format):
    prove_clean(clean(format), format=format)
    prove_clean(master(), format="jpeg")


@pytest.mark.parametrize("format", FORMATS)
def test_one_byte_more_or_less_fails(format):
    data = clean(format)
    assert fails(data + b"\0", format)
    assert fails(data[:-1], format)
    assert fails(b"", format)


@pytest.mark.parametrize("format", FORMATS)
def test_another_format_fails(format):
    for other in FORMATS:
        assert (other == format) is not fails(clean(format), other)
    assert fails(clean(format), "png")


@pytest.mark.parametrize("marker", [*range(0xE0, 0xF0), 0xFE, 0xDC, 0xF0, 0x01])
def test_no_jpeg_segment_beside_the_list_passes(marker):
    jpeg = clean("jpeg")
    behind_header = jpeg[:20] + corpus.segment(marker, b"hello") + jpeg[20:]
    before_end = jpeg[:-2] + corpus.segment(marker, b"hello") + jpeg[-2:]
    assert fails(behind_header, "jpeg")
    assert fails(before_end, "jpeg")


def test_a_jfif_thumbnail_or_a_telling_density_fails():
    jpeg = clean("jpeg")
    assert fails(jpeg[:18] + b"\1\1" + jpeg[20:], "jpeg")
    assert fails(jpeg[:14] + b"\x11\x11" + jpeg[16:], "jpeg")


def test_bytes_hidden_in_a_jpeg_table_fail():
    jpeg = clean("jpeg")
    at = jpeg.index(b"\xff\xdb")
    length = struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    longer = struct.pack(">H", length + 5) + jpeg[at + 4 : at + 2 + length] + b"\x44hide"
    assert fails(jpeg[: at + 2] + longer + jpeg[at + 2 + length :], "jpeg")


def test_a_second_picture_behind_a_jpeg_fails():
    assert fails(clean("jpeg") * 2, "jpeg")


@pytest.mark.parametrize("name", [b"EXIF", b"XMP ", b"ICCP", b"ANIM", b"ANMF", b"C2PA", b"abcd"])
def test_no_webp_chunk_beside_the_picture_passes(name):
    picture = (clean("webp")[12:16], clean("webp")[20:])
    assert not fails(corpus.riff(picture), "webp")
    assert fails(corpus.riff(picture, (name, b"hello!")), "webp")
    assert fails(corpus.riff((name, b"hello!"), picture), "webp")
    extended = (b"VP8X", bytes((0x2C, 0, 0, 0)) + b"\x3f\1\0\xef\0\0")
    assert fails(corpus.riff(extended, picture, (name, b"hello!")), "webp")


def test_webp_with_metadata_from_an_encoder_fails():
    picture = corpus.drawn()
    for told in ({"exif": b"Exif\0\0MM\0*"}, {"xmp": b"<x/>"}, {"icc_profile": b"p" * 128}):
        assert fails(corpus.saved(picture, "WEBP", **told), "webp")


def test_avif_with_metadata_from_an_encoder_fails():
    picture = corpus.drawn()
    profile = corpus.telling_profile()[0]
    block = corpus.telling_exif("avif")[0]
    assert not fails(corpus.saved(picture, "AVIF"), "avif")
    for told in ({"exif": block}, {"xmp": b"<x/>"}, {"icc_profile": profile}):
        assert fails(corpus.saved(picture, "AVIF", **told), "avif")
    assert fails(corpus.animated("AVIF"), "avif")
    assert fails(corpus.saved(picture.convert("LA").convert("RGBA"), "AVIF", exif=block), "avif")


@pytest.mark.parametrize("name", [b"free", b"skip", b"uuid", b"moov", b"mdat", b"meta"])
def test_no_avif_box_beside_the_list_passes(name):
    avif = clean("avif")
    assert fails(avif + corpus.box(name, b"hello"), "avif")
    assert fails(avif[:32] + corpus.box(name, b"hello") + avif[32:], "avif")


def units_of(avif: bytes) -> bytes:
    return avif[avif.index(b"mdat") + 4 :]


def with_units(avif: bytes, units: bytes) -> bytes:
    """The file with these AV1 units as its picture, all lengths set right."""
    old = len(units_of(avif))
    place = avif.index(b"iloc") + 4 + 18
    assert struct.unpack(">I", avif[place : place + 4])[0] == old
    head = avif[:place] + struct.pack(">I", len(units)) + avif[place + 4 : -old - 8]
    return head + struct.pack(">I", len(units) + 8) + b"mdat" + units


def unit(kind: int, body: bytes) -> bytes:
    return bytes((kind << 3 | 2, len(body))) + body


@pytest.mark.parametrize("kind", [1, 2, 3, 5, 6, 9, 15])
def test_no_av1_unit_beside_the_one_frame_passes(kind):
    """Metadata, padding, reserved kinds, and a second frame that no viewer of stills shows."""
    avif = clean("avif")
    units = units_of(avif)
    header = 4 + units[3]  # where an empty delimiter and a sequence header end
    assert not fails(with_units(avif, units), "avif")
    for at in (0, 2, header, len(units)):
        assert fails(with_units(avif, units[:at] + unit(kind, b"hello") + units[at:]), "avif")


def test_an_av1_delimiter_or_header_that_carries_more_fails():
    avif = clean("avif")
    units = units_of(avif)
    header = unit(1, units[4 : 4 + units[3]])
    assert units.startswith(unit(2, b"") + header)
    frame = units[2 + len(header) :]
    assert fails(with_units(avif, unit(2, b"hello") + header + frame), "avif")
    longer = unit(1, header[2:] + b"\0" * 40)
    assert fails(with_units(avif, unit(2, b"") + longer + frame), "avif")


def test_an_avif_item_that_leaves_bytes_over_fails():
    avif = clean("avif")
    place = avif.index(b"iloc") + 4 + 18
    old = struct.unpack(">I", avif[place : place + 4])[0]
    assert fails(avif[:place] + struct.pack(">I", old - 4) + avif[place + 4 :], "avif")
