"""Sources → the bytes of the index. The same sources give the same bytes."""

import json
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from farshore.places import layout
from farshore.places.fold import fold
from farshore.places.native import across_the_border, native_names
from farshore.places.sources import UNPEOPLED, Area, Sources, Town

_COUNTRY, _REGION, _TOWN = range(3)
_NEARBY = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1))

Columns = dict[str, "array[int] | bytes"]


@dataclass(frozen=True, slots=True)
class Row:
    """A place on its way into the index."""

    kind: int
    key: int  # GeoNames id, or the place in the list of codes
    name: str
    names: tuple[str, ...]
    local: dict[str, str]
    country: str
    region: str | None
    population: int
    lon: float
    lat: float


def compiled(sources: Sources) -> bytes:
    """The whole index file."""
    codes = _codes(sources)
    rows = sorted(_rows(sources, codes), key=lambda row: (-row.population, row.kind, row.key))
    columns: Columns = {}
    columns |= _name_columns(rows)
    columns |= _place_columns(rows, codes)
    columns |= _id_columns(rows, codes)
    languages = sorted({language for row in rows for language in row.local})
    columns |= _local_columns(rows, languages)
    head = {"version": layout.VERSION, "languages": languages, "sources": sources.versions}
    return _file(head, columns)


def _codes(sources: Sources) -> dict[str, int]:
    """Every country and every named region that has a town, numbered in the order of codes."""
    peopled = {f"{town.country}.{town.admin1}" for town in sources.towns}
    named = peopled & sources.regions.keys()
    return {code: i for i, code in enumerate(sorted({*sources.countries, *named}))}


def _rows(sources: Sources, codes: dict[str, int]) -> Iterator[Row]:
    inside: defaultdict[str, list[Town]] = defaultdict(list)
    for town in sources.towns:
        region = f"{town.country}.{town.admin1}"
        inside[town.country].append(town)
        inside[region].append(town)
        yield _town_row(town, region if region in codes else None)
    for code, key in codes.items():
        kind = _REGION if "." in code else _COUNTRY
        area = (sources.regions if kind == _REGION else sources.countries)[code]
        yield _area_row(area, kind, key, inside[code])


def _town_row(town: Town, region: str | None) -> Row:
    return Row(
        kind=_TOWN,
        key=town.id,
        name=town.name,
        names=(*town.names, *town.local.values()),
        local=town.local | native_names(town.country, (town.name, *town.names)),
        country=town.country,
        region=region,
        population=town.population,
        lon=town.lon,
        lat=town.lat,
    )


def _area_row(area: Area, kind: int, key: int, towns: list[Town]) -> Row:
    lon, lat = _middle(towns) if towns else UNPEOPLED[area.code]
    country = area.code[:2]
    return Row(
        kind=kind,
        key=key,
        name=area.name,
        names=tuple(sorted(area.names)),
        local=area.local,
        country=country,
        region=None,
        population=sum(town.population for town in towns) if kind == _REGION else area.population,
        lon=lon,
        lat=lat,
    )


def _middle(towns: list[Town]) -> tuple[float, float]:
    """Where the people are: the listed town nearest to the mean of them all.

    The mean itself may lie in the sea or in the country next door.
    """
    mean = [0.0, 0.0, 0.0]
    for town in towns:
        for axis, part in enumerate(_vector(town.lon, town.lat)):
            mean[axis] += part * max(1, town.population)

    def nearness(town: Town) -> float:
        return sum(a * b for a, b in zip(mean, _vector(town.lon, town.lat), strict=True))

    nearest = max(towns, key=lambda town: (nearness(town), -town.id))
    return nearest.lon, nearest.lat


@cache
def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    lon, lat = math.radians(lon), math.radians(lat)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


# names


def _name_columns(rows: list[Row]) -> Columns:
    names = sorted(_postings(rows))
    countries = {place for place, row in enumerate(rows) if row.kind == _COUNTRY}
    main = array("I", bytes(4 * len(rows)))
    for number, (_key, place, name) in enumerate(names):
        if name == rows[place].name:
            main[place] = number
    blob, starts = _packed(name for _key, _place, name in names)
    columns: Columns = {
        "name_text": blob,
        "name_start": starts,
        "name_place": array("I", (place for _key, place, _name in names)),
        "place_name": main,
    }
    return columns | _crowd_columns(names, main, countries)


def _postings(rows: list[Row]) -> Iterator[tuple[str, int, str]]:
    """(folded, place number, name as written), once for each folded form of a place."""
    for place, row in enumerate(rows):
        written: dict[str, str] = {}
        for name in (row.name, *sorted(row.names), *_spelt_otherwise(row)):
            written.setdefault(fold(name), name)
        for key, name in written.items():
            if key or name == row.name:
                yield key, place, name


def _spelt_otherwise(row: Row) -> list[str]:
    """What the South calls a place in the North, which may be the other way round in the list."""
    if row.country != "KP":
        return []
    others = (across_the_border(name) for name in sorted({row.name, *row.names}))
    return [name for name in others if name]


def _crowd_columns(
    names: list[tuple[str, int, str]], main: "array[int]", countries: set[int]
) -> Columns:
    """For each prefix of more than CROWD names, its BEST towns and regions, best first.

    Countries, with their names in some two hundred languages, would take all the room.
    """
    crowds = sorted(_crowds(names, 0, len(names), 0))
    best = array("I")
    for _prefix, start, end in crowds:
        best.extend(_best(names, main, range(start, end), countries))
    blob, starts = _packed(prefix for prefix, _start, _end in crowds)
    return {"crowd_text": blob, "crowd_start": starts, "crowd_name": best}


def _crowds(
    names: list[tuple[str, int, str]], start: int, end: int, depth: int
) -> Iterator[tuple[str, int, int]]:
    while start < end:
        prefix = names[start][0][: depth + 1]
        stop = start
        while stop < end and names[stop][0][: depth + 1] == prefix:
            stop += 1
        if stop - start > layout.CROWD and len(prefix) == depth + 1:
            yield prefix, start, stop
            yield from _crowds(names, start, stop, depth + 1)
        start = stop


def _best(
    names: list[tuple[str, int, str]], main: "array[int]", within: range, without: set[int]
) -> list[int]:
    places = sorted({names[i][1] for i in within} - without)
    chosen = dict.fromkeys(places[: layout.BEST], -1)
    for number in within:
        place = names[number][1]
        if place in chosen and (chosen[place] < 0 or number == main[place]):
            chosen[place] = number
    return [*chosen.values(), *[layout.NOBODY] * (layout.BEST - len(chosen))]


# places


def _place_columns(rows: list[Row], codes: dict[str, int]) -> Columns:
    regions = _numbers(rows, codes)
    taken = {(_fine(row.lon), _fine(row.lat)) for row in rows if row.kind == _TOWN}
    points = [_public(row, taken) for row in rows]
    return {
        "place_id": array("I", (row.key for row in rows)),
        "place_kind": array("B", (row.kind for row in rows)),
        "place_country": array("H", (codes[row.country] for row in rows)),
        "place_region": array(
            "I", (layout.NOBODY if row.region is None else regions[row.region] for row in rows)
        ),
        "place_population": array("I", (row.population for row in rows)),
        "place_lon": array("i", (_fine(row.lon) for row in rows)),
        "place_lat": array("i", (_fine(row.lat) for row in rows)),
        "place_public_lon": array("h", (lon for lon, _lat in points)),
        "place_public_lat": array("h", (lat for _lon, lat in points)),
    }


def _numbers(rows: list[Row], codes: dict[str, int]) -> dict[str, int]:
    """code → place number."""
    by_key = {row.key: number for number, row in enumerate(rows) if row.kind != _TOWN}
    return {code: by_key[key] for code, key in codes.items()}


def _fine(degrees: float) -> int:
    return round(degrees * 100_000)


def _public(row: Row, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The point in tenths of a degree, moved by a tenth where a town lies exactly there."""
    lon, lat = round(row.lon * 10), round(row.lat * 10)
    near = (((lon + x + 1800) % 3600 - 1800, lat + y) for x, y in _NEARBY)
    return next((x, y) for x, y in near if (x * 10_000, y * 10_000) not in taken)


def _id_columns(rows: list[Row], codes: dict[str, int]) -> Columns:
    towns = sorted((row.key, number) for number, row in enumerate(rows) if row.kind == _TOWN)
    numbers = _numbers(rows, codes)
    return {
        "town_id": array("I", (key for key, _number in towns)),
        "town_place": array("I", (number for _key, number in towns)),
        "codes": b"".join(code.encode("ascii").ljust(layout.CODE, b"\0") for code in codes),
        "code_place": array("I", (numbers[code] for code in codes)),
    }


def _local_columns(rows: list[Row], languages: list[str]) -> Columns:
    order = {language: i for i, language in enumerate(languages)}
    entries = sorted(
        (order[language] << 32 | number, name)
        for number, row in enumerate(rows)
        for language, name in row.local.items()
    )
    blob, starts = _packed(name for _key, name in entries)
    keys = array("Q", (key for key, _name in entries))
    return {"local_key": keys, "local_start": starts, "local_text": blob}


# bytes


def _packed(texts: Iterable[str]) -> "tuple[bytes, array[int]]":
    """The texts end to end, and where each starts (with the end of the last)."""
    parts = [text.encode() for text in texts]
    starts = array("I", [0])
    at = 0
    for part in parts:
        at += len(part)
        starts.append(at)
    return b"".join(parts), starts


def _file(head: dict[str, object], columns: Columns) -> bytes:
    parts = [_padded(bytes(columns[column.name])) for column in layout.COLUMNS]
    lengths = [len(bytes(columns[column.name])) for column in layout.COLUMNS]
    places = [sum(len(part) for part in parts[:i]) for i in range(len(parts))]
    named = zip(layout.COLUMNS, places, lengths, strict=True)
    text = _head_text(head, {column.name: [at, length] for column, at, length in named})
    return b"".join([layout.MAGIC, b"%012d" % len(text), text, *parts])


def _head_text(head: dict[str, object], columns: dict[str, list[int]]) -> bytes:
    """The head as JSON, padded so that the columns that follow are aligned."""
    text = json.dumps({**head, "columns": columns}, sort_keys=True).encode()
    before = len(layout.MAGIC) + layout.HEADER
    return text + b" " * (-(before + len(text)) % layout.ALIGN)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % layout.ALIGN)
