"""One request to the back and its answer, over a Unix socket, both as they come.

Bare sockets, not transports: a back that refuses a body answers and closes while we are still
sending, and what it said must be read although nothing can be written any more. llhttp reads.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from httptools import HttpParserError, HttpResponseParser

from farshore.front.answers import Broken

PATIENCE = 120.0
"""Seconds for the back to begin its answer once it has the whole request, and for each part."""

_CONNECTING, _AGAIN = 2.0, 0.02
_PIECE = 64 * 1024


class Away(Exception):
    """The back did not begin to answer."""


class Exchange:
    """Use as a context: the connection ends with it, and by that the back hears that we left."""

    def __init__(self, path: Path, *, bodyless: bool) -> None:
        """`bodyless`: the answer will be a head alone, whatever it says of its length."""
        self._path, self._bodyless = path, bodyless
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.setblocking(False)
        self._parser = HttpResponseParser(self)
        self._sending: asyncio.Task[None] | None = None
        self._patience: asyncio.Timeout | None = None
        self._parts: list[bytes] = []
        self._headed = self._whole = False
        self.status = 0
        self.fields: list[tuple[bytes, bytes]] = []
        """The answer's header lines, as they came."""

    async def __aenter__(self) -> Self:
        try:
            await asyncio.wait_for(self._connect(), _CONNECTING)
        except OSError as error:  # of which a timeout is one
            self._socket.close()
            raise Away from error
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.wait([self._sending])
        self._socket.close()

    @property
    def is_sized(self) -> bool:
        """Whether the answer tells its length in bytes."""
        return any(name.lower() == b"content-length" for name, _value in self.fields)

    async def ask(self, request: bytes, more: AsyncIterator[bytes] | None) -> None:
        """Send a request, and what follows it, and come back with the head of its answer.

        Raises `Away`.
        """
        try:
            await self._loop.sock_sendall(self._socket, request)
            if more is not None:
                self._sending = self._loop.create_task(self._send(more))
            while not self._headed:
                await self._hear()
        except (OSError, HttpParserError, Broken) as error:
            raise Away from error

    async def parts(self) -> AsyncIterator[bytes]:
        """The answer's body. Raises `Broken` where it ends before its time."""
        while True:
            parts, self._parts = self._parts, []
            for part in parts:
                yield part
            if self._whole:
                return
            try:
                await self._hear()
            except (OSError, HttpParserError) as error:
                raise Broken from error

    # --- what the parser says --------------------------------------------------------------------
    def on_message_begin(self) -> None:
        self.fields = []

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._headed:
            self.fields.append((name, value))

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self._headed = self.status >= 200  # before that, it only says that it is there
        self._whole = self._headed and self._bodyless

    def on_body(self, part: bytes) -> None:
        if not self._whole:  # what follows a bodyless head would be taken for the next answer
            self._parts.append(part)

    def on_message_complete(self) -> None:
        self._whole = self._headed

    # --- sending and hearing ---------------------------------------------------------------------
    async def _connect(self) -> None:
        """At once, or as soon as the queue before the back's door has room for one more."""
        while True:
            try:
                return self._socket.connect(os.fspath(self._path))
            except BlockingIOError:
                await asyncio.sleep(_AGAIN)

    async def _send(self, more: AsyncIterator[bytes]) -> None:
        with suppress(OSError):  # it has heard enough, and its answer will say why
            async for part in more:
                await self._loop.sock_sendall(self._socket, part)
        self._sending = None
        if self._patience is not None:
            self._patience.reschedule(self._loop.time() + PATIENCE)

    async def _hear(self) -> None:
        """Take in what comes next. Raises `Broken` where nothing does and something should."""
        async with asyncio.timeout(None if self._sending else PATIENCE) as self._patience:
            data = await self._loop.sock_recv(self._socket, _PIECE)
        self._patience = None
        if not data:
            self._end()
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            if not self._whole:  # what follows the whole is nobody's business
                raise

    def _end(self) -> None:
        chunked = any(name.lower() == b"transfer-encoding" for name, _value in self.fields)
        if not self._headed or self.is_sized or chunked:
            raise Broken
        self._whole = True
