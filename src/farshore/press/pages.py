"""The press's own pages: robots, and what stands where nothing stands."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from farshore.kernel.house import House
from farshore.kernel.languages import split_prefix, with_prefix
from farshore.kernel.registry import registry

_UNREAD = ("/share/", "/return/", "/globe/journeys.json")


def not_found() -> bytes:
    """For every address that never was."""
    return _plain("farshore/404.html", settings.LANGUAGE_CODE)


def away() -> bytes:
    """For the moments in which the back is not there."""
    return _plain("farshore/503.html", settings.LANGUAGE_CODE)


def gone(address: str) -> bytes:
    """The same words for everything removed: it names nobody and gives no reason."""
    language, _path = split_prefix(address, settings.SITE_LANGUAGES)
    return _plain("farshore/410.html", language)


def robots(*, base_url: str, languages: Sequence[str]) -> bytes:
    """What is private, and the data. Stories that did not say yes are not named here
    either: each page says it for itself."""
    private = [with_prefix(path, code, languages) for path in _UNREAD for code in languages]
    private += ["/data/", "/studio/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), ""]
    return "\n".join([*lines, f"Sitemap: {base_url}/sitemap.xml", ""]).encode()


def _plain(template: str, language: str) -> bytes:
    with translation.override(language):
        house: House = registry.request("house", language=language)
        body: str = get_template(template, using="jinja2").render({"house": house, "path": "/"})
    return body.encode()
