"""Where lower rooms speak to upper ones without knowing them.

A room tells the house its public addresses here: which there are, how each is rendered, and
which of them a change touches. The press, which is above them all, knows only this. Commands
let a lower room ask for what an upper room does ("hide this story") by name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class UnknownAddress(Exception):
    """No public page has this address now."""


class UnknownCommand(Exception):
    """No room serves a command of this name: the wiring in `config` is incomplete."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address holds: its bytes, and the moment (UTC) when it changes by itself, if any."""

    body: bytes
    due: datetime | None = None


Render = Callable[[str, datetime], Page]
Addresses = Callable[[], Iterable[str]]
Touched = Callable[[str], Iterable[str]]
TouchedMany = Callable[[Sequence[str]], Iterable[str]]
Mark = Callable[[Iterable[str]], None]
Settled = Callable[[Sequence[str]], None]


def _a_page(_address: str) -> str:
    return "page"


def _soon_written(_address: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class PublicRoom:
    """One room's public addresses.

    `owns` says whether an address is this room's to answer for (now, before or never again).
    `render(address, as_of)` returns its page or raises `UnknownAddress`.
    `addresses()` yields everything that has a page now; `indexed()` those for search engines,
    but for what stands in the room's own `sitemaps()`, which it renders itself.
    `touched[subject](identifier)` yields the addresses that a change to that subject alters;
    `touched_many[subject](identifiers)` the same for many, where that takes fewer queries.
    `kind(address)` says what sort of thing lies there: a page, a list, a file.
    `bulky(address)`: it names many and takes long to write, so that it had better be away for a
    while than name somebody who must not be named.
    """

    name: str
    owns: Callable[[str], bool]
    render: Render
    addresses: Addresses
    indexed: Addresses = field(default=tuple)
    touched: Mapping[str, Touched] = field(default_factory=dict)
    touched_many: Mapping[str, TouchedMany] = field(default_factory=dict)
    sitemaps: Addresses = field(default=tuple)
    kind: Callable[[str], str] = _a_page
    bulky: Callable[[str], bool] = _soon_written


Chore = Callable[[datetime], Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """Work that a worker looks for by itself, every `seconds`: found from state, never queued."""

    name: str
    worker: str
    seconds: float
    chore: Chore


def _nobody_listens(_addresses: Iterable[str]) -> None:
    """Before `config` has bound the press, changes are pressed by the next full press."""


@dataclass(slots=True)
class Registry:
    """The rooms' addresses, the press's ear, and the named commands."""

    _rooms: dict[str, PublicRoom] = field(default_factory=dict)
    _commands: dict[str, Callable[..., Any]] = field(default_factory=dict)
    _mark: Mark = _nobody_listens
    _settled: list[Settled] = field(default_factory=list)
    _chores: dict[str, Standing] = field(default_factory=dict)

    def add(self, room: PublicRoom) -> None:
        """Take in a room; the same name again replaces it (a reload, a test)."""
        self._rooms[room.name] = room

    def rooms(self) -> tuple[PublicRoom, ...]:
        return tuple(self._rooms.values())

    def render(self, address: str, *, as_of: datetime) -> Page:
        """The page at `address` as of that moment, from the one room that owns it."""
        for room in self._rooms.values():
            if room.owns(address):
                return room.render(address, as_of)
        raise UnknownAddress(address)

    def addresses(self) -> Iterator[str]:
        """Every address that has a page now, room by room."""
        for room in self._rooms.values():
            yield from room.addresses()

    def indexed(self) -> Iterator[str]:
        """The addresses that search engines may be told of, but for those in the rooms' own
        sitemaps."""
        for room in self._rooms.values():
            yield from room.indexed()

    def sitemaps(self) -> Iterator[str]:
        """Where the rooms' own sitemaps lie."""
        for room in self._rooms.values():
            yield from room.sitemaps()

    def is_bulky(self, address: str) -> bool:
        """Whether this address names many and takes long to write."""
        return any(room.owns(address) and room.bulky(address) for room in self._rooms.values())

    def touching(self, subject: str, identifier: str) -> set[str]:
        """The addresses that show this subject. Ask before a deletion, mark after it."""
        touched = (room.touched.get(subject) for room in self._rooms.values())
        return {address for touch in touched if touch for address in touch(identifier)}

    def touching_many(self, subject: str, identifiers: Sequence[str]) -> set[str]:
        """The addresses that show any of these subjects; few queries, however many there are."""
        found: set[str] = set()
        for room in self._rooms.values():
            if many := room.touched_many.get(subject):
                found.update(many(identifiers))
            elif touch := room.touched.get(subject):
                found.update(address for one in identifiers for address in touch(one))
        return found

    def mark(self, addresses: Iterable[str]) -> None:
        """Hand addresses to the press, in the caller's transaction."""
        self._mark(addresses)

    def changed(self, subject: str, identifier: str) -> None:
        """Mark everything that shows this subject."""
        self.mark(self.touching(subject, identifier))

    def bind_press(self, mark: Mark) -> None:
        self._mark = mark

    def kind_of(self, address: str) -> str:
        """What lies at this address, in the word of the room that owns it. Raises
        `UnknownAddress`."""
        for room in self._rooms.values():
            if room.owns(address):
                return room.kind(address)
        raise UnknownAddress(address)

    def on_settled(self, listener: Settled) -> None:
        """`listener` hears each batch of addresses whose files say again what the rooms say:
        written anew, or gone. It is called in the transaction in which the press notes that."""
        if listener not in self._settled:
            self._settled.append(listener)

    def settled(self, addresses: Iterable[str]) -> None:
        batch = tuple(addresses)
        for listener in self._settled:
            listener(batch)

    def every(self, seconds: float, name: str, chore: Chore, *, worker: str = "urgent") -> None:
        """Let the worker of that name (`urgent` or `media`) call `chore(now)` at this interval."""
        self._chores[name] = Standing(name, worker, seconds, chore)

    def chores(self, worker: str) -> tuple[Standing, ...]:
        return tuple(one for one in self._chores.values() if one.worker == worker)

    def serve(self, name: str, command: Callable[..., Any]) -> None:
        """Let `command` answer requests of this name."""
        self._commands[name] = command

    def request(self, name: str, **arguments: Any) -> Any:
        """Ask the room that serves `name`; its own errors pass through."""
        try:
            command = self._commands[name]
        except KeyError:
            raise UnknownCommand(name) from None
        return command(**arguments)


registry = Registry()
