"""Which headers cross between a client and the back. What is not named here stays outside.

The back learns what it needs to answer, and nothing by which a person could be known again: no
address, no agent, no page that they came from, and outside the studio no cookie but the one that
belongs to a way to a provider and back (`addresses.is_account`).
"""

from collections.abc import Iterable, Mapping

_TO_BACK = frozenset(
    """accept accept-language content-language content-type host if-match if-modified-since
    if-none-match if-range if-unmodified-since origin range sec-fetch-dest sec-fetch-mode
    sec-fetch-site x-csrftoken x-http-method-override x-requested-with
    tus-resumable upload-checksum upload-complete upload-concat upload-defer-length
    upload-draft-interop-version upload-length upload-metadata upload-offset""".split()
)
_TO_STUDIO = _TO_BACK | {"cookie", "x-wagtail-viewset"}
TRIP = b"trip"
"""The cookie of a way to a provider and back."""

_HOP = frozenset(
    """connection keep-alive proxy-authenticate proxy-connection te trailer transfer-encoding
    upgrade""".split()
)
_NOT_TOLD = _HOP | {"date", "server", "x-powered-by", "via", "strict-transport-security"}
"""The last is said by the front itself, with every answer."""


def to_back(
    headers: Mapping[bytes, bytes], *, studio: bool, account: bool = False
) -> list[tuple[bytes, bytes]]:
    """The request's headers that the back is given. What is not ASCII is left out."""
    crossing = _TO_STUDIO if studio else _TO_BACK
    fields = [
        (name, value)
        for name, value in headers.items()
        if name.decode("latin-1") in crossing and value.isascii()
    ]
    trip = _trip(headers.get(b"cookie", b"")) if account else b""
    return [*fields, (b"cookie", trip)] if trip else fields


def _trip(cookies: bytes) -> bytes:
    """The one cookie of all that a client sent."""
    pairs = (pair.strip() for pair in cookies.split(b";"))
    found = next((pair for pair in pairs if pair.startswith(TRIP + b"=")), b"")
    return found if found.isascii() else b""


def from_back(
    headers: Iterable[tuple[bytes, bytes]], *, studio: bool, account: bool = False
) -> list[tuple[bytes, bytes]]:
    """The answer's headers that the client is given; its length stays, where the back told it."""
    pairs = [(name, value) for name, value in headers]
    kept_back = _NOT_TOLD | _named(pairs) | (frozenset() if studio else {"set-cookie"})
    return [
        (name, value)
        for name, value in pairs
        if name.decode("latin-1").lower() not in kept_back or (account and _sets_trip(name, value))
    ]


def _sets_trip(name: bytes, value: bytes) -> bool:
    return name.lower() == b"set-cookie" and value.startswith(TRIP + b"=")


def _named(pairs: Iterable[tuple[bytes, bytes]]) -> frozenset[str]:
    """The headers that `Connection` keeps to one hop."""
    values = [value for name, value in pairs if name.lower() == b"connection"]
    words = b",".join(values).decode("latin-1").lower().split(",")
    return frozenset(word.strip() for word in words) - {"content-length", "content-type"}
