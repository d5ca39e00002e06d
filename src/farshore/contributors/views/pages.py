"""Pages of this room, and who is behind them."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from farshore.contributors import tokens
from farshore.intake.views.hand import shared
from farshore.intake.views.limits import HEADER

FORGET = '"cache", "cookies", "storage"'
"""`Clear-Site-Data`, with pages that end something."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Who has logged in, as the open page carries it. `key` opens the notebook; `passkey` is one
    that was made just now and belongs to no account yet; `salt` is that of an account to be."""

    who: bytes
    key: bytes = b""
    passkey: bytes = b""

    def __repr__(self) -> str:
        return "Inside(…)"

    def field(self) -> str:
        """The hidden field of the next page, good for half an hour from now."""
        told = {"who": self.who.hex(), "key": self.key.hex(), "passkey": self.passkey.hex()}
        return tokens.write("in", told)

    @classmethod
    def of(cls, field: str) -> "Inside":
        """Raises `NotProved`."""
        told = tokens.read("in", field)
        return cls(*(bytes.fromhex(told[name]) for name in ("who", "key", "passkey")))

    def with_key(self, key: bytes) -> "Inside":
        return replace(self, key=key)


def page(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room."""
    told = {**shared(), "error": "", "hand": "", **context}
    body = get_template(f"contributors/{template}", using="jinja2").render(told)
    return HttpResponse(body, status=status)


def client(request: HttpRequest) -> str:
    """The name of the day that `front` gives who asks; empty where it gives none."""
    return str(request.headers.get(HEADER, ""))[:32]


def providers() -> list[Any]:
    """Those that the operator turned on, in the order of the setting."""
    known = {one.slug: one for one in settings.PROVIDERS}
    return [known[way] for way in settings.CONTRIBUTORS if way in known]
