"""A provider of one's own for these tests: OpenID Connect on a port of this machine, and Facebook.

It behaves, unless it is told not to: codes are good once, PKCE, secret and address of return are
looked at, and what it says is signed.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from farshore.config.providers import Provider

ID, SECRET = "the-house", "a-secret-of-the-house"


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


_KEY, _OTHER = _key(), _key()


@dataclass
class Local:
    """A running provider. What it says of whom is set by `person`, and how it lies by the rest."""

    base: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "4711"})
    lie: str = ""
    asked: list[str] = field(default_factory=list)
    came_from: list[str] = field(default_factory=list)
    """What browsers said of the page that they came from."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def known(self, slug: str = "example") -> Provider:
        """As an operator writes it down."""
        return Provider(slug, slug.title(), self.base, ID, SECRET)

    def consent(self, address: str, *, denied: bool = False) -> str:
        """What somebody's browser is sent back to after they pressed yes, or no."""
        told = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
        if denied:
            answer = {"error": "access_denied"}
        else:
            answer = {"code": secrets.token_urlsafe(16)}
            self.codes[answer["code"]] = told
        home = urlsplit(told["redirect_uri"])
        return f"{home.path}?{urlencode(answer | {'state': told['state']})}"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "userinfo_endpoint": f"{self.base}/userinfo",
            "jwks_uri": f"{self.base}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
        return {"keys": [told | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """What is given for a code; None for one that is not right."""
        begun = self.codes.pop(form.get("code", ""), None)
        if begun is None or form.get("client_secret") != SECRET:
            return None
        if form.get("redirect_uri") != begun["redirect_uri"]:
            return None
        if _challenge(form.get("code_verifier", "")) != begun.get("code_challenge"):
            return None
        return {"access_token": "an-access-token", "token_type": "Bearer", "id_token": self.said()}

    def said(self) -> str:
        """The signed sentence about the person, or one of the lies."""
        now = int(time.time())
        told = {"iss": self.base, "aud": ID, "iat": now, "exp": now + 300, **self.person}
        told |= {
            "issuer": {"iss": "https://elsewhere.example"},
            "audience": {"aud": "another-house"},
            "old": {"exp": now - 3600},
        }.get(self.lie, {})
        if self.lie == "unsigned":
            return jwt.encode(told, None, algorithm="none", headers={"kid": "one"})
        key = _OTHER if self.lie == "key" else _KEY
        name = "two" if self.lie == "kid" else "one"
        return jwt.encode(told, key, algorithm="RS256", headers={"kid": name})


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@contextmanager
def running() -> Iterator[Local]:
    """A provider on a free port."""
    local = Local()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize"):
                self._send_back()
                return
            self._answer(urlsplit(self.path).path, dict(parse_qs(urlsplit(self.path).query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._answer(self.path, dict(parse_qs(body)))

        def _answer(self, path: str, form: dict[str, list[str]]) -> None:
            local.asked.append(path)
            told = _told(local, path, {name: one[0] for name, one in form.items()})
            garbage = local.lie == "garbage"
            status = 500 if local.lie == "down" else 400 if told is None else 200
            body = b"<html>" if garbage else json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _send_back(self) -> None:
            """Everybody says yes."""
            local.came_from.append(self.headers.get("Referer", ""))
            query = parse_qs(urlsplit(self.path).query)
            home = urlsplit(query["redirect_uri"][0])
            self.send_response(302)
            back = local.consent(self.path)
            self.send_header("Location", f"{home.scheme}://{home.netloc}{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given: Any) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    local.base = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield local
    server.shutdown()
    server.server_close()


def _told(local: Local, path: str, form: dict[str, str]) -> dict[str, Any] | None:
    if path == "/.well-known/openid-configuration":
        return local.configuration()
    if path == "/keys":
        return local.keys()
    if path == "/token":
        return local.token(form)
    if path == "/graph/oauth/access_token":
        return {"access_token": "of-facebook"} if local.codes.pop(form["code"], None) else None
    if path == "/graph/me":
        return {"id": local.person["sub"]} if form["fields"] == "id" else local.person
    return None
