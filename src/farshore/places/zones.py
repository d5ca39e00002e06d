"""What large cities are called in the readers' languages, by CLDR. Used at build time only.

CLDR names the city that each time zone is called after, in a hundred languages: some three
hundred cities, most capitals among them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale, localedata
from babel.core import get_global

from farshore.places.fold import fold

_CITY = 100_000  # inhabitants of the town that is meant, at least
_DISPUTED = frozenset({"Europe/Kiev"})  # most languages still call it by the Russian name there
_OTHERWISE = re.compile(r" ?\([^)]*\)$")  # `Yangón (Rangún)`

Names = dict[str, str]


def languages() -> list[str]:
    """CLDR's languages, with a script where there are several, without variants by country."""
    tags = localedata.locale_identifiers()
    return sorted(t for t in tags if t != "root" and all(len(p) == 4 for p in t.split("_")[1:]))


def called_alike(country: str, name: str) -> Names:
    """language → name of what has this English name in this country; none where none is known."""
    return _cities().get((country, fold(name)), {})


def large_cities(towns: Iterable[tuple[str, str, int]]) -> Iterator[tuple[int, Names]]:
    """Of (country, name, inhabitants): the places in the list that are such cities, with names."""
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for at, (country, name, population) in enumerate(towns):
        key = country, _key(country, name)
        if population >= _CITY and key in _cities():
            best[key] = max(best.get(key, (0, 0)), (population, at))
    return ((at, _cities()[key]) for key, (_population, at) in best.items())


def _key(country: str, name: str) -> str:
    """`New York City` as `newyork`; but `Panama City` is not called like its country."""
    whole = fold(name)
    short = whole.removesuffix("city")
    known = (country, whole) in _cities() or short == fold(Locale("en").territories[country])
    return whole if known else short


@cache
def _cities() -> dict[tuple[str, str], Names]:
    zones = get_global("zone_territories").items()
    named = ((code, _names(zone)) for zone, code in zones if zone not in _DISPUTED)
    return {(code, fold(names["en"])): names for code, names in named if len(names) > 1}


def _names(zone: str) -> Names:
    said = {tag: zones[zone].get("city") for tag, zones in _zones().items() if zone in zones}
    names = {tag: _OTHERWISE.sub("", name) for tag, name in said.items() if name}
    return {"en": zone.rpartition("/")[2].replace("_", " "), **names}


@cache
def _zones() -> dict[str, dict[str, Names]]:
    return {tag: dict(Locale.parse(tag).time_zones) for tag in languages()}
