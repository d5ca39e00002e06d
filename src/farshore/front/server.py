"""The server: listens, keeps the time, and closes so that nobody is cut off in mid-sentence."""

import asyncio
import gc
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path

from farshore.front.clients import Clients
from farshore.front.connection import Connection
from farshore.front.crowd import Crowd
from farshore.front.files import Files
from farshore.front.passing import Back
from farshore.front.shelf import Shelf
from farshore.front.site import Site

CLOSING = 1.5
"""Seconds for the answers that are being given, once we are told to stop."""

_BACKLOG = 1024
_READERS = 4
_MOST_FILES = 65_536
_SPARE_FILES = 128
"""Open files that are not clients: the site's, and the back's socket, twice for each request."""


class Server:
    """What all connections share. Make it in the loop."""

    def __init__(
        self, *, site: Path, back: Back, cap: int, trusted: Iterable[str], secure: bool, onion: str
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.files = Files(Shelf(Site(site), cap))
        self.back = back
        self.clients = Clients(trusted)
        self.secure = secure
        self.onion = onion.encode()
        self.crowd = Crowd()
        self.connections: set[Connection] = set()
        self.closing = False
        self.now = self.loop.time()
        self.date = b""
        self._most = _room_for_clients()
        self._tick()

    def welcome(self, connection: Connection) -> None:
        """Take in a client, if there is room for one more."""
        self.connections.add(connection)
        if len(self.connections) > self._most:
            connection.abort()

    def report(self, error: BaseException) -> None:
        """Say what went wrong and where, and nothing of who asked for what."""
        trace, places = error.__traceback__, []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_qualname}")
            trace = trace.tb_next
        sys.stderr.write(f"ERROR farshore.front: {type(error).__name__} at {places[-3:]}\n")

    async def keep_time(self) -> None:
        """Each second: the date, the day's key, and who has used up their time."""
        while True:
            await asyncio.sleep(1.0 - time.time() % 1.0)
            self._tick()
            for connection in tuple(self.connections):
                connection.look(self.now)

    async def leave(self) -> None:
        """Let the answers that are being given end; close what is left after a moment."""
        self.closing = True
        for connection in tuple(self.connections):
            connection.retire()
        until = self.loop.time() + CLOSING
        while self.connections and self.loop.time() < until:
            await asyncio.sleep(0.02)
        for connection in tuple(self.connections):
            connection.abort()

    def _tick(self) -> None:
        self.now = self.loop.time()
        self.date = f"Date: {formatdate(usegmt=True)}\r\n".encode()
        self.clients.renew()


@asynccontextmanager
async def serving(
    *,
    site: Path,
    back: Path,
    host: str,
    port: int,
    cap: int,
    trusted: Iterable[str],
    secure: bool = False,
    onion: str = "",
) -> AsyncIterator[Server]:
    """Serve until the context ends. Raises `OSError` where `host:port` cannot be listened on."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(_READERS))
    server = Server(
        site=site, back=Back(back), cap=cap, trusted=trusted, secure=secure, onion=onion
    )
    loop.set_exception_handler(lambda _loop, told: _tell(server, told))
    listening = await loop.create_server(lambda: Connection(server), host, port, backlog=_BACKLOG)
    time_keeper = loop.create_task(server.keep_time())
    gc.freeze()  # what is loaded stays: the collector need not look at it again
    try:
        yield server
    finally:
        listening.close()
        await server.leave()
        time_keeper.cancel()


def _tell(server: Server, told: dict[str, object]) -> None:
    error = told.get("exception")
    server.report(error if isinstance(error, BaseException) else RuntimeError())


def _room_for_clients() -> int:
    """Ask the system for as many open files as it allows; how many of them clients may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft == resource.RLIM_INFINITY or soft >= most:
        most = min(soft, _MOST_FILES) if soft != resource.RLIM_INFINITY else _MOST_FILES
    else:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(most - _SPARE_FILES, most // 2)
