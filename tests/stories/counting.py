"""Reading public pages and files for small numbers: what stands there as a count, and what cannot.

Looked at are the words of a page wherever they stand (comments and scripts too), the attributes
that carry words or data, every name and number in a JSON file, and the words and attributes of an
XML one. A number that has a name is no count: the permanent place of a story in a list, the
permanent number of a page, a place's turn in a journey.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

_NUMBER = re.compile(r"(?<![\w.:/-])(?<!\w=)\d+(?![\w:/%]|[-.]\w)")
"""A whole number by itself: not in an address, a date, a time, a version or a file's name."""

_SPOKEN = re.compile(r"(?<![\d.,/A-Za-z_-])(?<!\d:)\d+(?![\d%A-Za-z_]|[:/.,-]\d)")
"""The same among words, where a colon, a sign or a letter of another script may stand beside it."""

_WORDS = {"one": 1, "a single": 1, "two": 2}
"""A house without any story says so on its empty lists: that is nobody's number."""
_IN_WORDS = re.compile(r"\b(one|a single|two) (?:stor(?:y|ies)|journeys?)\b", re.IGNORECASE)

_PAGE = re.compile(r"[Pp]age \d+(?=, counted from the oldest| · )")
_DRAWN = frozenset(
    "cx cy d height r stroke-width viewbox width x y tabindex sizes srcset".split()  # no words
)
_NAMED_KEYS = frozenset(
    {"coordinates", "n", "format", "serial", "revoked", "day", "month", "signature"}
)
_NAMED_TAGS = frozenset({"coordinates", "pubDate", "lastBuildDate", "updated", "published"})


def small_counts(address: str, body: bytes, *, few: int) -> list[str]:
    """Whatever says a number below `few` at a public address, in words; none is as it must be."""
    said = [one for one in _said(address, body) for n in _numbers(one) if n < few]
    return [f"{address}: {one.strip(' =')}" for one in said]


def _numbers(said: str) -> Iterator[int]:
    told = _NUMBER if said.startswith("=") else _SPOKEN
    yield from (int(one) for one in told.findall(said))
    yield from (_WORDS[one.lower()] for one in _IN_WORDS.findall(said))


def _said(address: str, body: bytes) -> Iterator[str]:
    """Each thing that is said; an attribute's value with `=` before it."""
    if address.endswith((".json", ".geojson")):
        return _in_json(json.loads(body))
    if address.endswith(".kmz"):
        return _in_xml(zipfile.ZipFile(io.BytesIO(body)).read("doc.kml"))
    if body.startswith(b"<?xml"):
        return _in_xml(body)
    return _in_page(body.decode()) if address.endswith("/") else iter(body.decode().splitlines())


class _Page(HTMLParser):
    """The words of a page, of its comments and of its attributes, one by one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("name", "viewport") not in attrs:
            self.said += [f"={value or ''}" for name, value in attrs if _carries(tag, name)]


def _in_page(text: str) -> Iterator[str]:
    page = _Page()
    page.feed(_PAGE.sub("", text))
    page.close()
    yield from page.said


def _carries(element: str, name: str) -> bool:
    """Whether an attribute could count stories: neither drawing nor a story's place in a list."""
    return name not in _DRAWN and (element, name) != ("li", "value")


def _in_json(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for name, value in told.items():
            if name not in _NAMED_KEYS or isinstance(value, dict):
                yield from (name, *_in_json(value))
    elif isinstance(told, list):
        yield from (words for one in told for words in _in_json(one))
    else:
        yield f"={told}"


def _in_xml(body: bytes) -> Iterator[str]:
    for one in ET.fromstring(body).iter():
        if one.tag.rpartition("}")[2] not in _NAMED_TAGS:
            yield one.text or ""
            yield from (f"={value}" for value in one.attrib.values())
        yield one.tail or ""
