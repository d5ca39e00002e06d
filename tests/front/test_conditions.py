"""What a client has already, and the part that it still wants."""

import pytest

from farshore.front.conditions import Part, has, insists_on_another, part
from tests.front import sites
from tests.front.conftest import House

SIZE = len(sites.PICTURE)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b",W/"a" , "c"', True),
        ("*", True),
        (' "a" ', True),
        ('"b"', False),
        ("a", False),
        ('"A"', False),
        ('"a,b"', False),
        ('"', False),
        ("", False),
    ],
)
def test_a_client_has_what_it_names(said: str | None, expected: bool) -> None:
    assert has(None if said is None else said.encode(), b'"a"') is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, False),
        ("*", False),
        ('"a"', False),
        ('"b", "a"', False),
        ('W/"a"', True),
        ("x", True),
    ],
)
def test_a_client_may_insist(said: str | None, expected: bool) -> None:
    assert insists_on_another(None if said is None else said.encode(), b'"a"') is expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("bytes=0-0", Part(0, 1)),
        ("bytes=0-", Part(0, 100)),
        ("bytes=10-19", Part(10, 10)),
        ("bytes=90-200", Part(90, 10)),
        ("bytes=-10", Part(90, 10)),
        ("bytes=-200", Part(0, 100)),
        ("Bytes = 1 - 2", Part(1, 2)),
        ("bytes=100-", Part(100, 0)),
        ("bytes=100-200", Part(100, 0)),
        ("bytes=-0", Part(100, 0)),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=1-2x", None),
        ("lines=1-2", None),
        ("bytes=99999999999999999999-", None),
        ("", None),
    ],
)
def test_a_range_is_a_part_or_is_not_listened_to(wanted: str, expected: Part | None) -> None:
    assert part(wanted.encode(), None, b'"a"', 100) == expected


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [
        (b'"a"', Part(1, 2)),
        (b'W/"a"', None),
        (b'"b"', None),
        (b"Wed, 25 Nov 2026 03:30:37 GMT", None),
    ],
)
def test_a_part_is_one_of_the_same_bytes(if_range: bytes, expected: Part | None) -> None:
    assert part(b"bytes=1-2", if_range, b'"a"', 100) == expected


@pytest.mark.parametrize("path", ["/stories/", "/media/picture.avif", "/media/film.mp4"])
def test_what_a_client_has_is_not_sent_again(house: House, path: str) -> None:
    with house.front.client() as client:
        tag = client.get(path, Accept_Encoding="br").headers["etag"]
        assert tag.startswith('"')
        for said in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            reply = client.get(path, Accept_Encoding="br", If_None_Match=said)
            assert (reply.status, reply.body) == (304, b"")
            assert reply.headers["etag"] == tag
            assert reply.headers["cache-control"] == "no-cache"
            assert not {"content-length", "content-type", "content-encoding"} & set(reply.headers)
        assert client.get(path, "HEAD", Accept_Encoding="br", If_None_Match=tag).status == 304
        assert client.get(path, Accept_Encoding="br", If_None_Match='"x"').status == 200


def test_the_plain_page_is_not_what_the_client_has_compressed(house: House) -> None:
    with house.front.client() as client:
        tag = client.get("/stories/", Accept_Encoding="br").headers["etag"]
        assert client.get("/stories/", If_None_Match=tag).status == 200


def test_a_removed_page_is_gone_also_for_those_who_have_it(house: House) -> None:
    for said in ("*", '"x"'):
        assert house.front.get("/stories/was-here/", If_None_Match=said).status == 410
        assert house.front.get("/nowhere/", If_None_Match=said).status == 404


@pytest.mark.parametrize(
    ("path", "whole"), [("/media/picture.avif", sites.PICTURE), ("/media/film.mp4", sites.FILM)]
)
@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=1000-", 1000, None), ("bytes=-77", -77, None)],
)
def test_media_come_in_parts(
    house: House, path: str, whole: bytes, wanted: str, start: int, end: int | None
) -> None:
    reply = house.front.get(path, Range=wanted, Accept_Encoding="br")
    first = start % len(whole)
    last = (end or len(whole)) - 1
    assert reply.status == 206
    assert reply.body == whole[start:end]
    assert reply.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert reply.headers["content-length"] == str(len(reply.body))


def test_a_part_beyond_the_end_is_refused_with_the_size(house: House) -> None:
    for path, size in (("/media/picture.avif", SIZE), ("/media/film.mp4", len(sites.FILM))):
        reply = house.front.get(path, Range=f"bytes={size}-")
        assert (reply.status, reply.body) == (416, b"")
        assert reply.headers["content-range"] == f"bytes */{size}"


def test_a_broken_download_goes_on_only_with_the_same_bytes(house: House) -> None:
    with house.front.client() as client:
        tag = client.get("/media/film.mp4", "HEAD").headers["etag"]
        wanted = {"Range": "bytes=10-19"}
        assert client.get("/media/film.mp4", If_Range=tag, **wanted).status == 206
        assert client.get("/media/film.mp4", If_Range='"other"', **wanted).status == 200
        assert client.get("/media/film.mp4", If_Match='"other"', **wanted).status == 412
        assert client.get("/media/film.mp4", If_Match=tag, **wanted).status == 206


def test_what_can_be_asked_for_in_parts_says_so(house: House) -> None:
    with house.front.client() as client:
        assert client.get("/media/film.mp4", "HEAD").headers["accept-ranges"] == "bytes"
        assert "accept-ranges" not in client.get("/").headers
        assert client.get("/", Range="bytes=0-9").status == 200
