"""Files that are there whole or not at all. Plain Python."""

import errno
import os
import secrets
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from farshore.vault.errors import NoRoom

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write(
    path: Path, data: bytes | Iterable[bytes], *, day: date | None = None, anew: bool = False
) -> None:
    """Write a file atomically and durably, mode 0600; its folder is made, mode 0700.

    `day` becomes the file's time, so that it tells nothing finer. With `anew`, a file of that name
    is left as it is: `FileExistsError`. Raises `NoRoom`, and leaves nothing then.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.writelines([data] if isinstance(data, bytes) else data)
            out.flush()
            os.fsync(out.fileno())
        if day is not None:
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
            os.utime(part, (midnight, midnight))
        _show(part, path, anew=anew)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise NoRoom from error
        raise


def settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_parts(parts: list[Path]) -> int:
    """Remove those that a killed process left half-written more than an hour ago; how many."""
    old = [part for part in parts if _abandoned(part)]
    for part in old:
        part.unlink(missing_ok=True)
    return len(old)


def _show(part: Path, path: Path, *, anew: bool) -> None:
    if anew:
        os.link(part, path)
        part.unlink()
    else:
        part.replace(path)
    settle(path.parent)


def _abandoned(part: Path) -> bool:
    try:
        return time.time() - part.stat().st_ctime > 3600
    except FileNotFoundError:
        return False
