"""The proof knows only what a clean picture holds: anything else fails, wherever it stands."""

import struct

import pytest

from farshore.sanitize import NotProved, open_picture, prove_clean, render
from tests.sanitize import corpus

MASTER = open_picture(corpus.saved(corpus.drawn(), "PNG")).data
CLEAN = {each.format: each.data for each in render(MASTER, widths=(320,))}


def fails(data: bytes, format: str) -> bool:
    try:
        prove_clean(data, format=format)
    except NotProved:
        return True
    return False


@pytest.mark.parametrize("format", CLEAN)
def test_our_own_renditions_are_clean(format):
    prove_clean(CLEAN[format], format=format)
    prove_clean(MASTER, format="jpeg")


@pytest.mark.parametrize("format", CLEAN)
def test_one_byte_more_or_less_fails(format):
    data = CLEAN[format]
    assert fails(data + b"\0", format)
    assert fails(data[:-1], format)
    assert fails(b"", format)


@pytest.mark.parametrize("format", CLEAN)
def test_another_format_fails(format):
    for other in CLEAN:
        assert (other == format) is not fails(CLEAN[format], other)
    assert fails(CLEAN[format], "png")


@pytest.mark.parametrize("marker", [*range(0xE0, 0xF0), 0xFE, 0xDC, 0xF0, 0x01])
def test_no_jpeg_segment_beside_the_list_passes(marker):
    jpeg = CLEAN["jpeg"]
    behind_header = jpeg[:20] + corpus.segment(marker, b"hello") + jpeg[20:]
    before_end = jpeg[:-2] + corpus.segment(marker, b"hello") + jpeg[-2:]
    assert fails(behind_header, "jpeg")
    assert fails(before_end, "jpeg")


def test_a_jfif_thumbnail_or_a_telling_density_fails():
    jpeg = CLEAN["jpeg"]
    assert fails(jpeg[:18] + b"\1\1" + jpeg[20:], "jpeg")
    assert fails(jpeg[:14] + b"\x11\x11" + jpeg[16:], "jpeg")


def test_bytes_hidden_in_a_jpeg_table_fail():
    jpeg = CLEAN["jpeg"]
    at = jpeg.index(b"\xff\xdb")
    length = struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    longer = struct.pack(">H", length + 5) + jpeg[at + 4 : at + 2 + length] + b"\x44hide"
    assert fails(jpeg[: at + 2] + longer + jpeg[at + 2 + length :], "jpeg")


def test_a_second_picture_behind_a_jpeg_fails():
    assert fails(CLEAN["jpeg"] * 2, "jpeg")


@pytest.mark.parametrize("name", [b"EXIF", b"XMP ", b"ICCP", b"ANIM", b"ANMF", b"C2PA", b"abcd"])
def test_no_webp_chunk_beside_the_picture_passes(name):
    picture = (CLEAN["webp"][12:16], CLEAN["webp"][20:])
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
    avif = CLEAN["avif"]
    assert fails(avif + corpus.box(name, b"hello"), "avif")
    assert fails(avif[:32] + corpus.box(name, b"hello") + avif[32:], "avif")


def test_an_av1_metadata_or_padding_unit_fails():
    avif = CLEAN["avif"]
    at = avif.index(b"mdat") + 4
    assert avif[at:].startswith((b"\x12\0", b"\x0a"))  # a unit with its length begins here
    for kind in (5, 15, 9):
        unit = bytes((kind << 3 | 2, 5)) + b"hello"
        mdat = struct.pack(">I", len(avif) - at + 8 + len(unit)) + b"mdat" + avif[at:] + unit
        moved = avif[: at - 8] + mdat
        place = avif.index(b"iloc") + 4 + 18
        old = struct.unpack(">I", avif[place : place + 4])[0]
        assert old == len(avif) - at
        moved = moved[:place] + struct.pack(">I", old + len(unit)) + moved[place + 4 :]
        with pytest.raises(NotProved, match="unit"):
            prove_clean(moved, format="avif")


def test_an_avif_item_that_leaves_bytes_over_fails():
    avif = CLEAN["avif"]
    place = avif.index(b"iloc") + 4 + 18
    old = struct.unpack(">I", avif[place : place + 4])[0]
    assert fails(avif[:place] + struct.pack(">I", old - 4) + avif[place + 4 :], "avif")
