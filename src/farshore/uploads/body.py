"""A body that ends early is an error, and not a shorter body.

When a phone loses its connection halfway, the application server only says that there is no more
to read. Django would take that for the end of the form: half a story would be saved over the
whole one, and every field after the break would be empty.
"""

from typing import Protocol


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class CutOff(ConnectionError):
    """The connection ended before the body did. Django passes it on as `UnreadablePostError`."""


class WholeBody:
    """`body`, whose `read` raises `CutOff` where it ends before its `length` in bytes."""

    def __init__(self, body: Readable, length: int) -> None:
        self._body = body
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all that are left; fewer only at the end of the body."""
        wanted = self._left if size < 0 else min(size, self._left)
        parts: list[bytes] = []
        while wanted:
            part = self._body.read(wanted)
            if not part:
                raise CutOff
            parts.append(part)
            wanted -= len(part)
            self._left -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1) -> bytes:
        """A line, as WSGI asks for it; nobody in the house reads a body by lines."""
        line = bytearray()
        while not line.endswith(b"\n") and (size < 0 or len(line) < size):
            letter = self.read(1)
            if not letter:
                break
            line += letter
        return bytes(line)
