"""Reading public pages and files for small numbers: what stands there as a count, and what cannot.

Looked at are the words of a page, the attributes that carry words or data, every number in a JSON
file, and the words and attributes of an XML one. A number that has a name is no count: the
permanent place of a story in a list, the permanent number of a page, a place's turn in a journey.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from tests.markup import Markup

_NUMBER = re.compile(r"(?<![\w.:/=-])\d+(?![\w:/%]|[-.]\w)")
"""A whole number by itself: not in an address, a date, a time, a version or a file's name."""

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
    said = [one for one in _said(address, body) for n in _NUMBER.findall(one) if int(n) < few]
    return [f"{address}: {one.strip()}" for one in said]


def _said(address: str, body: bytes) -> Iterator[str]:
    if address.endswith((".json", ".geojson")):
        return _in_json(json.loads(body))
    if address.endswith(".kmz"):
        return _in_xml(zipfile.ZipFile(io.BytesIO(body)).read("doc.kml"))
    if body.startswith(b"<?xml"):
        return _in_xml(body)
    return _in_page(body.decode()) if address.endswith("/") else iter(body.decode().splitlines())


def _in_page(text: str) -> Iterator[str]:
    """The words of each element, and of its attributes."""
    for one in Markup(_PAGE.sub("", text)).elements:
        if one.name not in {"html", "head", "body", "main"}:  # their words are those of the rest
            yield one.words
        if one.given.get("name") != "viewport":
            yield from (value for name, value in one.given.items() if _carries(one.name, name))


def _carries(element: str, name: str) -> bool:
    """Whether an attribute could count stories: neither drawing nor a story's place in a list."""
    return name not in _DRAWN and (element, name) != ("li", "value")


def _in_json(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for name, value in told.items():
            yield from () if name in _NAMED_KEYS else _in_json(value)
    elif isinstance(told, list):
        yield from (words for one in told for words in _in_json(one))
    else:
        yield str(told)


def _in_xml(body: bytes) -> Iterator[str]:
    for one in ET.fromstring(body).iter():
        if one.tag.rpartition("}")[2] not in _NAMED_TAGS:
            yield one.text or ""
            yield from one.attrib.values()
