"""The addresses that the press answers for itself."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from farshore.kernel.registry import Page, PublicRoom, UnknownAddress, registry
from farshore.press import pages

_OWN = ("/robots.txt", "/sitemap.xml")


def render(address: str, _as_of: datetime) -> Page:
    if address == "/robots.txt":
        languages = settings.SITE_LANGUAGES
        return Page(pages.robots(base_url=settings.BASE_URL, languages=languages))
    if address == "/sitemap.xml":
        known = sorted(set(registry.indexed()))
        return Page(pages.sitemap(base_url=settings.BASE_URL, addresses=known))
    raise UnknownAddress(address)


def _sitemap(_identifier: str) -> Iterator[str]:
    yield "/sitemap.xml"


def room() -> PublicRoom:
    return PublicRoom(
        name="press",
        owns=lambda address: address in _OWN,
        render=render,
        addresses=lambda: _OWN,
        touched={"story": _sitemap, "film": _sitemap},
        kind=lambda _address: "index",
    )
