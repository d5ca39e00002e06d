"""Asking another site for a file, carefully: only http(s), never more than was allowed, not for
ever, and saying nothing of who asks but that it is Farshore."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT = 20.0
_CHUNK = 64 * 1024
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class Unreachable(Exception):
    """Nothing that could be used came from this address; the reason is in words."""


class _SameSite(HTTPRedirectHandler):
    """Redirects are followed within the site that was asked, and nowhere else."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise Unreachable("it sends on to another site")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_safe(url: str) -> bool:
    """Whether an address may be asked: https, or http to this machine or an onion service."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username or parts.password or not host:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and (host in _LOCAL or host.endswith(".onion"))
    )


def fetch(url: str, *, most: int) -> bytes:
    """The whole file at `url`, `most` bytes at most. Raises `Unreachable`."""
    return b"".join(stream(url, most=most))


def stream(url: str, *, most: int) -> Iterator[bytes]:
    """The file at `url` piece by piece. Raises `Unreachable`, also in the middle."""
    came = 0
    with _opened(url) as answer:
        while piece := answer.read(_CHUNK):
            came += len(piece)
            if came > most:
                raise Unreachable("it is larger than it may be")
            yield piece
        if answer.length:
            raise Unreachable("it broke off in the middle")


@contextmanager
def _opened(url: str) -> Iterator[http.client.HTTPResponse]:
    if not is_safe(url):
        raise Unreachable("its address is not https")
    request = Request(url, headers={"User-Agent": "Farshore", "Accept-Encoding": "identity"})  # noqa: S310 - is_safe looked
    try:
        with build_opener(_SameSite).open(request, timeout=TIMEOUT) as answer:
            yield answer
    except (URLError, http.client.HTTPException, OSError) as error:
        raise Unreachable(_words(error)) from error


def _words(error: Exception) -> str:
    code = getattr(error, "code", None)
    if code:
        return f"it answers {code}"
    return str(getattr(error, "reason", error)) or "it does not answer"
