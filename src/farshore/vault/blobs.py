"""Sealed bytes as files: whole or not at all, names random, times no finer than a day.

Plain Python. What lies here has been sealed before; this knows nothing of keys.
"""

import errno
import os
import re
import secrets
import time
from datetime import UTC, date, datetime
from pathlib import Path

from farshore.vault.errors import NoRoom, UnknownBlob

_NAME = re.compile(r"[0-9a-f]{32}")


def new_name() -> str:
    """A random name of 32 hexadecimal characters."""
    return secrets.token_hex(16)


def write(folder: Path, name: str, sealed: bytes, *, day: date) -> None:
    """Write a file atomically and durably, mode 0600. Raises `NoRoom`."""
    path = _path(folder, name)
    part = path.with_name(f".{name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
        os.utime(part, (midnight, midnight))
        part.replace(path)
        _sync(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom from error
        raise


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
        _sync(path.parent)


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
    parts = [part for part in folder.glob("??/.*.part") if _abandoned(part)]
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)


def _abandoned(part: Path) -> bool:
    try:
        return time.time() - part.stat().st_ctime > 3600
    except FileNotFoundError:
        return False


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise UnknownBlob
    return folder / name[:2] / name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
