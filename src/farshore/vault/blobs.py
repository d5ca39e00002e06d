"""Sealed bytes as files: whole or not at all, names random, times no finer than a day.

Plain Python. What lies here has been sealed before; this knows nothing of keys.
"""

import os
import re
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

from farshore.vault import whole
from farshore.vault.errors import UnknownBlob

_NAME = re.compile(r"[0-9a-f]{32}")


def new_name() -> str:
    """A random name of 32 hexadecimal characters."""
    return secrets.token_hex(16)


def write(folder: Path, name: str, sealed: bytes, *, day: date) -> None:
    """Write a file atomically and durably, mode 0600. Raises `NoRoom`."""
    path = _path(folder, name)
    whole.write(path, sealed, day=day)
    _blur(path.parent, folder)


def read(folder: Path, name: str) -> bytes:
    """The sealed bytes. Raises `UnknownBlob`."""
    try:
        return _path(folder, name).read_bytes()
    except FileNotFoundError:
        raise UnknownBlob from None


def remove(folder: Path, name: str) -> None:
    """Unlink a file, durably. Removing what is gone is no error."""
    path = _path(folder, name)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        whole.settle(path.parent)
        _blur(path.parent)


def names(folder: Path) -> set[str]:
    """Every whole file's name."""
    return {path.name for path in folder.glob("??/*") if _NAME.fullmatch(path.name)}


def is_older(folder: Path, name: str, day: date) -> bool:
    """Whether the file was written before that day; False when it is gone meanwhile."""
    try:
        written = _path(folder, name).stat().st_mtime
    except FileNotFoundError:
        return False
    return datetime.fromtimestamp(written, UTC).date() < day


def sweep_parts(folder: Path) -> int:
    """Remove what a killed process left half-written more than an hour ago; how many."""
    return whole.sweep_parts(list(folder.glob("??/.*.part")))


def _blur(*folders: Path) -> None:
    """A folder changes when a file in it comes or goes: its time is no finer than theirs."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    for folder in folders:
        os.utime(folder, (today, today))


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise UnknownBlob
    return folder / name[:2] / name
