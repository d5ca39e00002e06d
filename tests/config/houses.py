"""A `farshore` of its own for a test: real processes on a data folder, as people start them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import template

ROOT = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    """The caller's without anything of a house's; SQLite, whatever the run is on."""
    apart = ("FARSHORE_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(apart)}
    return kept | {"PYTHONPATH": str(ROOT / "src"), **more}


def farshore(*words: object, said: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """One command, to its end. `said`: what is typed into it."""
    return subprocess.run(
        [sys.executable, "-m", "farshore", *map(str, words)],
        env=environment(**more),
        input=said,
        capture_output=True,
        text=True,
        timeout=90,
    )


def migrated(folder: Path) -> Path:
    """A data folder with an empty, current database."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not template.lend(folder / "db.sqlite3"):
        made = [sys.executable, "-m", "django", "migrate", "-v", "0"]
        given = {"FARSHORE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "farshore.config.settings"}
        subprocess.run(made, env=environment(**given), check=True, timeout=170)
        template.keep(folder / "db.sqlite3")
    return folder


def copied(house: Path, folder: Path) -> Path:
    """A house that was open before, in a folder of its own."""
    shutil.copytree(house, folder, symlinks=True, ignore=shutil.ignore_patterns("*.sock"))
    folder.chmod(0o700)
    return folder


class Open:
    """A house that is being opened: its process, its port, and what it says."""

    def __init__(self, folder: Path, port: int, **more: str) -> None:
        self.folder, self.port = folder, port
        self.log = folder.with_name(f"{folder.name}.log")
        command = [sys.executable, "-m", "farshore", "run", "--data", str(folder)]
        with self.log.open("wb") as out:
            self.began = time.monotonic()
            self.process = subprocess.Popen(
                [*command, "--port", str(port)], env=environment(**more), stdout=out, stderr=out
            )

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def ready(self) -> bool:
        """Whether it has greeted; fails where it ended."""
        assert self.process.poll() is None, self.said
        return "Stop with Ctrl-C." in self.said

    def children(self) -> list[int]:
        """The process ids below the parent, the oldest first."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def stop(self, word: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to end; seconds until it had."""
        asked = time.monotonic()
        self.process.send_signal(word)
        self.process.wait(20)
        return time.monotonic() - asked


@contextmanager
def opened(folder: Path, *, wait: bool = True, **more: str) -> Iterator[Open]:
    """Open a house; killed at the end if it is not closed by then."""
    house = Open(folder, free_port(), **more)
    try:
        if wait:
            until(house.ready, 90)
        yield house
    finally:
        house.process.kill()
        house.process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait; how long it took. Fails where it never holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it never came to be"
        time.sleep(0.02)
    return time.monotonic() - began
