"""How places are called in the reader's language."""

from collections.abc import Iterator

from farshore.places.fold import fold
from farshore.places.index import Index, gazetteer
from farshore.places.place import Kind, Place

_ARABIC_COMMA = frozenset({"ar", "ckb", "fa", "ps", "sd", "ug", "ur"})


def label(place: Place, *, language: str) -> str:
    """`Hyesan, Ryanggang, North Korea`, as far as possible in `language` (`ko`, `pt-BR`).

    A name that is not known in that language is given as the gazetteer lists it.
    """
    index = gazetteer()
    return label_of(index, index.number(place.id), language)


def label_of(index: Index, number: int, language: str, *, whole: bool = False) -> str:
    """The label of the place with this number.

    A region called like its town is left out, unless the `whole` label is asked for.
    """
    parts = [called(index, n, language) for n in _outwards(index, number)]
    if whole:
        return _comma(language).join(parts)
    unlike = [part for i, part in enumerate(parts) if i == 0 or fold(part) != fold(parts[i - 1])]
    return _comma(language).join(unlike)


def called(index: Index, number: int, language: str) -> str:
    """One place's own name in `language`."""
    local = (index.local_name(number, tag) for tag in (*_tags(language), "en"))
    return next((name for name in local if name), None) or index.name(index.main_name(number))


def country_name(code: str, *, language: str) -> str:
    """A country's name (CLDR) by its ISO 3166 code. Raises `UnknownPlace`."""
    index = gazetteer()
    return called(index, index.number(f"c:{code}"), language)


def countries(language: str) -> list[tuple[str, str]]:
    """(ISO 3166 code, name) of every country, by name: accents and case do not matter."""
    index = gazetteer()
    pairs = [(index.place(n).country, called(index, n, language)) for n in index.countries()]
    return sorted(pairs, key=lambda pair: (fold(pair[1]), pair[0]))


def regions_of(country: str, language: str = "en") -> list[Place]:
    """The first-level regions of a country (ISO 3166 code), by their names in `language`.

    Raises `UnknownPlace`.
    """
    index = gazetteer()
    index.number(f"c:{country}")
    named = ((fold(called(index, n, language)), index.place(n)) for n in index.coded(f"{country}."))
    return [region for _name, region in sorted(named, key=lambda pair: (pair[0], pair[1].id))]


def get(place_id: str) -> Place:
    """The place with this id. Raises `UnknownPlace`."""
    index = gazetteer()
    return index.place(index.number(place_id))


def _outwards(index: Index, number: int) -> Iterator[int]:
    """The place itself, then its region where there is one, then its country."""
    yield number
    if index.kind(number) is Kind.COUNTRY:
        return
    region = index.region_of(number)
    if region is not None:
        yield region
    yield index.country_of(number)


def _tags(language: str) -> Iterator[str]:
    """`zh-hant-TW` → `zh_Hant`, `zh`: the tags under which names are kept, narrowest first."""
    parts = language.replace("_", "-").split("-")
    if parts[0].lower() == "zh" and parts[-1].upper() in ("TW", "HK", "MO"):
        yield "zh_Hant"
    scripts = [part.capitalize() for part in parts[1:] if len(part) == 4]
    yield from (f"{parts[0].lower()}_{script}" for script in scripts)
    yield parts[0].lower()


def _comma(language: str) -> str:
    first = language.replace("_", "-").split("-")[0].lower()
    if first in _ARABIC_COMMA:
        return "، "
    return {"zh": "，", "ja": "、"}.get(first, ", ")
