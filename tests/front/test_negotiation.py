"""Which encoding a client is given, by what it says it takes."""

import pytest

from farshore.front.negotiation import order
from tests.front.conftest import House


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, ["identity"]),
        ("", ["identity"]),
        ("gzip", ["gzip", "identity"]),
        ("br", ["br", "identity"]),
        ("gzip, deflate, br, zstd", ["br", "gzip", "identity"]),
        ("GZIP", ["gzip", "identity"]),
        ("x-gzip", ["gzip", "identity"]),
        ("br;q=0.5, gzip;q=0.8", ["gzip", "br", "identity"]),
        ("br;q=0.5, gzip;q=0.5", ["br", "gzip", "identity"]),
        ("br;q=0, gzip", ["gzip", "identity"]),
        ("gzip;q=0", ["identity"]),
        ("*", ["br", "gzip", "identity"]),
        ("*;q=0.5, gzip", ["gzip", "br", "identity"]),
        ("gzip, *;q=0", ["gzip"]),
        ("identity", ["identity"]),
        ("identity;q=0.5, gzip;q=0.3", ["identity", "gzip"]),
        ("identity;q=0", []),
        ("identity;q=0, br", ["br"]),
        ("*;q=0", []),
        ("*;q=0, identity", ["identity"]),
        ("*;q=0, identity;q=0.001", ["identity"]),
        ("gzip ; q = 0.7 , br ;q=0.9", ["br", "gzip", "identity"]),
        ("gzip;q=1.5, br;q=0.3", ["br", "identity"]),
        ("gzip;q=, br;q=abc", ["identity"]),
        ("gzip;level=9", ["identity"]),
        (",,;;=, ,", ["identity"]),
        ("gzip;q=0.0001", ["identity"]),
        ("zstd", ["identity"]),
    ],
)
def test_the_most_welcome_goes_first(accepted: str | None, expected: list[str]) -> None:
    assert list(order(None if accepted is None else accepted.encode())) == expected


@pytest.mark.parametrize(
    ("accepted", "path", "status", "encoding"),
    [
        ("gzip, br", "/", 200, "br"),
        ("gzip", "/", 200, "gzip"),
        ("zstd", "/", 200, None),
        ("identity;q=0, gzip", "/", 200, "gzip"),
        ("identity;q=0", "/", 406, None),
        ("br", "/media/picture.avif", 200, None),
        ("br", "/empty.txt", 200, None),
        ("br, *;q=0", "/media/picture.avif", 406, None),
        ("br", "/stories/was-here/", 410, "br"),
        ("gzip", "/nowhere/", 404, "gzip"),
    ],
)
def test_each_client_gets_what_it_takes(
    house: House, accepted: str, path: str, status: int, encoding: str | None
) -> None:
    reply = house.front.get(path, Accept_Encoding=accepted)
    assert (reply.status, reply.headers.get("content-encoding")) == (status, encoding)


def test_caches_are_told_that_it_depends(house: House) -> None:
    with house.front.client() as client:
        plain = client.get("/")
        brotlied = client.get("/", Accept_Encoding="br")
        assert plain.headers["vary"] == brotlied.headers["vary"] == "Accept-Encoding"
        assert plain.headers["etag"] != brotlied.headers["etag"]
        assert "vary" not in client.get("/media/picture.avif").headers
