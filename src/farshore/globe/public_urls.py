"""The public addresses of the first page and the globe."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import translation

from farshore.globe import pages, queries
from farshore.globe.geojson import journeys_json
from farshore.kernel.house import House
from farshore.kernel.languages import split_prefix, with_prefix
from farshore.kernel.registry import Page, PublicRoom, registry
from farshore.screenings.queries import the_film
from farshore.stories.queries import newest

_PATHS = ("/", "/globe/", "/globe/journeys.json")
_NEWEST = 6
_KINDS = {"/globe/": "map", "/globe/journeys.json": "data"}


def owns(address: str) -> bool:
    return split_prefix(address, settings.SITE_LANGUAGES)[1] in _PATHS


def render(address: str, _as_of: datetime) -> Page:
    language, path = split_prefix(address, settings.SITE_LANGUAGES)
    with translation.override(language):
        house: House = registry.request("house", language=language)
        return Page(_body(house, path))


def kind(address: str) -> str:
    """What lies at an address of this room."""
    return _KINDS.get(split_prefix(address, settings.SITE_LANGUAGES)[1], "page")


def addresses() -> Iterator[str]:
    on = settings.SITE_LANGUAGES
    yield from (with_prefix(path, language, on) for path in _PATHS for language in on)


def indexed() -> Iterator[str]:
    on = settings.SITE_LANGUAGES
    yield from (with_prefix("/", language, on) for language in on)


def room() -> PublicRoom:
    return PublicRoom(
        name="globe",
        owns=owns,
        render=render,
        addresses=addresses,
        indexed=indexed,
        touched={
            "story": lambda _slug: addresses(),
            "film": lambda _film: addresses(),
            "house": lambda _house: addresses(),
        },
        kind=kind,
    )


def _body(house: House, path: str) -> bytes:
    if path == "/":
        return _home(house, path)
    journeys = queries.journeys(language=house.language, most=queries.DRAWN)
    if path == "/globe/journeys.json":
        return journeys_json(house=house, journeys=journeys)
    whole = len(journeys) < queries.DRAWN
    land = queries.land()
    return pages.globe_page(house=house, journeys=journeys, whole=whole, land=land, path=path)


def _home(house: House, path: str) -> bytes:
    return pages.home_page(
        house=house,
        film=the_film(),
        # The first page is for search engines: it names only stories that said yes to them.
        newest=newest(_NEWEST, language=house.language, indexed_only=True),
        journeys=queries.journeys(language=house.language, most=queries.DRAWN_FIRST),
        land=queries.land(),
        path=path,
    )
