"""Whom a house may ask who somebody is, as its operator wrote it down: TOML, in words of ours.

    [google]
    id = "…"
    secret = "…"

    [example]
    name = "Example"
    url = "https://login.example"
    id = "…"
    secret = "…"

Plain Python: settings are read before Django is there.
"""

import re
import tomllib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

EMAIL, PASSKEY = "email", "passkey"
OWN_WAYS = (EMAIL, PASSKEY)
"""Ways that need no provider."""

FACEBOOK, GOOGLE = "facebook", "google"

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,30}")
_KNOWN = {
    GOOGLE: ("Google", "https://accounts.google.com"),
    FACEBOOK: ("Facebook", "https://www.facebook.com"),
}


class Unreadable(ValueError):
    """What was written down cannot be used; its text says what is wanted and quotes no secret."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. All but Facebook speak OpenID Connect."""

    slug: str
    name: str
    url: str
    id: str
    secret: str = field(repr=False)

    @property
    def host(self) -> str:
        """Whom a person who goes there meets."""
        return urlsplit(self.url).hostname or self.url


def read(text: str) -> tuple[Provider, ...]:
    """Every provider, in the order of the text. Raises `Unreadable`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable("a list of providers in TOML") from error
    return tuple(_provider(slug, table) for slug, table in tables.items())


def _provider(slug: str, table: object) -> Provider:
    if not _SLUG.fullmatch(slug) or slug in OWN_WAYS:
        raise Unreadable("tables with names of small letters, such as [example]")
    told = {**_beforehand(slug), **table} if isinstance(table, dict) else {}
    names = ("name", "url", "id", "secret")
    if set(told) != set(names) or not all(isinstance(told[one], str) and told[one] for one in told):
        raise Unreadable(f"name, url, id and secret in [{slug}], and nothing else")
    if not _is_sound(told["url"]):
        raise Unreadable(f"an https:// address as the url in [{slug}]")
    return Provider(slug, *(told[one] for one in names))


def _beforehand(slug: str) -> dict[str, str]:
    name, url = _KNOWN.get(slug, ("", ""))
    return {"name": name, "url": url} if name else {}


def _is_sound(url: str) -> bool:
    """Encrypted, or on this machine: who answers for somebody must not be forged on the way."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
