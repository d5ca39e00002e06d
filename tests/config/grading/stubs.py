"""A small house that does everything right, so that a test can do one thing wrong in it.

It is no Farshore: it answers over real sockets, with and without TLS, what it is told to.
"""

import base64
import gzip
import hashlib
import re
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from farshore.stories.revocations import written

NAME = "film.example"
SECRET = "a secret of this house"
STORY, PICTURE = "/stories/hen-hello-canal/", "/media/film/09043f9f1932fa2d/480.jpg"
LOGIN = "/studio/account/login/"
PASSKEYS = "/studio/account/second/passkeys/login/"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
SAFE = {
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PRIVATE = {**SAFE, "Cache-Control": "no-store"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
_COOKIE = "; Path=/studio/; SameSite=Lax; Secure"


@dataclass
class Reply:
    """What is answered to one question."""

    status: int
    fields: dict[str, str]
    body: bytes = b""

    def having(self, **fields: str) -> "Reply":
        """With these headers too; underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        return replace(self, fields={**self.fields, **named})

    def lacking(self, *names: str) -> "Reply":
        return replace(self, fields={k: v for k, v in self.fields.items() if k not in names})


def html(text: str, fields: dict[str, str] = SAFE) -> Reply:
    return Reply(200, {**fields, **HTML}, f"<!doctype html><body>{text}</body>".encode())


def onion(key: bytes = bytes(32)) -> str:
    """The name of the onion service with this key, as rend-spec-v3 makes it."""
    check = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + check + b"\x03").decode().lower() + ".onion"


def listed(day: date | None = None) -> Reply:
    """The list of what copies must delete, of today if no day is given."""
    of = day or datetime.now(UTC).date()
    body = written(base_url=f"https://{NAME}", day=of, revoked=(), secret=SECRET)
    return Reply(200, {**SAFE, "Content-Type": "application/json"}, body)


Act = Callable[["Handler"], None]


@dataclass
class Stub:
    """A house. `pages` by path; `acts` answer in their own way; `asked` is what it was asked."""

    pages: dict[str, Reply] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    wrong: Reply = field(default_factory=lambda: Reply(405, SAFE, b"Only GET and HEAD."))
    unsound: Reply = field(default_factory=lambda: Reply(400, SAFE, b"It could not be read."))
    missing: Reply = field(default_factory=lambda: replace(html("Not here."), status=404))
    varies: str = "Accept-Encoding"
    """What compressed pages say that they vary by."""
    knows: bool = True
    """Whether it answers 304 to who has a page."""
    repeats: bool = False
    """Whether it says what was asked where nothing is."""
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def every(self, change: Callable[[Reply], Reply], *paths: str) -> None:
        """Change what is answered at these paths; at all where none is named."""
        for path in paths or tuple(self.pages):
            self.pages[path] = change(self.pages[path])

    def answer(self, handler: "Handler") -> Reply:
        if "Host" not in handler.headers:
            return self.unsound
        if handler.command not in {"GET", "HEAD"}:
            return self.wrong
        if handler.path not in self.pages:
            told = f" {handler.path}".encode() if self.repeats else b""
            return replace(self.missing, body=self.missing.body + told)
        return self._known(self.pages[handler.path], handler)

    def _known(self, reply: Reply, handler: "Handler") -> Reply:
        """Compressed, and not at all where it is known, for pages with a tag."""
        tag = reply.fields.get("ETag")
        if tag is None or "gzip" not in handler.headers.get("Accept-Encoding", ""):
            return reply
        if self.knows and handler.headers.get("If-None-Match") == tag:
            return Reply(304, {**SAFE, "ETag": tag})
        packed = replace(reply, body=gzip.compress(reply.body))
        return packed.having(Content_Encoding="gzip", Vary=self.varies)


def good() -> Stub:
    """A house at which nothing is wrong."""
    first = (
        f'<a href="/stories/">Stories</a><a href="/share/">Tell</a><a href="/return/">Code</a>'
        f'<img src="{PICTURE}" alt=""><link rel="canonical" href="https://{NAME}/">'
        '<a href="https://elsewhere.example/">A link</a>'
    )
    login = html("<form method=post>", PRIVATE).having(Set_Cookie=f"studio_csrf=x{_COOKIE}")
    session = {"Set-Cookie": f"studio=y{_COOKIE}; HttpOnly", "Content-Type": "application/json"}
    robots = b"User-agent: *\nDisallow: /share/\nDisallow: /return/\n"
    pages = {
        "/": html(first).having(Onion_Location=f"http://{onion()}/", ETag='"1"'),
        "/stories/": html(f'<a href="/stories/page/2/">2</a><a href="{STORY}">One</a>'),
        STORY: html("A story."),
        "/globe/": html("The globe."),
        "/privacy/": html('<h2 id="who-answers">Who answers</h2><p>Aino, Helsinki</p>'),
        "/share/": html("Before you start", PRIVATE),
        "/return/": html("Your code", PRIVATE),
        "/robots.txt": Reply(200, {**SAFE, "Content-Type": "text/plain"}, robots),
        "/data/revocations.json": listed(),
        PICTURE: Reply(200, {**SAFE, "Content-Type": "image/jpeg"}, b"\xff\xd8"),
        LOGIN: login,
        PASSKEYS: Reply(200, {**PRIVATE, **session}, b"{}"),
    }
    return Stub(pages)


class Handler(BaseHTTPRequestHandler):
    """Answers one question as the stub says."""

    protocol_version = "HTTP/1.1"
    stub: Stub

    def handle_any(self) -> None:
        self.close_connection = True
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        self.stub.asked.append((self.command, self.path, dict(self.headers), body))
        act = self.stub.acts.get(self.path)
        if act is not None:
            act(self)
            return
        self.give(self.stub.answer(self))

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    def give(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in {**reply.fields, "Content-Length": str(len(reply.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)

    def log_message(self, *_args: Any) -> None:
        """Nothing is written down."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_args: Any) -> None:
        """Whoever asks may hang up: that is what some tests are about."""


class _Secure(_Server):
    """Each greeting in its own thread, as a client that fails it must not hold up the others."""

    trust: ssl.SSLContext

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self.trust.wrap_socket(request, server_side=True) as wire:
            super().finish_request(wire, client_address)


@contextmanager
def open_to(stub: Stub, trust: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve this house on a free port, by TLS where `trust` is given; the port."""
    made = type("Bound", (Handler,), {"stub": stub})
    server = (_Secure if trust else _Server)(("127.0.0.1", 0), made)
    if trust and isinstance(server, _Secure):
        server.trust = trust
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def leading_to_https(status: int = 308, to: str = f"https://{NAME}/") -> Stub:
    """What stands on port 80."""
    return Stub({"/": Reply(status, {"Location": to} if to else {}, b"")})


@dataclass
class Authority:
    """Makes certificates that whoever has the file `path` trusts."""

    folder: Path

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("A test's own authority")
        self.path = self.folder / "ca.pem"
        basic = x509.BasicConstraints(ca=True, path_length=0)
        made = _certificate(self._name, self._name, self._key.public_key(), 4000)
        signed = made.add_extension(basic, critical=True).sign(self._key, hashes.SHA256())
        self.path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def server(self, name: str = NAME, *, days: int = 90, old: bool = False) -> ssl.SSLContext:
        """What a server with such a certificate needs. `old`: speaks TLS 1.0 and 1.1 as well."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(name), self._name, key.public_key(), days)
        san = x509.SubjectAlternativeName([x509.DNSName(name)])
        signed = made.add_extension(san, critical=False).sign(self._key, hashes.SHA256())
        path = self.folder / f"{name}-{days}.pem"
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        old_format = serialization.PrivateFormat.TraditionalOpenSSL
        path.write_bytes(key.private_bytes(pem, old_format, plain) + signed.public_bytes(pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        if old:
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = ssl.TLSVersion.TLSv1
        return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, re.sub(r"[^\w .-]", "", name))])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: Any, days: int
) -> x509.CertificateBuilder:
    """Valid from ten years ago to so many days after today by this machine's clock."""
    today = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=3650))
        .not_valid_after(today + timedelta(days=days, hours=1))
    )
