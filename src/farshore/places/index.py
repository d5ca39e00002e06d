"""The index file, mapped into memory and read in place."""

import json
import mmap
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from farshore.places import layout
from farshore.places.errors import GazetteerMissing, UnknownPlace
from farshore.places.fold import fold
from farshore.places.place import Kind, Place

INDEX = Path(__file__).parent / "data" / "gazetteer.bin"
_KINDS = (Kind.COUNTRY, Kind.REGION, Kind.TOWN)
_LETTERS = {Kind.TOWN: "t", Kind.REGION: "r", Kind.COUNTRY: "c"}
_REBUILD = "Build it with: python -m farshore.places.build"


class Index:
    """Read-only columns over one buffer. Safe to share between threads and across a fork."""

    def __init__(self, data: Any) -> None:
        whole = memoryview(data)
        self.head = _head(whole)
        self._columns = dict(_columns(whole, self.head))
        column = self._columns.__getitem__
        self.name_place = column("name_place")
        self._name_text, self._name_start = column("name_text"), column("name_start")
        self._crowd_text, self._crowd_start = column("crowd_text"), column("crowd_start")
        self._local_text, self._local_start = column("local_text"), column("local_start")
        self._local_key = column("local_key")
        self._codes = column("codes")
        self._languages = {name: i for i, name in enumerate(self.head["languages"])}

    def column(self, name: str) -> Any:
        """One column of `layout.COLUMNS`."""
        return self._columns[name]

    # names

    def __len__(self) -> int:
        """How many places are listed."""
        return len(self._columns["place_id"])

    def name(self, number: int) -> str:
        """The name of this number, as it is written."""
        return _text(self._name_text, self._name_start, number)

    def names_from(self, key: str) -> int:
        """The first name whose folded form is not before `key`."""
        return _first(len(self.name_place), lambda i: fold(self.name(i)) >= key)

    def crowd(self, prefix: str) -> list[int]:
        """The best name numbers under a crowded folded prefix, best first; none if not crowded."""
        count = len(self._crowd_start) - 1
        at = _first(count, lambda i: _text(self._crowd_text, self._crowd_start, i) >= prefix)
        if at == count or _text(self._crowd_text, self._crowd_start, at) != prefix:
            return []
        best = self._columns["crowd_name"][at * layout.BEST : (at + 1) * layout.BEST]
        return [number for number in best if number != layout.NOBODY]

    def main_name(self, number: int) -> int:
        """The number of the name that a place is listed under."""
        return int(self._columns["place_name"][number])

    def local_name(self, number: int, language: str) -> str | None:
        """A place's name in exactly this language (`ko`, `zh_Hant`), where it is known."""
        if language not in self._languages:
            return None
        key = self._languages[language] << 32 | number
        at = bisect_left(self._local_key, key)
        if at == len(self._local_key) or self._local_key[at] != key:
            return None
        return _text(self._local_text, self._local_start, at)

    # places

    def kind(self, number: int) -> Kind:
        return _KINDS[self._columns["place_kind"][number]]

    def place(self, number: int) -> Place:
        """The place of this number, where the source puts it."""
        degrees = (self._columns["place_lon"][number], self._columns["place_lat"][number])
        return self._place(number, degrees[0] / 100_000, degrees[1] / 100_000)

    def public_place(self, number: int) -> Place:
        """The same place at its public point: a tenth of a degree, and nobody's exact one."""
        column = self._columns
        degrees = (column["place_public_lon"][number], column["place_public_lat"][number])
        return self._place(number, degrees[0] / 10, degrees[1] / 10)

    def number(self, place_id: str) -> int:
        """The number of the place with this id. Raises `UnknownPlace`."""
        letter, _, code = place_id.partition(":")
        if letter == "t" and code.isascii() and code.isdigit() and len(code) < 11:
            return self._town(int(code), place_id)
        if letter in ("r", "c") and code.isascii() and ("." in code) == (letter == "r"):
            return self._coded(code, place_id)
        raise UnknownPlace(place_id)

    def region_of(self, number: int) -> int | None:
        """The place number of the region that a town lies in."""
        region = self._columns["place_region"][number]
        return None if region == layout.NOBODY else int(region)

    def country_of(self, number: int) -> int:
        """The place number of a place's country."""
        columns = self._columns
        return int(columns["code_place"][columns["place_country"][number]])

    def coded(self, prefix: str) -> Iterator[int]:
        """The regions and countries whose code starts with `prefix`, in the order of codes."""
        wanted = prefix.encode("ascii", "replace")
        at = self._code_from(wanted)
        while at < len(self._codes) // layout.CODE and self._code(at).startswith(wanted):
            yield self._columns["code_place"][at]
            at += 1

    def countries(self) -> Iterator[int]:
        """Every country, in the order of codes."""
        return (n for n in self._columns["code_place"] if self.kind(n) is Kind.COUNTRY)

    def _place(self, number: int, lon: float, lat: float) -> Place:
        column, kind = self._columns, self.kind(number)
        identifier = column["place_id"][number]
        code = str(identifier) if kind is Kind.TOWN else self._code(identifier).decode()
        region = self.region_of(number)
        return Place(
            id=f"{_LETTERS[kind]}:{code}",
            kind=kind,
            name=self.name(column["place_name"][number]),
            country=self._code(column["place_country"][number]).decode(),
            region=None
            if region is None
            else f"r:{self._code(column['place_id'][region]).decode()}",
            population=column["place_population"][number],
            lon=lon,
            lat=lat,
        )

    def _town(self, identifier: int, place_id: str) -> int:
        ids = self._columns["town_id"]
        at = bisect_left(ids, identifier)
        if at == len(ids) or ids[at] != identifier or place_id != f"t:{identifier}":
            raise UnknownPlace(place_id)
        return int(self._columns["town_place"][at])

    def _coded(self, code: str, place_id: str) -> int:
        at = self._code_from(code.encode())
        if at == len(self._codes) // layout.CODE or self._code(at) != code.encode():
            raise UnknownPlace(place_id)
        return int(self._columns["code_place"][at])

    def _code(self, at: int) -> bytes:
        return bytes(self._codes[at * layout.CODE : (at + 1) * layout.CODE]).rstrip(b"\0")

    def _code_from(self, code: bytes) -> int:
        return _first(len(self._codes) // layout.CODE, lambda i: self._code(i) >= code)


@cache
def gazetteer() -> Index:
    """The index that this installation carries, opened once a process."""
    return open_index(INDEX)


def open_index(path: Path) -> Index:
    """The index in this file. Raises `GazetteerMissing`."""
    try:
        with path.open("rb") as file:
            return Index(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, KeyError) as problem:
        raise GazetteerMissing(f"There is no readable gazetteer at {path}. {_REBUILD}") from problem


def _head(whole: memoryview) -> dict[str, Any]:
    """The head, and as `body` where the columns start. Raises `ValueError`."""
    start = len(layout.MAGIC) + layout.HEADER
    if bytes(whole[: len(layout.MAGIC)]) != layout.MAGIC:
        raise ValueError("Not a gazetteer")
    end = start + int(bytes(whole[len(layout.MAGIC) : start]))
    head: dict[str, Any] = json.loads(bytes(whole[start:end]))
    if head["version"] != layout.VERSION or sys.byteorder != "little":
        raise ValueError("A gazetteer for another version or machine")
    if end + sum(head["columns"][layout.COLUMNS[-1].name]) > len(whole):
        raise ValueError("A gazetteer cut short")
    return {**head, "body": end}


def _columns(whole: memoryview, head: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for column in layout.COLUMNS:
        start, length = head["columns"][column.name]
        part = whole[head["body"] + start : head["body"] + start + length]
        yield column.name, part.cast(column.form) if column.form else part  # type: ignore[call-overload]


def _text(blob: Any, starts: Any, at: int) -> str:
    return str(blob[starts[at] : starts[at + 1]], "utf-8")


def _first(count: int, reached: Callable[[int], bool]) -> int:
    """The first number below `count` that has `reached`; `count` if none has."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if reached(middle):
            high = middle
        else:
            low = middle + 1
    return low
