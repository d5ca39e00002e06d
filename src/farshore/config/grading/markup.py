"""What a page loads, links to and says, read out of its HTML."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

CONTROLLER = "who-answers"
"""The id of the heading on /privacy/ under which stands who answers for the site."""

_LOADING = frozenset(
    "action background data formaction ping poster src xlink:href manifest".split()
)
_SETS = frozenset({"srcset", "imagesrcset"})
_HREF_LOADS = frozenset({"base", "image", "use", "script", "feimage"})
_HARMLESS = frozenset(
    """alternate author bookmark canonical first help home hub last license me next prev search
    self shortlink start tag up""".split()
)
"""Kinds of link that no browser follows by itself."""
_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)


class Markup(HTMLParser):
    """One page, read as far as it can be. `loads`: addresses as they are written, of what a browser
    asks for by itself or sends forms to; `links`: of what it follows when somebody presses it.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.loads: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.controller = ""
        """What stands under the heading with the id `CONTROLLER`, to the next heading."""
        self._in_style = self._answers = self._in_heading = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.lower(): value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if re.fullmatch(r"h[1-6]", tag):
            self._answers, self._in_heading = given.get("id") == CONTROLLER, True
        found = [*_addresses(tag, given)]
        self.loads += found
        if tag in {"a", "area"} and given.get("href"):
            self.links.append(given["href"])
        if tag in {"img", "source", "video", "audio"}:
            self.pictures += found

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
        if re.fullmatch(r"h[1-6]", tag):
            self._in_heading = False
        if tag in {"main", "body"}:
            self._answers = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.loads += _in_style(data)
        if self._answers and not self._in_heading:
            self.controller = f"{self.controller} {data}".strip()


def foreign(addresses: list[str], *, page: str) -> list[str]:
    """Those that lead away from the site of the address `page`, or from https to http."""
    here = urlsplit(page)
    return [told for told in dict.fromkeys(addresses) if _leads_away(told, page, here[0], here[1])]


def _leads_away(told: str, page: str, scheme: str, authority: str) -> bool:
    try:
        there = urlsplit(urljoin(page, told.strip()))
    except ValueError:
        return False  # no browser can ask for that
    if there.scheme not in {"http", "https", "ws", "wss", "ftp"}:
        return False
    plainer = scheme == "https" and there.scheme in {"http", "ws", "ftp"}
    return there.netloc.lower() != authority or plainer


def _addresses(tag: str, given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name in _LOADING and value:
            yield value
        elif name in _SETS:
            yield from (part.split()[0] for part in value.split(",") if part.split())
        elif name == "style":
            yield from _in_style(value)
    href, rel = given.get("href", ""), set(given.get("rel", "").lower().split())
    if href and (tag in _HREF_LOADS or (tag == "link" and not (rel and rel <= _HARMLESS))):
        yield href
    if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield from _REFRESH.findall(given.get("content", ""))


def _in_style(text: str) -> Iterator[str]:
    for found in _IN_STYLE.finditer(text):
        yield (found[1] or found[2]).strip()
