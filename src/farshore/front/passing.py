"""Handing requests on to the back, over its Unix socket, and its answers to the client.

Bodies flow in both directions as they come; nobody's thirty megabytes lie in memory or on disk
here. The back has a few threads, so it is asked only when there is something to do: a small body
is awaited whole, and of the large ones a few at a time go through. A slow line holds up another
large upload at most, never a person who hides their story.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from farshore.front import addresses, crossing
from farshore.front.clients import NAME
from farshore.front.exchange import Away, Exchange
from farshore.front.requests import Body, Request

SMALL = 64 * 1024
"""Bytes of a body that are awaited before the back is asked."""

UPLOADS = 6
"""Larger bodies that go through at once: fewer than the back has threads."""

AT_ONCE = 32
"""Requests that the back is asked at once by clients with a name, and as many by those without;
more wait here, each kind in a line of its own: a flood of the one holds up the other very little.
"""

WAITING = 120.0
"""Seconds that a request may wait for that."""


class Outlet(Protocol):
    """Where an answer goes: the client's connection. Raises `Broken` when the client has left."""

    def begin(self, request: Request, status: int, lines: bytes, *, sized: bool) -> None: ...

    async def write(self, part: bytes) -> None: ...

    def finish(self, request: Request) -> None: ...


class Back:
    """The back, behind its socket. Make it in the loop."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._uploads = asyncio.Semaphore(UPLOADS)
        self._turns = {kind: asyncio.Semaphore(AT_ONCE) for kind in (True, False)}

    async def carry(self, request: Request, about: Mapping[str, str], outlet: Outlet) -> None:
        """Ask, and hand the answer to `outlet`. `about`: headers about the client.

        Raises `Away` while nothing was handed over, `Broken` after that.
        """
        body = request.body
        beginning = await body.beginning(SMALL) if body else b""
        if body is None or (body.ended and not body.held):
            size = len(beginning) if body else None
            head, turns = _head(request, about, size), self._turns[NAME in about]
            await self._ask(request, head + beginning, None, outlet, turns)
            return
        await self._uploads.acquire()
        with ExitStack() as place:
            place.callback(self._uploads.release)
            rest, size = _rest(beginning, body, place), _size(request)
            more = _chunked(rest) if size < 0 else rest
            head, turns = _head(request, about, size), self._turns[NAME in about]
            await self._ask(request, head, more, outlet, turns)

    async def _ask(
        self,
        request: Request,
        head: bytes,
        more: AsyncIterator[bytes] | None,
        outlet: Outlet,
        turns: asyncio.Semaphore,
    ) -> None:
        try:
            await asyncio.wait_for(turns.acquire(), WAITING)
        except TimeoutError as error:
            raise Away from error
        try:
            async with Exchange(self._socket, bodyless=request.method == b"HEAD") as exchange:
                await exchange.ask(head, more)
                await _hand_on(request, exchange, outlet)
        finally:
            turns.release()


async def _hand_on(request: Request, exchange: Exchange, outlet: Outlet) -> None:
    studio = addresses.is_studio(request.path)
    account = addresses.is_account(request.path)
    fields = crossing.from_back(exchange.fields, studio=studio, account=account)
    lines = b"".join(b"%b: %b\r\n" % pair for pair in fields) + b"\r\n"
    outlet.begin(request, exchange.status, lines, sized=exchange.is_sized)
    async for part in exchange.parts():
        await outlet.write(part)
    outlet.finish(request)


def _head(request: Request, about: Mapping[str, str], size: int | None) -> bytes:
    """The request as the back gets it. `size` of its body: None without one, -1 for chunks.

    One connection for each: what was begun on one that is kept could meet its end at the other
    side, and what was sent of a body cannot be sent again.
    """
    studio, account = addresses.is_studio(request.path), addresses.is_account(request.path)
    fields = crossing.to_back(request.headers, studio=studio, account=account)
    fields += [(name.encode(), value.encode()) for name, value in about.items()]
    if size is not None:
        framing = (
            (b"Transfer-Encoding", b"chunked") if size < 0 else (b"Content-Length", b"%d" % size)
        )
        fields.append(framing)
    fields.append((b"Connection", b"close"))
    path, query = addresses.split(request.target)
    target = path + b"?" + query if query else path
    lines = b"".join(b"%b: %b\r\n" % pair for pair in fields)
    return b"%b %b HTTP/1.1\r\n%b\r\n" % (request.method, target, lines)


def _size(request: Request) -> int:
    """Of a body, as the client announced it; -1 for chunks."""
    return int(request.headers.get(b"content-length", b"-1"))


async def _rest(beginning: bytes, body: Body, place: ExitStack) -> AsyncIterator[bytes]:
    """A body as it comes; with its last part, its place is free for another's."""
    yield beginning
    while part := await body.part():
        yield part
    place.close()


async def _chunked(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for part in body:
        yield b"%x\r\n%b\r\n" % (len(part), part)
    yield b"0\r\n\r\n"
