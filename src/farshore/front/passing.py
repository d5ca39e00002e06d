"""Handing requests on to the back, over its Unix socket, and its answers to the client.

Bodies flow in both directions as they come; nobody's thirty megabytes lie in memory or on disk
here. The back has a few threads, so it is asked only when there is something to do: a small body
is awaited whole, and of the large ones a few at a time go through. A slow line holds up another
large upload at most, never a person who hides their story.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import aiohttp
from yarl import URL

from farshore.front import addresses, crossing
from farshore.front.answers import Broken
from farshore.front.requests import Body, Request

SMALL = 64 * 1024
"""Bytes of a body that are awaited before the back is asked."""

UPLOADS = 6
"""Larger bodies that go through at once: fewer than the back has threads."""

AT_ONCE = 64
"""Requests that the back is asked at once; more wait here."""

PATIENCE = 120.0
"""Seconds for the back to begin its answer, from the request's last byte."""

_CONNECT = aiohttp.ClientTimeout(total=None, sock_connect=2.0)


class Away(Exception):
    """The back did not begin to answer."""


class Outlet(Protocol):
    """Where an answer goes: the client's connection."""

    def begin(self, request: Request, status: int, lines: bytes, *, sized: bool) -> None: ...

    async def write(self, part: bytes) -> None: ...

    def finish(self, request: Request) -> None: ...


class Back:
    """The back, behind its socket. Use as a context, in the loop."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._uploads = asyncio.Semaphore(UPLOADS)
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        # A connection for each request: one that is kept might be closed at the other end just
        # when a body is on its way, and what was sent cannot be sent again.
        connector = aiohttp.UnixConnector(str(self._socket), limit=AT_ONCE, force_close=True)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            timeout=_CONNECT,
            read_bufsize=SMALL,
            max_line_size=32 * 1024,
            max_field_size=32 * 1024,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def carry(self, request: Request, about: dict[str, str], outlet: Outlet) -> None:
        """Ask, and hand the answer to `outlet`. `about`: headers about the client.

        Raises `Away` while nothing was handed over, `Broken` after that.
        """
        body = request.body
        beginning = await body.beginning(SMALL) if body else b""
        if body is None or (body.ended and not body.held):
            await self._ask(request, about, outlet, beginning or None)
            return
        await self._uploads.acquire()
        with ExitStack() as place:
            place.callback(self._uploads.release)
            await self._ask(request, about, outlet, _rest(beginning, body, place))

    async def _ask(
        self,
        request: Request,
        about: dict[str, str],
        outlet: Outlet,
        data: bytes | AsyncIterator[bytes] | None,
    ) -> None:
        headers = crossing.to_back(request.headers, studio=addresses.is_studio(request.path))
        length = request.headers.get(b"content-length")
        if length and not isinstance(data, bytes | None):
            headers["content-length"] = length.decode()
        try:
            response = await self._begun(request, headers | about, data)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Away from error
        async with response:
            await _hand_on(request, response, outlet)

    async def _begun(
        self,
        request: Request,
        headers: dict[str, str],
        data: bytes | AsyncIterator[bytes] | None,
    ) -> aiohttp.ClientResponse:
        """The answer's head, awaited with patience once the request's last byte is here."""
        asked = asyncio.ensure_future(
            self._session.request(
                request.method.decode(),
                _url(request),
                headers=headers,
                data=data,
                allow_redirects=False,
            )
        )
        try:
            while request.body is not None and not request.body.ended and not asked.done():
                await asyncio.wait([asked], timeout=1.0)
            return await asyncio.wait_for(asked, PATIENCE)
        finally:
            asked.cancel()


async def _rest(beginning: bytes, body: Body, place: ExitStack) -> AsyncIterator[bytes]:
    """A body as it comes; with its last part, its place is free for another's."""
    yield beginning
    while part := await body.part():
        yield part
    place.close()


async def _hand_on(request: Request, response: aiohttp.ClientResponse, outlet: Outlet) -> None:
    studio = addresses.is_studio(request.path)
    fields = crossing.from_back(response.raw_headers, studio=studio)
    lines = b"".join(b"%b: %b\r\n" % pair for pair in fields) + b"\r\n"
    sized = any(name.lower() == b"content-length" for name, _value in fields)
    outlet.begin(request, response.status, lines, sized=sized)
    try:
        while part := await asyncio.wait_for(response.content.readany(), PATIENCE):
            await outlet.write(part)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Broken from error
    outlet.finish(request)


def _url(request: Request) -> URL:
    """The address as it came: what is escaped in it stays escaped, once."""
    path, query = addresses.split(request.target)
    return URL.build(
        scheme="http",
        host="back",
        path=path.decode("ascii"),
        query_string=query.decode("ascii"),
        encoded=True,
    )
