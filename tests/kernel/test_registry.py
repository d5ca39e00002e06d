import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from farshore.kernel.registry import (
    Page,
    PublicRoom,
    Registry,
    UnknownAddress,
    UnknownCommand,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def _room(name: str, *paths: str) -> PublicRoom:
    return PublicRoom(
        name=name,
        owns=lambda address: address in paths,
        render=lambda address, as_of: Page(f"{name} {address} {as_of:%H}".encode()),
        addresses=lambda: paths,
        indexed=lambda: paths[:1],
        touched={"story": lambda slug: [f"/{name}/{slug}/"]},
    )


def test_the_room_that_owns_an_address_renders_it() -> None:
    house = Registry()
    house.add(_room("a", "/x/"))
    house.add(_room("b", "/y/"))
    assert house.render("/y/", as_of=NOON).body == b"b /y/ 12"
    assert list(house.addresses()) == ["/x/", "/y/"]
    assert list(house.indexed()) == ["/x/", "/y/"]


def test_an_address_of_nobody_is_unknown() -> None:
    with pytest.raises(UnknownAddress):
        Registry().render("/x/", as_of=NOON)


def test_a_change_marks_what_every_room_shows_of_it() -> None:
    house, marked = Registry(), list[str]()
    house.add(_room("a"))
    house.add(_room("b"))

    def mark(addresses: Iterable[str]) -> None:
        marked.extend(addresses)

    house.bind_press(mark)
    house.changed("story", "one")
    assert sorted(marked) == ["/a/one/", "/b/one/"]
    house.changed("unheard-of", "one")
    assert len(marked) == 2


def test_a_lower_room_asks_by_name_and_the_upper_one_answers() -> None:
    house = Registry()
    house.serve("hide", lambda slug: f"hidden {slug}")
    assert house.request("hide", slug="x") == "hidden x"
    with pytest.raises(UnknownCommand):
        house.request("show", slug="x")


def test_whoever_listens_hears_what_was_settled_once() -> None:
    house, heard = Registry(), list[tuple[str, ...]]()

    def listen(addresses: Iterable[str]) -> None:
        heard.append(tuple(addresses))

    house.on_settled(listen)
    house.on_settled(listen)
    house.settled(["/x/"])
    assert heard == [("/x/",)]


def test_a_room_says_in_its_own_word_what_lies_at_an_address() -> None:
    house = Registry()
    files = dataclasses.replace(_room("files", "/files/a/"), kind=lambda _address: "file")
    house.add(files)
    house.add(_room("pages", "/pages/a/"))
    assert house.kind_of("/files/a/") == "file"
    assert house.kind_of("/pages/a/") == "page"
    with pytest.raises(UnknownAddress):
        house.kind_of("/elsewhere/")
