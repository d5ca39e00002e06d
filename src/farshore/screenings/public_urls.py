"""The public addresses of the film: about, privacy, and its still."""

import re
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation

from farshore.kernel.house import House
from farshore.kernel.languages import split_prefix, with_prefix
from farshore.kernel.registry import Page, PublicRoom, UnknownAddress, registry
from farshore.screenings import pages, queries

_STILL = re.compile(r"/media/(film/[0-9a-f]{16}/[1-9][0-9]{0,4}\.(?:avif|webp|jpg))")
_PAGES = ("/about/", "/privacy/")


def owns(address: str) -> bool:
    return address.startswith("/media/film/") or _path(address) in _PAGES


def render(address: str, _as_of: datetime) -> Page:
    if address.startswith("/media/film/"):
        return Page(_file(address))
    language, path = split_prefix(address, settings.SITE_LANGUAGES)
    with translation.override(language):
        house: House = registry.request("house", language=language)
        made = pages.about_page if path == "/about/" else pages.privacy_page
        return Page(made(house=house, film=queries.the_film(), path=path))


def addresses() -> Iterator[str]:
    yield from _in_every_language()
    yield from map(queries.still_address, queries.still_files())


def room() -> PublicRoom:
    """Comes before `stories`, which answers for all other media."""
    return PublicRoom(
        name="screenings",
        owns=owns,
        render=render,
        addresses=addresses,
        indexed=_in_every_language,
        touched={"film": lambda _film: addresses(), "house": lambda _house: _in_every_language()},
    )


def _in_every_language() -> Iterator[str]:
    on = settings.SITE_LANGUAGES
    yield from (with_prefix(path, language, on) for path in _PAGES for language in on)


def _file(address: str) -> bytes:
    found = _STILL.fullmatch(address)
    standing = {queries.still_address(made) for made in queries.still_files()}
    if not found or address not in standing or not default_storage.exists(found.group(1)):
        raise UnknownAddress(address)
    with default_storage.open(found.group(1)) as file:
        content: bytes = file.read()
    return content


def _path(address: str) -> str:
    return split_prefix(address, settings.SITE_LANGUAGES)[1]
