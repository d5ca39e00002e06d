"""A request as it was read, and the body that may follow it."""

import asyncio
from collections import deque
from collections.abc import Callable

from farshore.front import addresses

_ONCE = frozenset({b"host", b"content-length", b"content-type", b"transfer-encoding", b"range"})


class Body:
    """What a client sends, part by part. `flow` is called when more or less is held than before."""

    __slots__ = ("_flow", "_parts", "_unwanted", "_waiting", "ended", "held")

    def __init__(self, flow: Callable[[], None]) -> None:
        self._flow = flow
        self._parts: deque[bytes] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._unwanted = False
        self.held = 0
        """Bytes that came and were not taken yet."""
        self.ended = False
        """Whether all of it came."""

    def feed(self, part: bytes) -> None:
        """Another part came."""
        if not self._unwanted:
            self._parts.append(part)
            self.held += len(part)
            self._wake()

    def end(self) -> None:
        """It is whole."""
        self.ended = True
        self._wake()

    def drop(self) -> None:
        """Nobody wants what came or comes."""
        self._unwanted, self.held = True, 0
        self._parts.clear()
        self._flow()

    async def part(self) -> bytes:
        """The next part; empty at the end."""
        while not self._parts:
            if self.ended:
                return b""
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        part = self._parts.popleft()
        self.held -= len(part)
        self._flow()
        return part

    async def beginning(self, most: int) -> bytes:
        """The first bytes: all of them, or some more than `most`."""
        parts, size = [], 0
        while size <= most and (part := await self.part()):
            parts.append(part)
            size += len(part)
        return b"".join(parts)

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class Request:
    """One request: header names in small letters, repeated ones joined."""

    __slots__ = (
        "about",
        "body",
        "fault",
        "headers",
        "inside",
        "method",
        "newer",
        "path",
        "stays",
        "target",
    )

    def __init__(self) -> None:
        self.method = b""
        self.target = b""
        self.path = b""
        self.headers: dict[bytes, bytes] = {}
        self.newer = True
        """Whether the client speaks HTTP/1.1."""
        self.stays = False
        """Whether the client may go on with this connection."""
        self.fault = 0
        """The status that refuses it, where it cannot be answered as it is."""
        self.body: Body | None = None
        self.about: dict[str, str] = {}
        """What the back is told about the client."""
        self.inside: str | None = None
        """Under which name it was let in with its body; None if it was not, or is out again."""

    def add(self, name: bytes, value: bytes) -> None:
        """Take in a header line."""
        name = name.lower()
        if name not in self.headers:
            self.headers[name] = value
        elif name in _ONCE:
            self.fault = 400
        else:
            glue = b"; " if name == b"cookie" else b", "
            self.headers[name] += glue + value

    def settle(self, method: bytes, version: str, *, stays: bool, upgrade: bool) -> None:
        """All headers are there: what is asked, and whether it can be."""
        self.method, self.newer = method, version == "1.1"
        self.path, _query = addresses.split(self.target)
        self.fault = self.fault or self._fault(version, upgrade=upgrade)
        self.stays = stays and not upgrade and not self.fault

    def has_body(self) -> bool:
        """Whether bytes follow the head."""
        headers = self.headers
        if b"transfer-encoding" in headers:
            return True
        return headers.get(b"content-length", b"0").strip(b"0") != b""

    def awaits_more(self) -> bool:
        """Whether bytes of the body are still to come."""
        return self.body is not None and not self.body.ended

    def size(self) -> int:
        """Bytes of the head, nearly."""
        lines = sum(len(name) + len(value) + 4 for name, value in self.headers.items())
        return len(self.target) + lines

    def _fault(self, version: str, *, upgrade: bool) -> int:
        headers = self.headers
        if version not in {"1.1", "1.0"}:
            return 505
        if not self.path or (self.newer and b"host" not in headers):
            return 400
        if headers.get(b"transfer-encoding", b"chunked").lower() != b"chunked":
            return 501
        if b"transfer-encoding" in headers and (not self.newer or b"content-length" in headers):
            return 400
        if headers.get(b"expect", b"100-continue").lower() != b"100-continue":
            return 417
        # No protocol but this one is spoken. Where nothing else hangs on it, it is not heard.
        return 400 if upgrade and (self.has_body() or addresses.is_dynamic(self.path)) else 0


def refused(status: int) -> Request:
    """What stands for a request that could not be read."""
    request = Request()
    request.fault = status
    return request
