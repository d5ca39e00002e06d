"""Processes that live and end together, tried on real ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FAMILY = """
import os, signal, subprocess, sys, time
from functools import partial
from pathlib import Path
from farshore.config.running.family import Family

place = Path(sys.argv[1])

def note(name):
    with (place / name).open("a") as out:
        out.write(f"{os.getpid()}\\n")

def quiet():
    note("quiet")
    while True:
        time.sleep(60)

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("stubborn")
    while True:
        time.sleep(60)

def mother():
    child = subprocess.Popen(["sleep", "600"])
    with (place / "grandchild").open("a") as out:
        out.write(f"{child.pid}\\n")
    note("mother")
    while True:
        time.sleep(60)

def failing():
    note("failing")
    raise RuntimeError("as planned")

children = {"quiet": quiet, "stubborn": stubborn, "mother": mother, "failing": failing}
with Family(in_child=lambda: None, told=lambda line: print(line, flush=True)) as family:
    for name in sys.argv[2:]:
        family.start(name, children[name])
    note("parent")
    family.watch()
print("closed", flush=True)
"""


class Running:
    """A family in a process of its own."""

    def __init__(self, place: Path, *names: str) -> None:
        self.place = place
        self.process = subprocess.Popen(
            [sys.executable, "-c", FAMILY, str(place), *names],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for name in (*names, "parent"):
            until(lambda name=name: bool(self.pids(name)))  # type: ignore[misc]

    def pids(self, name: str) -> list[int]:
        """Those that have borne this name, the oldest first."""
        path = self.place / name
        return [int(line) for line in path.read_text().split()] if path.exists() else []


def until(holds: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait; how long it took. Fails where it never holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it never came to be"
        time.sleep(0.02)
    return time.monotonic() - began


def lives(pid: int) -> bool:
    """Whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def start(*names: str) -> Running:
        made.append(Running(tmp_path, *names))
        return made[-1]

    yield start
    for each in made:
        each.process.kill()
        each.process.wait()
        if each.process.stdout:
            each.process.stdout.close()


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_all_stop_within_three_seconds_also_the_stubborn(
    run: Callable[..., Running], word: signal.Signals
) -> None:
    family = run("quiet", "stubborn")
    family.process.send_signal(word)
    began = time.monotonic()
    told, _ = family.process.communicate(timeout=10)
    assert time.monotonic() - began < 3
    assert "closed" in told
    assert family.process.returncode == 0
    assert not any(lives(pid) for name in ("quiet", "stubborn") for pid in family.pids(name))


def test_a_dead_child_is_back_at_once(run: Callable[..., Running]) -> None:
    family = run("quiet")
    os.kill(family.pids("quiet")[0], signal.SIGKILL)
    assert until(lambda: len(family.pids("quiet")) == 2) < 1
    assert lives(family.pids("quiet")[1])


def test_a_child_that_keeps_failing_is_tried_more_and_more_slowly(
    run: Callable[..., Running],
) -> None:
    family = run("failing")
    time.sleep(2.2)
    assert 3 <= len(family.pids("failing")) <= 5  # at 0, 0, 0.5, 1.5 seconds


def test_children_end_with_a_parent_that_is_killed_outright(run: Callable[..., Running]) -> None:
    family = run("quiet", "mother")
    family.process.kill()
    until(lambda: not lives(family.pids("quiet")[0]), 3)


def test_what_a_dead_child_leaves_behind_ends_too(run: Callable[..., Running]) -> None:
    family = run("mother")
    left = family.pids("grandchild")[0]
    assert lives(left)
    os.kill(family.pids("mother")[0], signal.SIGKILL)
    until(lambda: not lives(left), 3)
