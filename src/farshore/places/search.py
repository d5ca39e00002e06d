"""Finding a place by what somebody types, in any script.

Nothing leaves the house: the search runs on the index in this installation, and what was typed
is neither kept nor logged.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from farshore.places import layout
from farshore.places.fold import fold
from farshore.places.index import Index, gazetteer
from farshore.places.names import called, label_of
from farshore.places.place import Hit, Kind, Place

Found = tuple[int, str]  # the number of a place, and the name that matched

Wanted = Callable[[int], bool]

_MOST = 50  # hits that one search gives at most
_SPARE = 40  # candidates beyond those asked for, since some are set aside
_AFTER = "\U0010ffff"  # sorts after every letter
_COMMAS = re.compile(r"[,،，、;]")
_PARTS = 3  # parts after commas that are looked at
_TYPED = 400  # code points of what was typed that are looked at


def search(text: str, *, language: str = "en", limit: int = 12) -> list[Hit]:
    """The places whose name in any script is, or begins with, `text`: best first.

    Whole names come before beginnings, and the more populous before the less. Accents, case,
    spaces and regional letter forms do not matter. Text after a comma narrows to a region or
    country (`Paris, Texas`). Takes any text; empty or unknown text gives no hits. At most 50.
    """
    return search_in(gazetteer(), text, language=language, limit=limit)


def search_in(index: Index, text: str, *, language: str, limit: int) -> list[Hit]:
    """`search` in this index."""
    head, *rest = _COMMAS.split(text[:_TYPED])
    key = fold(head)
    limit = min(limit, _MOST)
    if not key or limit < 1:
        return []
    wanted = _narrowed(index, [fold(part) for part in rest[:_PARTS]])
    return _hits(index, _ranked(index, key, language, limit, wanted)[:limit], language)


def named(text: str) -> list[Place]:
    """The places one of whose names in any script is `text`, accents and case aside.

    For finding places in a running text. Takes any text; at most 50, the most populous first.
    """
    index, key = gazetteer(), fold(text)
    if not key:
        return []
    names = range(index.names_from(key), index.names_from(key + "\0"))
    return [index.place(place) for place, _matched in _best(index, names, _MOST, None)]


def _hits(index: Index, found: list[Found], language: str) -> list[Hit]:
    """With labels, in full where two would read the same."""
    labels = [label_of(index, place, language) for place, _matched in found]
    again = {label for label, times in Counter(labels).items() if times > 1}
    return [
        Hit(
            index.place(place),
            label_of(index, place, language, whole=True) if label in again else label,
            matched,
        )
        for (place, matched), label in zip(found, labels, strict=True)
    ]


def _ranked(
    index: Index, key: str, language: str, limit: int, wanted: Wanted | None
) -> list[Found]:
    """Each place once, with the name that matched: whole names first, then beginnings."""
    start, whole_end, end = _spans(index, key)
    whole = _best(index, range(start, whole_end), limit, wanted)
    if wanted is None and end - whole_end > layout.CROWD:
        begun = _crowd(index, key, language)
    else:
        begun = [
            (place, matched)
            for place, matched in _best(index, range(whole_end, end), limit + _SPARE, wanted)
            if _is_plain(index, place, key, language)
        ]
    seen = {place for place, _matched in whole}
    return whole + [found for found in begun if found[0] not in seen]


def _spans(index: Index, key: str) -> tuple[int, int, int]:
    """From the first to the second number: names that are `key`; on to the third: beginnings."""
    start, end = index.names_from(key), index.names_from(key + _AFTER)
    return start, index.names_from(key + "\0") if end > start else start, end


def _best(index: Index, names: range, most: int, wanted: Wanted | None) -> list[Found]:
    """The `most` most populous places among these names, each with the name to show."""
    places = index.name_place[names.start : names.stop].tolist()
    ordered = (place for place in sorted(set(places)) if wanted is None or wanted(place))
    chosen = dict.fromkeys(islice(ordered, most), -1)
    for name, place in zip(names, places, strict=True):
        if place in chosen and (chosen[place] < 0 or name == index.main_name(place)):
            chosen[place] = name
    return [(place, index.name(name)) for place, name in chosen.items()]


def _crowd(index: Index, key: str, language: str) -> list[Found]:
    """The best of a crowded beginning, as written down, among the countries in two languages."""
    found = {place: name for place, name in _country_names(index, language) if _begins(name, key)}
    for name in index.crowd(key):
        found[index.name_place[name]] = index.name(name)
    return sorted(found.items())


def _is_plain(index: Index, place: int, key: str, language: str) -> bool:
    """Whether the reader will see why this was found.

    A country has a name in some two hundred languages. Its beginning in a third language (the
    Swahili `Marekani` for `Mar`) would push the towns away that the reader means.
    """
    if index.kind(place) is not Kind.COUNTRY or not key.isascii():
        return True
    return any(_begins(called(index, place, tag), key) for tag in (language, "en"))


def _begins(name: str, key: str) -> bool:
    return fold(name).startswith(key)


@lru_cache(maxsize=64)
def _country_names(index: Index, language: str) -> list[Found]:
    """Every country by its English name and its name in `language`."""
    tags = (language, "en")
    return [(place, called(index, place, tag)) for place in index.countries() for tag in tags]


def _narrowed(index: Index, parts: list[str]) -> Wanted | None:
    """Whether a place lies in all of what was typed after the commas; None if that says nothing."""
    areas = [area for area in (_areas(index, part) for part in parts if part) if area is not None]
    if not areas:
        return None
    return lambda number: all(
        index.region_of(number) in area or index.country_of(number) in area for area in areas
    )


def _areas(index: Index, key: str) -> set[int] | None:
    """The regions and countries so called, or beginning so; None for a crowded beginning."""
    start, whole_end, end = _spans(index, key)
    crowded = end - whole_end > layout.CROWD
    stop = whole_end if crowded else end
    places = set(index.name_place[start:stop].tolist())
    areas = {place for place in places if index.kind(place) is not Kind.TOWN}
    return None if crowded and not areas else areas
