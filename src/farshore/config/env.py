"""Typed readers of the environment. A wrong value is noted, and stops the start with a sentence.

Settings are imported before anything can report an error kindly, so a reader never raises: it
notes a `Problem` and returns the default. `checks/` turns the problems into system checks.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url

from farshore.config import providers as asked
from farshore.vault import team


@dataclass(frozen=True, slots=True)
class Problem:
    """A value in the environment that cannot be used."""

    check: str
    name: str
    value: str
    wanted: str


PROBLEMS: list[Problem] = []

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str = "") -> str:
    """The value, stripped; or, where NAME_FILE is set, what that file holds (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            _note("farshore.E001", f"{name}_FILE", path, f"a readable file ({error.strerror})")
            return default
    return os.environ.get(name, default).strip()


def boolean(name: str, default: bool) -> bool:
    """`1 true yes on` or `0 false no off`, in any case."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _YES:
        return True
    if value.lower() not in _NO:
        _note("farshore.E002", name, value, "yes or no")
        return default
    return False


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within the bounds."""
    value = os.environ.get(name)
    if value is None:
        return default
    wanted = f"a whole number from {least} to {most}"
    if not value.strip().removeprefix("-").isdecimal() or not least <= int(value) <= most:
        _note("farshore.E003", name, value, wanted)
        return default
    return int(value)


def span(name: str, default: tuple[int, int], *, least: int, most: int) -> tuple[int, int]:
    """Two whole numbers such as `1-7`, the smaller first."""
    value = os.environ.get(name)
    if value is None:
        return default
    low, _, high = value.partition("-")
    if low.strip().isdecimal() and high.strip().isdecimal():
        pair = int(low), int(high)
        if least <= pair[0] <= pair[1] <= most:
            return pair
    _note("farshore.E004", name, value, f"two whole numbers such as {default[0]}-{default[1]}")
    return default


def languages(name: str, default: str, known: Sequence[str]) -> list[str]:
    """Language codes separated by commas, the site's first language first."""
    codes = [code.strip().lower() for code in os.environ.get(name, default).split(",")]
    unknown = [code for code in codes if code not in known]
    if unknown:
        _note("farshore.E005", name, ", ".join(unknown), f"codes out of {', '.join(known)}")
    kept = [code for code in dict.fromkeys(codes) if code in known]
    return kept or [default.split(",", maxsplit=1)[0]]


def zone(name: str, default: str) -> str:
    """An IANA time zone."""
    value = os.environ.get(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _note("farshore.E006", name, value, "a time zone such as Europe/Berlin")
        return default
    return value


def base_url(name: str, default: str) -> str:
    """The site's own address, `http(s)://host[:port]`, without a slash at the end."""
    value = os.environ.get(name, default).rstrip("/")
    scheme, _, host = value.partition("://")
    if scheme not in {"http", "https"} or not host or "/" in host:
        _note("farshore.E007", name, value, "an address such as https://film.example")
        return default
    return value


_ONION = re.compile(r"(?:http://)?([a-z2-7]{56}\.onion)/?")


def onion(name: str) -> str:
    """An onion service's name, `….onion`, however it was written; empty for none."""
    value = text(name)
    found = _ONION.fullmatch(value.lower())
    if value and not found:
        _note("farshore.E023", name, value, "an onion address: 56 letters and digits, then .onion")
    return found.group(1) if found else ""


def networks(name: str) -> list[str]:
    """Addresses and networks such as `127.0.0.2` or `10.0.0.0/8`, separated by commas or spaces."""
    words = os.environ.get(name, "").replace(",", " ").split()
    wrong = [word for word in words if not _is_network(word)]
    if wrong:
        _note("farshore.E009", name, ", ".join(wrong), "addresses such as 127.0.0.2 or 10.0.0.0/8")
    return [] if wrong else words


def database(name: str, default: str) -> str:
    """A database's address, of the two kinds that Farshore is tested on. Its password stays out
    of every message."""
    value = text(name) or default
    try:
        engine = dj_database_url.parse(value)["ENGINE"]
    except (dj_database_url.UnknownSchemeError, dj_database_url.ParseError, ValueError):
        engine = ""
    if engine.rpartition(".")[2] not in {"sqlite3", "postgresql"}:
        _note("farshore.E008", name, "…", "an address such as postgresql://user:password@host/name")
        return default
    return value


def team_keys(name: str) -> list[str]:
    """Public keys of age, separated by spaces, commas or lines; what follows a # is left out.

    A private key is noted without its value: it must not be here at all.
    """
    lines = [line.partition("#")[0].replace(",", " ") for line in text(name).splitlines()]
    words = list(dict.fromkeys(word.lower() for word in " ".join(lines).split()))
    if any(word.startswith("age-secret-key-") for word in words):
        _note("farshore.E021", name, "…", "public keys only; it holds a private one")
        return []
    if wrong := [word for word in words if not team.is_key(word)]:
        _note("farshore.E020", name, ", ".join(wrong), "public keys such as age1…")
        return []
    return words


def providers(name: str) -> tuple[asked.Provider, ...]:
    """Who may be asked who a contributor is, in TOML (`config/providers.py`); secrets stay out of
    every message."""
    try:
        return asked.read(text(name))
    except asked.Unreadable as error:
        _note("farshore.E024", name, "…", str(error))
        return ()


def ways(name: str, *, known: Sequence[asked.Provider]) -> list[str]:
    """How contributors may log in, separated by commas: `email`, `passkey`, names of providers."""
    words = list(dict.fromkeys(text(name).lower().replace(",", " ").split()))
    possible = [*asked.OWN_WAYS, *(one.slug for one in known)]
    if wrong := [word for word in words if word not in possible]:
        _note("farshore.E024", name, ", ".join(wrong), f"of these: {', '.join(possible)}")
        return []
    return words


def _is_network(word: str) -> bool:
    try:
        ip_network(word, strict=False)
    except ValueError:
        return False
    return True


def _note(check: str, name: str, value: str, wanted: str) -> None:
    problem = Problem(check=check, name=name, value=value, wanted=wanted)
    if problem not in PROBLEMS:  # some are read twice: before the house is set up, and after
        PROBLEMS.append(problem)
