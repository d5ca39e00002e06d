"""One run for each data folder."""

import fcntl
import os
from pathlib import Path
from typing import Self


class AlreadyRunning(Exception):
    """Another `farshore run` holds this folder; the argument is its process id, if known."""


class Lock:
    """Held while the house runs. The kernel lets go of it however the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1
        self.unclean = False
        """Whether the last run ended without putting the lock down (kill -9, a power cut)."""

    def __enter__(self) -> Self:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._read()
            os.close(self._descriptor)
            raise AlreadyRunning(holder) from None
        self.unclean = bool(self._read())
        self._write(str(os.getpid()))
        return self

    def __exit__(self, *_error: object) -> None:
        self._write("")
        os.close(self._descriptor)

    def forget(self) -> None:
        """In a forked child: close it, so that the lock ends with the parent."""
        os.close(self._descriptor)

    def _read(self) -> str:
        return os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip()

    def _write(self, text: str) -> None:
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode("ascii"), 0)
