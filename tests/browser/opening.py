"""Opening a real house for the browser: `farshore run`, with all its processes and its folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from tests import template

LONGEST = 180.0
"""Seconds until a new house must answer: it migrates, fills the demonstration and presses it."""

TEAM = x25519.Identity.generate()
"""The private key of the house's team, which the house does not have."""

LANGUAGES = "en,ko,ar"
"""English without prefix, Korean for a script of its own, Arabic from right to left."""


@dataclass(frozen=True, slots=True)
class House:
    """An open house: where it answers, where its data lie, and what it said when it opened."""

    base: str
    data: Path
    said: str

    @property
    def site(self) -> Path:
        """The folder of public files."""
        return self.data / "site"

    def file(self, address: str) -> Path:
        """The file that holds a page's bytes."""
        return self.site / address[1:] / ("index.html" if address.endswith("/") else "")

    def stories(self) -> dict[str, str]:
        """Address → title of every story that stands on the site, in the first language."""
        pages = sorted(self.site.glob("stories/*-*-*/index.html"))
        titles = (re.search("<title>(.*?) · ", page.read_text("utf-8")) for page in pages)
        return {
            f"/stories/{page.parent.name}/": found.group(1) if found else ""
            for page, found in zip(pages, titles, strict=True)
        }

    def story(self, title: str) -> str:
        """The address of the story of that title. Raises `LookupError`."""
        for address, known in self.stories().items():
            if known == title:
                return address
        raise LookupError(title)

    def logins(self) -> dict[str, str]:
        """Name → password of the demonstration's staff, as the house says them when it opens."""
        return dict(re.findall(r"^\s+(\S+)\s+password (\S+)", self.said, re.MULTILINE))

    def status(self, address: str) -> int:
        """The status of a plain GET, without a browser."""
        try:
            with urllib.request.urlopen(self.base + address, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@contextmanager
def open_house(data: Path, *, host: str = "127.0.0.1", **given: str) -> Iterator[House]:
    """A house with the demonstration in it, on a free port. It must close without complaint.

    `given` are further settings, without the prefix: `open_house(data, CONTRIBUTORS="email")`.
    """
    data.mkdir(mode=0o700)
    template.lend(data / "db.sqlite3")  # migrating from nothing is tried elsewhere, and takes long
    port = free_port()
    if host != "127.0.0.1":
        given["BASE_URL"] = f"http://{host}:{port}"
    said = data.with_suffix(".log")
    with said.open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "farshore", "run", "--port", str(port), "--data", str(data)],
            env=_environment(given),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        base = f"http://{host}:{port}"
        _wait(running, f"{base}/health/ready", said)
        yield House(base, data, said.read_text("utf-8"))
    finally:
        running.send_signal(signal.SIGTERM)
        code = running.wait(20)
    assert code == 0, said.read_text("utf-8")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(more: dict[str, str]) -> dict[str, str]:
    """The caller's, without anything that would lead the house to another folder or database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FARSHORE_")
        and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    given = {
        "DEMO": "yes",
        "LANGUAGES": LANGUAGES,
        "TEAM_KEYS": str(TEAM.to_public()),
        "TRUSTED_PROXIES": "127.0.0.1",  # so that what a proxy would say of visitors is believed
    }
    return {**kept, **{f"FARSHORE_{name}": value for name, value in (given | more).items()}}


def _wait(running: "subprocess.Popen[bytes]", address: str, said: Path) -> None:
    late = time.monotonic() + LONGEST
    while time.monotonic() < late:
        if running.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                if "Stop with" in said.read_text("utf-8"):  # the last line of the greeting
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The house did not open.\n{said.read_text('utf-8')}")
