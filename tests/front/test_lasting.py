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
