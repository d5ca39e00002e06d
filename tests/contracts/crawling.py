"""Walking every address of the house: the routes, what stands at them, and who asks.

The routes are read from the resolver, so that a new one is walked without being named here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from farshore.intake.views import limits

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WRONG = METHODS[3:]
"""What no page of the house is for."""
OURS = ("health/", "studio/stories/", "studio/media/", "share/", "return/", "assets/")

_HOLE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_PLAIN = {
    "studio/^.*/$": "studio/nothing-is-here/",
    "^(?P<address>.*)$": "<public>",
}
"""Routes written as patterns that say nothing of themselves."""


def patterns(
    among: Iterable[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every route of the house as it is written, with its pattern, in the resolver's order."""
    for one in get_resolver().url_patterns if among is None else among:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route, one


def routes() -> list[str]:
    return [route for route, _pattern in patterns()]


def readable(route: str) -> str:
    """A route as people write it: without the signs of patterns."""
    if route in _PLAIN:
        return _PLAIN[route]
    held = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    return held.replace("^", "").replace("$", "").replace("\\", "")


UNKNOWN = "nobody-said-what"
"""In a hole for which the house of these tests holds nothing."""


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in the holes of a route: by name, where several share one by its route."""

    names: dict[str, str]
    under: dict[tuple[str, str], str]

    def value(self, route: str, name: str) -> str:
        for (start, hole), value in self.under.items():
            if hole == name and readable(route).startswith(start):
                return value
        return self.names.get(name, UNKNOWN)


_MALFORMED = {
    "uuid": ("x", "00000000-0000-0000-0000"),
    "int": ("9" * 30, "-1"),
    "slug": ("a%00b", "%2e%2e"),
    "path": ("..%2f..%2fetc/passwd", "a%00b", "x" * 300),
    "str": ("a%00b", "%ff", "%3Cscript%3E"),
}
"""What must not be found, and must not break anything: too large, cut off, NUL, no UTF-8."""


def there(route: str, held: Held) -> str:
    """The address at which a route finds something."""
    return _filled(route, lambda name, _kind: held.value(route, name))


def nowhere(route: str) -> str:
    """An address of the right form at which nothing is."""
    made = {"uuid": str(uuid4()), "int": "999999999"}
    return _filled(route, lambda _name, kind: made.get(kind, "nothing-here"))


def malformed(route: str, number: int) -> str:
    """The address with something of the wrong form in every hole: the first kind, the second …"""
    return _filled(route, lambda _name, kind: _wrong(kind, number))


def _wrong(kind: str, number: int) -> str:
    among = _MALFORMED[kind]
    return among[number % len(among)]


def has_holes(route: str) -> bool:
    return "<" in readable(route)


def _filled(route: str, fill: Callable[[str, str], str]) -> str:
    written = readable(route)
    return "/" + _HOLE.sub(lambda found: fill(found["name"], found["kind"] or "str"), written)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: its number, and all of its text, of headers and cookies too."""

    status: int
    text: bytes

    def tells(self, secrets: Iterable[str]) -> list[str]:
        return [one for one in secrets if one.encode() in self.text]


def ask(client: Client, method: str, where: str, /, **form: Any) -> Answer:
    """One request, after which the house is as it was before: rows, cookies and counts of tries."""
    cache.clear()
    limits.codes.forget()
    cookies = client.cookies.copy()
    with transaction.atomic():
        sent = {"data": form} if method in {"GET", "POST"} else {}
        answer: Any = getattr(client, method.lower())(where, **sent)
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    heads = f"{answer.headers}{answer.cookies}".encode()
    return Answer(answer.status_code, body + heads)


def pattern_of(where: str) -> URLPattern:
    """The pattern that answers an address."""
    route = resolve(where).route
    return next(one for written, one in patterns() if written == route)
