"""A real front: its own process, with the environment that `farshore run` gives it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from farshore.config.running.front import environment

PATIENCE = 20.0
BARE = "from farshore.front.__main__ import main; import sys; sys.exit(main())"


@dataclass(slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    """As it came: still encoded, but without its chunks."""
    names: list[str] = field(default_factory=list)

    def json(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.body)
        return told


class Client:
    """One connection, written to in raw bytes."""

    def __init__(self, port: int, timeout: float = PATIENCE) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self._file = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self.socket.close()

    def say(self, data: bytes) -> None:
        self.socket.sendall(data)

    def hear(self, method: str = "GET") -> Reply:
        """The next answer. Raises where the connection ends before it."""
        response = HTTPResponse(_Lent(self._file), method=method)  # type: ignore[arg-type]
        response.begin()
        body = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        names = [name.lower() for name, _value in response.getheaders()]
        return Reply(response.status, headers, body, names)

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """Header names with underscores for hyphens."""
        self.say(request(path, method, **headers))
        return self.hear(method)

    def line(self) -> bytes:
        return self._file.readline()

    def is_over(self) -> bool:
        """Whether the other end has closed; waits for it."""
        try:
            return self._file.read(1) == b""
        except ConnectionResetError:
            return True


class _Lent:
    """What HTTPResponse takes for a socket, so that it leaves the file open for the next answer."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def makefile(self, _mode: str) -> "_Lent":
        return self

    def __getattr__(self, name: str) -> object:
        return (lambda: None) if name in {"close", "flush"} else getattr(self._file, name)


def request(path: str, method: str = "GET", **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1"]
    lines += [] if "Host" in headers else ["Host: film.example"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(slots=True)
class Front:
    """A running front."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path

    def client(self, timeout: float = PATIENCE) -> Client:
        return Client(self.port, timeout)

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        with self.client() as client:
            return client.get(path, method, **headers)

    def raw(self, data: bytes) -> Reply:
        with self.client() as client:
            client.say(data)
            return client.hear()

    def errors(self) -> str:
        return self.said.read_text("utf-8")

    def private_kib(self) -> int:
        """Memory that only this process has."""
        told = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text("ascii")
        return sum(int(found) for found in re.findall(r"Private_\w+:\s+(\d+) kB", told))


@contextmanager
def front(
    site: Path, back: Path | None = None, *arguments: str, code: str = BARE
) -> Iterator[Front]:
    """A front on a free port. `code`: what its interpreter runs, for fronts that are broken."""
    port = free_port()
    said = site.parent / f"said-{port}.txt"
    back = back or site.parent / "nobody.sock"
    told = ["--site", str(site), "--back", str(back), "--port", str(port), *arguments]
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *told],
            env={**environment(), "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            stderr=errors,
        )
    try:
        _await(process, port)
        yield Front(process, port, said)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()
    assert code != BARE or said.read_text("utf-8") == ""


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError("The front did not start")


def broken(*lines: str) -> str:
    """A front in which these lines of Python were changed before it started."""
    return "\n".join([*lines, BARE])
