"""Answers, made once and sent many times: a status, header lines, and bytes or part of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from farshore.front.shelf import Copy


class Broken(Exception):
    """An answer ended before it was whole."""


LINES = {one.value: f"HTTP/1.1 {one.value} {one.phrase}\r\n".encode() for one in HTTPStatus}

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; script-src 'self'{wasm}; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


@dataclass(slots=True, frozen=True)
class Stretch:
    """Part of a file that is too large for memory."""

    copy: "Copy"
    start: int
    length: int


@dataclass(slots=True, frozen=True)
class Answer:
    """All but the status line and the date; `lines` end with the empty line."""

    status: int
    lines: bytes
    body: bytes = b""
    stretch: Stretch | None = None


def lines(fields: Iterable[tuple[str, str]]) -> bytes:
    """Header lines and the empty line that ends them."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode("latin-1") + b"\r\n"


def safety(*, wasm: bool = False) -> tuple[tuple[str, str], ...]:
    """What every answer tells browsers not to do. `wasm`: for the globe, whose plugin for writing
    from right to left is WebAssembly, and for the scripts that run it in a worker.
    """
    policy = _POLICY.format(wasm=" 'wasm-unsafe-eval'" if wasm else "")
    return (("Content-Security-Policy", policy), *_SAFE)


def plain(status: int, words: str, *more: tuple[str, str]) -> Answer:
    """A few words, for what no page in `site/` is about."""
    body = f"{words}\n".encode()
    kind = ("Content-Type", "text/plain; charset=utf-8")
    fields = (kind, ("Content-Length", str(len(body))), ("Cache-Control", "no-store"), *more)
    return Answer(status, lines((*fields, *safety())), body)


def moved(to: bytes) -> Answer:
    """The same thing stands at another address of this site. `to` is a path, never an origin."""
    fields = [("Location", to.decode("ascii")), ("Content-Length", "0")]
    return Answer(308, lines([*fields, ("Cache-Control", "no-cache"), *safety()]))


REFUSALS = {
    400: plain(400, "This request could not be read."),
    405: plain(405, "Only GET and HEAD are answered here.", ("Allow", "GET, HEAD")),
    406: plain(406, "No encoding that you take is at hand.", ("Vary", "Accept-Encoding")),
    412: plain(412, "This has changed."),
    417: plain(417, "Only 100-continue can be expected."),
    431: plain(431, "The request's headers are too long."),
    501: plain(501, "Only the chunked transfer encoding is known."),
    505: plain(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here."),
}
