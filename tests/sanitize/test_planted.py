"""What was planted in a picture never comes out of the door, in any copy."""

import functools
import json
import shutil
import subprocess

import pytest

from farshore.sanitize import (
    Cover,
    Master,
    NotProved,
    Removed,
    describe,
    open_picture,
    preview,
    prove_clean,
    render,
)
from tests.sanitize import corpus

PLANTED = list(corpus.planted())
EVERYTHING = set(Removed) - {Removed.HIDDEN_PICTURE, Removed.OTHER}
# What a file is, said by exiftool: everything else that it names would be metadata.
PLAIN_GROUPS = {"File", "System", "ExifTool", "JFIF", "RIFF", "QuickTime", "Meta", "Composite"}


@functools.cache
def master_of(data: bytes) -> Master:
    return open_picture(data)


@functools.cache
def copies(data: bytes) -> list[tuple[str, bytes]]:
    master = master_of(data)
    renditions = render(master.data, widths=(96, 240), covers=[Cover(0, 0, 0.2, 0.2)])
    return [
        ("jpeg", master.data),
        ("jpeg", preview(master.data, side=100)),
        *((each.format, each.data) for each in renditions),
    ]


@pytest.mark.promise("P-08")
@pytest.mark.parametrize(("name", "data", "secrets"), PLANTED, ids=[name for name, _, _ in PLANTED])
def test_no_planted_secret_is_in_any_copy(name, data, secrets):
    made = copies(data)
    assert len(made) == 8
    for format, copy in made:
        assert [secret for secret in secrets if secret in copy] == []
        assert corpus.secrets_in(copy) == []
        prove_clean(copy, format=format)


@pytest.mark.parametrize(("name", "data", "secrets"), PLANTED, ids=[name for name, _, _ in PLANTED])
def test_the_secrets_were_there_and_the_proof_sees_them(name, data, secrets):
    assert corpus.secrets_in(data)
    assert len(secrets) >= 20
    for format in ("jpeg", "webp", "avif"):
        with pytest.raises(NotProved):
            prove_clean(data, format=format)


@pytest.mark.parametrize(("name", "data", "secrets"), PLANTED, ids=[name for name, _, _ in PLANTED])
def test_the_person_hears_of_everything_that_was_found(name, data, secrets):
    removed = master_of(data).removed
    assert set(removed) >= EVERYTHING
    assert len(describe(removed)) == len(set(removed))


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed here")
@pytest.mark.parametrize("name", ["everything.jpg", "everything.heic"])
def test_exiftool_finds_nothing_either(name, tmp_path):
    data = next(data for each, data, _ in PLANTED if each == name)
    for at, (format, copy) in enumerate(copies(data)):
        (tmp_path / f"{at}.{format}").write_bytes(copy)
    answer = subprocess.run(
        ["exiftool", "-j", "-a", "-u", "-U", "-G1", "-ee", tmp_path],
        capture_output=True,
        check=False,
    )
    files = json.loads(answer.stdout)
    assert len(files) == 8
    for file in files:
        groups = {key.partition(":")[0] for key in file if ":" in key}
        assert groups <= PLAIN_GROUPS, file
        assert not any("Comment" in key or "ICC" in key for key in file)


def test_a_motion_photo_is_named_as_hidden_video():
    data = corpus.saved(corpus.drawn(), "JPEG") + corpus.small_video(b"x")
    assert open_picture(data).removed == (Removed.HIDDEN_VIDEO_OR_FILE,)


def test_a_plain_picture_lost_nothing():
    for format in ("JPEG", "PNG", "WEBP", "AVIF"):
        assert open_picture(corpus.saved(corpus.drawn(), format)).removed == ()


PLACES = {
    Removed.COMMENT: corpus.segment(0xFE, b"hello"),
    Removed.THUMBNAIL: corpus.segment(0xE0, b"JFXX\0\x13\1\1\0\0\0"),
    Removed.EDIT_HISTORY: corpus.segment(0xEB, b"JP\0\1jumb"),
    Removed.OTHER: corpus.segment(0xE7, b"whatever"),
    Removed.COLOUR_PROFILE: corpus.icc_segment(corpus.telling_profile()[0]),
    Removed.OWNER: corpus.segment(
        0xED, b"Photoshop 3.0\0" + corpus.image_resource(0x0404, corpus.iptc((80, b"Kim")))
    ),
    Removed.PEOPLE: corpus.segment(
        0xE1, b"http://ns.adobe.com/xap/1.0/\0<mwg-rs:Name>Kim</mwg-rs:Name>"
    ),
    Removed.POSITION: corpus.segment(
        0xE1,
        b"Exif\0\0" + corpus.exif([], None, [corpus.rationals(2, *corpus.LATITUDE)]),
    ),
    Removed.CAMERA: corpus.segment(0xE1, b"Exif\0\0" + corpus.exif([corpus.text(0x010F, b"M")])),
    Removed.DATE: corpus.segment(
        0xE1, b"Exif\0\0" + corpus.exif([corpus.text(0x0132, b"2019:03:04 05:06:07")])
    ),
}


@pytest.mark.parametrize("kind", PLACES, ids=str)
def test_each_place_is_named_for_what_it_is(kind):
    plain = corpus.saved(corpus.drawn((32, 32)), "JPEG")
    assert open_picture(corpus.with_segments(plain, PLACES[kind])).removed == (kind,)


def test_blank_fields_and_an_empty_position_are_not_called_finds():
    block = corpus.exif(
        [corpus.text(0x010E, b"   "), corpus.short(0x0112, 1)],
        None,
        [(0x0000, 1, b"\2\3\0\0")],
    )
    plain = corpus.saved(corpus.drawn((32, 32)), "JPEG")
    data = corpus.with_segments(plain, corpus.segment(0xE1, b"Exif\0\0" + block))
    assert open_picture(data).removed == (Removed.OTHER,)
