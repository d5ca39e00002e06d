"""The addresses that the press answers for itself."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from farshore.kernel import sitemap
from farshore.kernel.registry import Page, PublicRoom, UnknownAddress, registry
from farshore.press import pages

_INDEX, _PAGES = "/sitemap.xml", "/sitemap-pages.xml"
_OWN = ("/robots.txt", _INDEX, _PAGES)


def render(address: str, _as_of: datetime) -> Page:
    if address == "/robots.txt":
        languages = settings.SITE_LANGUAGES
        return Page(pages.robots(base_url=settings.BASE_URL, languages=languages))
    if address == _INDEX:
        every = [_PAGES, *registry.sitemaps()]
        return Page(sitemap.index(base_url=settings.BASE_URL, addresses=every))
    if address == _PAGES:
        known = sorted(set(registry.indexed()))
        return Page(sitemap.urlset(base_url=settings.BASE_URL, addresses=known))
    raise UnknownAddress(address)


def _sitemaps(_identifier: str) -> Iterator[str]:
    yield from (_INDEX, _PAGES)


def room() -> PublicRoom:
    return PublicRoom(
        name="press",
        owns=lambda address: address in _OWN,
        render=render,
        addresses=lambda: _OWN,
        touched={"story": _sitemaps, "film": _sitemaps},
        kind=lambda _address: "index",
    )
