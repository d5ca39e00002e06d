"""Browsers are told to insist on https where the public comes by it, never under an onion name."""

from pathlib import Path

import pytest

from farshore.front.crossing import from_back
from tests.front import backs
from tests.front.conftest import House
from tests.front.fronts import front

NAME = "strict-transport-security"
PATHS = ("/", "/nowhere/", "/assets/sans-latin-O22BDGD7.woff2", "/media/film.mp4", "/share/echo")


def test_every_answer_says_it_once_where_the_public_comes_by_https(site: Path) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket, "--secure") as secure:
        for path in PATHS:
            reply = secure.get(path, Host="film.example")
            assert reply.headers[NAME] == "max-age=31536000", path
            assert reply.names.count(NAME) == 1


@pytest.mark.parametrize("host", ["abc.onion", "ABC.ONION:80", "abc.onion."])
def test_under_an_onion_name_it_is_never_said(site: Path, host: str) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket, "--secure") as secure:
        for path in PATHS:
            assert NAME not in secure.get(path, Host=host).headers, path
        assert NAME in secure.get("/", Host="onion.example").headers  # the control


def test_without_https_it_is_never_said(house: House) -> None:
    for path in PATHS:
        assert NAME not in house.front.get(path).headers


def test_what_the_back_says_of_it_stays_inside() -> None:
    told = [(b"Strict-Transport-Security", b"max-age=1"), (b"Content-Type", b"text/plain")]
    assert from_back(told, studio=True) == [(b"Content-Type", b"text/plain")]


ONION = "a" * 55 + "d.onion"
NAMES = "onion-location"


def test_by_https_every_public_answer_names_the_onion_address(site: Path) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket, "--secure", "--onion", ONION) as secure:
        for path in PATHS:
            reply = secure.get(path, Host="film.example")
            assert reply.headers[NAMES] == f"http://{ONION}{path}", path
            assert reply.names.count(NAMES) == 1


@pytest.mark.parametrize("path", ["/studio/", "/studio/login/"])
def test_the_studio_names_none(site: Path, path: str) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket, "--secure", "--onion", ONION) as secure:
        assert NAMES not in secure.get(path, Host="film.example").headers
        assert NAMES in secure.get("/", Host="film.example").headers  # the control


def test_the_onion_itself_and_plain_http_name_none(site: Path) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket, "--secure", "--onion", ONION) as secure:
        assert NAMES not in secure.get("/", Host=ONION).headers
    with backs.back(socket), front(site, socket, "--onion", ONION) as plain:
        assert NAMES not in plain.get("/", Host="film.example").headers


def test_what_somebody_asks_for_puts_no_header_of_theirs_beside_it(site: Path) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket, "--secure", "--onion", ONION) as secure:
        for path in ("/%0d%0aSet-Cookie:x", "/a;b", "/a?b=c", "/<script>"):
            told = secure.get(path, Host="film.example").headers.get(NAMES, "")
            assert told in {"", f"http://{ONION}{path.partition('?')[0]}"}
            assert "set-cookie" not in secure.get(path, Host="film.example").headers
