"""Asking one house one thing at a time, carefully: never more bytes than were allowed, never for
longer, and saying nothing of who asks but that it is Farshore.

Each question has a connection of its own, so that each is answered as if it were the first.
"""

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from farshore.config.running.addresses import is_loopback

PATIENCE = 15.0
"""Seconds for one whole answer."""
MOST = 4 * 1024 * 1024
"""Bytes of an answer that are read."""
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_.:-]+")
_CHUNK = 64 * 1024


class NotAnAddress(Exception):
    """What was given is not the address of a house."""


class Unanswered(Exception):
    """No answer that could be used; the argument says why, in words that follow a name."""


@dataclass(frozen=True, slots=True)
class Target:
    """A house's address, and where to connect for it if not where its name points."""

    scheme: str
    host: str
    port: int
    at: tuple[str, int] | None = None

    @property
    def origin(self) -> str:
        """As it is written: without the scheme's own port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """What stands in `Host`."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def is_onion(self) -> bool:
        return self.host.endswith(".onion")

    @property
    def is_here(self) -> bool:
        """Whether it is this machine that is asked, by http: nothing crosses a wire."""
        return self.scheme == "http" and is_loopback(self.host)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for `path`. Names of `fields` are in lower case."""

    path: str
    status: int
    fields: tuple[tuple[str, str], ...]
    body: bytes = b""
    whole: bool = True
    """Whether `body` is all that there was to read."""

    def every(self, name: str) -> list[str]:
        """Each value of a header, in order."""
        return [value for key, value in self.fields if key == name]

    def field(self, name: str) -> str:
        """The values of a header, as one; empty where there is none."""
        return ", ".join(self.every(name))

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def target(address: str, *, at: str = "") -> Target:
    """Read an address, and `at` as HOST:PORT. Raises `NotAnAddress`."""
    try:
        parts = urlsplit(address.strip())
        scheme, port = parts.scheme.lower(), parts.port
        given = parts.hostname or ""
        host = given.encode("ascii" if ":" in given else "idna")
        where = _place(at) if at else None
    except ValueError:
        raise NotAnAddress from None
    name = host.decode("ascii", "replace").lower().rstrip(".")
    odd = parts.username or parts.password or parts.query or parts.fragment
    if scheme not in _PORTS or odd or parts.path not in {"", "/"} or not _HOST.fullmatch(name):
        raise NotAnAddress
    return Target(scheme, name, port or _PORTS[scheme], where)


def trusting(ca: str | None) -> ssl.SSLContext:
    """What a browser would trust, or what the file `ca` names. Raises `OSError`."""
    return ssl.create_default_context(cafile=ca)


def blind() -> ssl.SSLContext:
    """Trusts everybody: for looking at the rest of a house whose certificate is wrong."""
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


@dataclass(frozen=True, slots=True)
class Line:
    """How a house is asked: whom, what is trusted, and until when (`time.monotonic`) at most."""

    target: Target
    trust: ssl.SSLContext
    until: float

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        fields: Mapping[str, str] | None = None,
        most: int = MOST,
        named: bool = True,
    ) -> Answer:
        """One question. `named`: with `Host`, without which no house may answer.

        Raises `Unanswered`, and `ssl.SSLCertVerificationError` where the other end is not trusted.
        """
        until = self._deadline()
        try:
            with self._connected(until) as wire:
                wire.sendall(_question(self.target, method, path, fields or {}, named=named))
                answer = _heard(wire, until, method, path, most)
        except ssl.SSLCertVerificationError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unanswered(_words(error)) from error
        if not fields and answer.field("content-encoding").lower() not in {"", "identity"}:
            raise Unanswered("answers in an encoding that was not asked for")
        return answer

    def greet(self) -> tuple[str, bytes]:
        """The version of TLS that is agreed on, and the certificate (DER). Raises as `ask`."""
        until = self._deadline()
        try:
            with self._connected(until) as wire:
                secure = cast("ssl.SSLSocket", wire)
                return secure.version() or "", secure.getpeercert(binary_form=True) or b""
        except ssl.SSLCertVerificationError:
            raise
        except (OSError, ValueError) as error:
            raise Unanswered(_words(error)) from error

    def _deadline(self) -> float:
        """Of the next question. Raises `Unanswered` where there is no time for one."""
        now = time.monotonic()
        if now >= self.until:
            raise Unanswered("was not asked: what came before took too long")
        return min(self.until, now + PATIENCE)

    def _connected(self, until: float) -> socket.socket:
        """Raises `OSError`."""
        place = self.target.at or (self.target.host, self.target.port)
        wire = socket.create_connection(place, timeout=_left(until))
        if self.target.scheme == "http":
            return wire
        wire.settimeout(_left(until))
        try:
            return self.trust.wrap_socket(wire, server_hostname=self.target.host)
        except BaseException:
            wire.close()
            raise


class _Wire(io.RawIOBase):
    """A connection to read from, which as a whole ends in time: each piece may take what is left.

    A house that sends a byte now and then would outlast any limit for single pieces.
    """

    def __init__(self, wire: socket.socket, until: float) -> None:
        self._wire, self._until = wire, until

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._wire.settimeout(_left(self._until))
        return self._wire.recv_into(into)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """As `HTTPResponse` asks a socket."""
        return io.BufferedReader(self)


def _heard(wire: socket.socket, until: float, method: str, path: str, most: int) -> Answer:
    response = http.client.HTTPResponse(cast("Any", _Wire(wire, until)), method=method)
    try:
        response.begin()
        body = bytearray()
        while len(body) <= most and (piece := response.read(_CHUNK)):
            body += piece
        if len(body) <= most and response.length:
            raise http.client.IncompleteRead(bytes(body))
    finally:
        response.close()
    fields = tuple((name.lower(), value.strip()) for name, value in response.getheaders())
    return Answer(path, response.status, fields, bytes(body[:most]), whole=len(body) <= most)


def _question(
    target: Target, method: str, path: str, fields: Mapping[str, str], *, named: bool
) -> bytes:
    told = {"Host": target.authority} if named else {}
    told |= {"User-Agent": "Farshore", "Accept": "*/*", "Accept-Encoding": "identity"}
    told |= {"Content-Length": "0"} if method not in {"GET", "HEAD"} else {}
    lines = [
        f"{name}: {value}" for name, value in {**told, **fields, "Connection": "close"}.items()
    ]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode("latin-1")


def _place(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path:
        raise ValueError
    return parts.hostname, parts.port


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _words(error: Exception) -> str:
    """Why there was no answer, to be read after a name."""
    if isinstance(error, TimeoutError):
        return f"did not answer within {PATIENCE:.0f} seconds"
    if isinstance(error, socket.gaierror):
        return "has a name that is not known here"
    if isinstance(error, ConnectionRefusedError):
        return "lets nobody in: nothing listens there"
    if isinstance(error, http.client.IncompleteRead):
        return "broke off in the middle of an answer"
    if isinstance(error, http.client.RemoteDisconnected | ConnectionError | ssl.SSLEOFError):
        return "ended the connection without an answer"
    if isinstance(error, ssl.SSLError):
        return "does not speak TLS that could be understood"
    if isinstance(error, OSError):
        return f"cannot be reached ({error.strerror or 'no reason was given'})"
    return "answered what is no http"
