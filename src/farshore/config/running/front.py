"""Becoming the front: a fresh interpreter whose environment holds no secret."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

# What an interpreter needs on any machine; everything else (keys, DATABASE_URL, mail) stays here.
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")


def become_front(
    *,
    site: Path,
    socket: Path,
    host: str,
    port: int,
    trusted: Sequence[str],
    secure: bool,
    onion: str = "",
) -> NoReturn:
    """Replace this process by `python -m farshore.front`. Does not return."""
    arguments: list[object] = ["--site", site, "--back", socket, "--host", host, "--port", port]
    arguments += [word for network in trusted for word in ("--trust", network)]
    arguments += ["--secure"] if secure else []
    arguments += ["--onion", onion] if onion else []
    command = [sys.executable, "-m", "farshore.front", *map(str, arguments)]
    os.chdir("/")
    os.execve(sys.executable, command, environment())  # noqa: S606 - no shell is the point


def environment() -> dict[str, str]:
    """The few names that the front is given."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ}
