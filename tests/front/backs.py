"""A small real back on a Unix socket, which does on request what backs do, well or badly."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any


class Back(ThreadingMixIn, UnixStreamServer):
    """What it saw, and what it waits for."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: str) -> None:
        super().__init__(path, _Handler)
        self.asked: list[str] = []
        self.receiving = self.most_receiving = 0
        self.go_on = threading.Event()
        self.left_early = threading.Event()
        self.got = 0
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Back

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name = self.path.partition("?")[0].strip("/").split("/")[-1]
        getattr(self, f"_{name}", self._echo)()

    do_POST = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - the library's names

    def _echo(self) -> None:
        """All that came."""
        body = self._body()
        told = {
            "method": self.command,
            "target": self.path,
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
            "length": len(body),
            "sha": hashlib.sha256(body).hexdigest(),
        }
        self._send(200, json.dumps(told).encode(), ("Content-Type", "application/json"))

    def _stream(self) -> None:
        """Chunks, the second of which waits for the test."""
        self._head(200, ("Transfer-Encoding", "chunked"))
        self._chunk(b"first")
        self.server.go_on.wait(10)
        self._chunk(b"second")
        self._chunk(b"")

    def _flood(self) -> None:
        """More than anybody reads; how far it got."""
        self._head(200, ("Transfer-Encoding", "chunked"))
        try:
            for _ in range(4000):
                self._chunk(b"x" * 65_536)
                self.server.got += 65_536
        except OSError:
            self.server.left_early.set()

    def _early(self) -> None:
        """An answer to a body that is not read."""
        self._send(413, b"too much", ("Connection", "close"))
        self.close_connection = True

    def _silent(self) -> None:
        """Nothing, until the other end is tired of it."""
        self.connection.settimeout(15)
        while self.rfile.read1(65_536):
            pass
        self.server.left_early.set()
        self.close_connection = True

    def _half(self) -> None:
        """Less than was announced."""
        self._head(200, ("Content-Length", "1000"))
        self.wfile.write(b"only this")
        self.close_connection = True

    def _rude(self) -> None:
        """Closes as if it had been killed."""
        self.close_connection = True

    def _empty(self) -> None:
        self._head(204)

    def _cookie(self) -> None:
        self._send(
            200,
            b"ok",
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("Connection", "X-Hop"),
            ("X-Hop", "1"),
            ("Keep-Alive", "timeout=5"),
            ("X-Kept", "yes"),
            ("Content-Security-Policy", "default-src 'none'"),
        )

    def _trip(self) -> None:
        self._send(200, b"ok", ("Set-Cookie", "a=1"), ("Set-Cookie", "trip=1; HttpOnly"))

    def _body(self) -> bytes:
        with self.server.lock:
            self.server.receiving += 1
            self.server.most_receiving = max(self.server.most_receiving, self.server.receiving)
        try:
            if self.headers.get("Transfer-Encoding") == "chunked":
                return b"".join(self._chunks())
            return self._exactly(int(self.headers.get("Content-Length", "0")))
        finally:
            with self.server.lock:
                self.server.receiving -= 1

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size and (part := self.rfile.read1(min(size, 65_536))):
            self.server.got += len(part)
            size -= len(part)
            parts.append(part)
        if size:
            self.server.left_early.set()
            raise ConnectionError
        return b"".join(parts)

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline() or b"0", 16):
            yield self._exactly(size)
            self.rfile.readline()
        self.rfile.readline()

    def _send(self, status: int, body: bytes, *fields: tuple[str, str]) -> None:
        self._head(status, ("Content-Length", str(len(body))), *fields)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, *fields: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written down."""


@contextmanager
def back(path: Path) -> Iterator[Back]:
    """A back that listens on `path`."""
    with Back(str(path)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join()
            path.unlink(missing_ok=True)


def soon(what: Any, seconds: float = 10.0) -> bool:
    """Whether `what()` comes true within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.02)
    return bool(what())
