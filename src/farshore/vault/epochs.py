"""Epochs: the keys under which the keys of stories lie. Plain Python over a folder.

The database holds each story's key only wrapped under an epoch; the epochs lie in a folder of
their own, which no backup of the database holds. When an epoch ends, every older copy of what was
wrapped under it ends too: that is how shredding reaches backups. docs/decisions/0011-story-keys.md
has the reasons.

An epoch is one file, `2026-11-23-1f2e3d4c.epoch`: the day it began, and a fingerprint of its key,
so that a file that was damaged or comes from another house is noticed by its name.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from farshore.vault import whole
from farshore.vault.errors import MissingEpoch
from farshore.vault.seal import KEY, new_key

_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")
_HEAD = "farshore epoch 1"
_README = b"""\
These files open the keys of stories in the database.

Keep copies of this folder apart from copies of the database, and destroy each copy after the days
that FARSHORE_EPOCH_BACKUP_DAYS says (16 at most): what a teller takes back ends in the backups when
the last copy of these files ends. Without any copy of them, no story can be read again.

Never edit a file here, and never move one into another house. See docs/running/keys.md.
"""


@dataclass(frozen=True, slots=True, repr=False)
class Epoch:
    """One epoch with its key (32 bytes), which its `repr` does not show."""

    id: str
    key: bytes

    def __repr__(self) -> str:
        return f"Epoch({self.id})"


def begun(id: str) -> date:
    """The day on which the epoch of this id began. Raises `MissingEpoch` for what is no id."""
    if not _ID.fullmatch(id):
        raise MissingEpoch(id)
    return date.fromisoformat(id[:10])


def ids(folder: Path) -> list[str]:
    """The epochs that lie here, the oldest first."""
    return sorted(path.stem for path in folder.glob("*.epoch") if _ID.fullmatch(path.stem))


def read(folder: Path, id: str) -> Epoch:
    """Raises `MissingEpoch` where the file is not here, or does not hold what its name says."""
    try:
        head, _, text = _path(folder, id).read_text("ascii").partition("\n")
        key = bytes.fromhex(text.strip())
    except (OSError, ValueError):
        raise MissingEpoch(id) from None
    if head != _HEAD or len(key) != KEY or _id(begun(id), key) != id:
        raise MissingEpoch(id)
    return Epoch(id, key)


def newest(folder: Path, *, today: date) -> str | None:
    """The epoch that began last. Clocks of two hosts may be a day apart; one of a later day is the
    work of a wrong clock, and left out."""
    known = [id for id in ids(folder) if begun(id) <= today + timedelta(days=1)]
    return known[-1] if known else None


def is_due(id: str | None, *, today: date, days: int) -> bool:
    """Whether it is time for a new epoch."""
    return id is None or begun(id) + timedelta(days=days) <= today


def begin(folder: Path, *, today: date) -> None:
    """A new epoch, whole and durable before its name can be seen. Raises `NoRoom`, `OSError`.

    Two that begin on one day do no harm: whoever lists the folder takes the same one as `newest`.
    """
    key = new_key()
    whole.write(_path(folder, _id(today, key)), f"{_HEAD}\n{key.hex()}\n".encode(), day=today)
    if not (folder / "README.txt").exists():
        whole.write(folder / "README.txt", _README)


def end(folder: Path, id: str) -> None:
    """Overwrite an epoch's key, then remove its file, durably. Ending what is gone is no error."""
    path = _path(folder, id)
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    whole.settle(folder)


def sweep_parts(folder: Path) -> int:
    """Remove what a killed process left half-written more than an hour ago; how many."""
    return whole.sweep_parts(list(folder.glob(".*.part")))


def _path(folder: Path, id: str) -> Path:
    if not _ID.fullmatch(id):
        raise MissingEpoch(id)
    return folder / f"{id}.epoch"


def _id(day: date, key: bytes) -> str:
    told = hashlib.sha256(b"farshore epoch id 1" + key).hexdigest()
    return f"{day.isoformat()}-{told[:8]}"
