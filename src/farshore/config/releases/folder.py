"""Reading a folder that a stranger may have filled: plain files of bounded size, no links."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from farshore.config.releases.errors import Missing, Unguarded, Unreadable

MOST_FILES = 200
MOST_BYTES = 1024**3
"""Of one file. The wheel has about 32 million."""

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,120}")
"""Names that mean the same everywhere, and lead nowhere else."""

_HOW = os.O_RDONLY | os.O_CLOEXEC
_PIECE = 1 << 20


class Folder:
    """A release's folder, held open, so that it is the same one all the time."""

    def __init__(self, path: Path) -> None:
        try:
            self._at = os.open(path, _HOW | os.O_DIRECTORY)
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
        self.path = path

    def close(self) -> None:
        os.close(self._at)

    def names(self) -> list[str]:
        """Everything in it, sorted. Raises Unreadable, Unguarded."""
        _require_own(os.fstat(self._at), str(self.path))
        names = sorted(os.listdir(self._at))  # noqa: PTH208 # the folder that is held, not its path
        if len(names) > MOST_FILES:
            raise Unreadable(f"{self.path} holds {len(names)} files. No release has so many.")
        return names

    def read(self, name: str, most: int) -> bytes:
        """A small file. Raises Missing, Unreadable, Unguarded."""
        with self._opened(name, most) as file, open(file, "rb", closefd=False) as held:
            return held.read(most)

    def digest(self, name: str) -> str:
        """A file's SHA-256 in hex. Raises Missing, Unreadable, Unguarded."""
        told = hashlib.sha256()
        with self._opened(name, MOST_BYTES) as file:
            while piece := os.read(file, _PIECE):
                told.update(piece)
        return told.hexdigest()

    @contextmanager
    def _opened(self, name: str, most: int) -> Iterator[int]:
        if not PLAIN.fullmatch(name):
            raise Unreadable(f"{name[:60]!r} is no name of a file in a release.")
        try:
            # A pipe under this name must not keep us waiting.
            file = os.open(name, _HOW | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._at)
        except FileNotFoundError:
            raise Missing(f"{name} is missing.") from None
        except OSError as error:
            raise Unreadable(f"{name} cannot be read, or is a link ({error.strerror}).") from None
        try:
            _require_plain(os.fstat(file), name, most)
            yield file
        finally:
            os.close(file)


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """The folder for as long as the block. Raises Unreadable."""
    folder = Folder(path)
    try:
        yield folder
    finally:
        folder.close()


def _require_plain(told: os.stat_result, name: str, most: int) -> None:
    if not stat.S_ISREG(told.st_mode):
        raise Unreadable(f"{name} is no ordinary file.")
    if told.st_size > most:
        raise Unreadable(f"{name} is too large: {told.st_size} bytes, at most {most}.")
    _require_own(told, name)


def _require_own(told: os.stat_result, name: str) -> None:
    """Raise Unguarded where somebody but this user and root could still change it."""
    if told.st_uid not in {0, os.geteuid()}:
        raise Unguarded(f"{name} belongs to another user, who can change it.")
    if told.st_mode & stat.S_IWOTH:
        raise Unguarded(f"Everybody on this machine can change {name}.")
    if told.st_mode & stat.S_IWGRP and told.st_gid != os.getegid():
        raise Unguarded(f"Others of a group on this machine can change {name}.")
