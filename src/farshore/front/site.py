"""Opening files below `site/`, and nothing else: links are not followed, not even by a race."""

import os
import stat
from pathlib import Path
from typing import NamedTuple


class NotThere(Exception):
    """No regular file that may be read has this name."""


class Mark(NamedTuple):
    """By which a file is known again: what the press replaces has another one."""

    written: int
    """Nanoseconds. The press gives a page and its compressed copies the same."""
    changed: int
    number: int
    size: int


class Site:
    """The folder that the press writes. It may be missing, and come later."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def place(self, names: tuple[str, ...]) -> bytes:
        """The path of a file, for `mark_at`."""
        return os.fsencode(self._root.joinpath(*names))

    def open(self, names: tuple[str, ...]) -> int:
        """A descriptor of the file; the caller closes it. Raises `NotThere`."""
        try:
            return self._walk(names)
        except (OSError, ValueError) as error:  # also names that are too long, or links
            raise NotThere from error

    def _walk(self, names: tuple[str, ...]) -> int:
        folder = self._descend(names[:-1])
        try:
            file = os.open(
                names[-1],
                os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC,
                dir_fd=folder,
            )
        finally:
            os.close(folder)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise FileNotFoundError(names[-1])
        return file

    def _descend(self, names: tuple[str, ...]) -> int:
        """The root may be a link that the operator made; what lies in it may not."""
        folder = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for name in names:
            above, how = folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
            try:
                folder = os.open(name, how, dir_fd=above)
            finally:
                os.close(above)
        return folder


def mark_of(file: int) -> Mark:
    """The mark of an open file."""
    found = os.fstat(file)
    return Mark(found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size)


def is_marked(place: bytes, mark: Mark) -> bool:
    """Whether the file at this path is still the one that had the mark. One call to the kernel."""
    try:
        found = os.lstat(place)
    except OSError:
        return False
    return (
        found.st_mtime_ns == mark.written
        and found.st_ino == mark.number
        and found.st_ctime_ns == mark.changed
        and found.st_size == mark.size
    )


def read(file: int, size: int, start: int = 0) -> bytes:
    """`size` bytes from `start`; fewer only where the file ends."""
    parts = []
    while size > 0 and (part := os.pread(file, size, start)):
        parts.append(part)
        size, start = size - len(part), start + len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
