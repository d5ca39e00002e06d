"""Kill -9 during a release or a pressing, and a disk that fills: the old state or the new one."""

import gzip
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

pytestmark = pytest.mark.faults

Run = Callable[..., "subprocess.Popen[str]"]

# Publishes, hides and withdraws without end, pressing after each; says what it has begun.
RESTLESS = """
import itertools
from farshore.kernel import clock
from farshore.press.actions import press_waiting
from farshore.stories import actions
from tests.stories.making import picture, published
kept = []
for n in itertools.count():
    kept.append(published(f"Story {n} " + "x" * 4000, pictures=(picture(),)))
    press_waiting(clock.now())
    if n % 3 == 2:
        actions.withdraw_story(slug=kept.pop(0))
        press_waiting(clock.now())
    print(n, flush=True)
"""

SETTLE = """
from farshore.kernel import clock
from farshore.press.actions import press_waiting
while press_waiting(clock.now()):
    pass
"""

FULL = """
from pathlib import Path
from django.conf import settings
from farshore.kernel import clock
from farshore.press.actions import press_all
settings.SITE = Path(sys.argv[1])
press_all(clock.now())
"""


def _finish(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def _public(site: Path) -> dict[str, bytes]:
    """Plain files only; copies are checked on their own."""
    files = (path for path in site.rglob("*") if path.is_file())
    plain = (path for path in files if path.suffix not in {".br", ".gz", ".part"})
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in plain}


def _assert_copies_belong(site: Path) -> None:
    for path in site.rglob("*.br"):
        plain = path.with_suffix("")
        if plain.exists() and plain.stat().st_mtime_ns == path.stat().st_mtime_ns:
            assert brotli.decompress(path.read_bytes()) == plain.read_bytes()
    for path in site.rglob("*.gz"):
        plain = path.with_suffix("")
        if plain.exists() and plain.stat().st_mtime_ns == path.stat().st_mtime_ns:
            assert gzip.decompress(path.read_bytes()) == plain.read_bytes()


@pytest.mark.promise("P-25")
def test_a_killed_press_leaves_whole_pages_and_catches_up(
    folder: Path, start: Run, tmp_path: Path
) -> None:
    dice = random.Random(7)
    _finish(start(FULL, str(folder / "site")))
    for _ in range(4):
        process = start(RESTLESS)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        pages = _public(folder / "site")
        cut = [
            name for name, body in pages.items() if name.endswith("index.html") and not _whole(body)
        ]
        assert cut == []
        _assert_copies_belong(folder / "site")
    _finish(start(SETTLE))
    _finish(start(FULL, str(tmp_path / "again")))
    settled, full = _public(folder / "site"), _public(tmp_path / "again")
    assert settled.keys() == full.keys()
    assert [name for name in full if settled[name] != full[name]] == []


def test_the_control_a_press_that_writes_in_place_is_caught(
    folder: Path, start: Run, tmp_path: Path
) -> None:
    """Without the temporary file, killing does leave cut pages: the test above can fail."""
    in_place = """
import time
from pathlib import Path
from farshore.press import files
def slowly(path, content, stamp):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name == "index.html":
        print("writing", flush=True)
    with path.open("wb") as out:
        for start in range(0, len(content), 64):
            out.write(content[start:start + 64]); out.flush()
            if path.name == "index.html":
                time.sleep(0.01)
files._replace = slowly
"""
    process = start(in_place + RESTLESS)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    pages = _public(folder / "site")
    assert [name for name, body in pages.items() if not _whole(body)]


def _whole(body: bytes) -> bool:
    return body.rstrip().endswith(b"</html>")


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A file system of 1 MB; needs root, or user namespaces would be needed for the whole test."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root: " + mounted.stderr.decode().strip())
    return disk


@pytest.mark.promise("P-25")
def test_a_full_disk_loses_nothing_and_the_press_catches_up(
    folder: Path, start: Run, small_disk: Path
) -> None:
    try:
        program = """
from pathlib import Path
from django.conf import settings
settings.SITE = Path(sys.argv[1])
from farshore.kernel import clock
from farshore.press.actions import press_waiting
from farshore.press.queries import backlog
from tests.stories.making import published
published("Before")
press_waiting(clock.now())
filler = settings.SITE / "filler"
import os
descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
try:
    while True:
        os.write(descriptor, b"x" * 4096)
except OSError:
    os.close(descriptor)
published("While full " + "x" * 9000)
press_waiting(clock.now())
assert backlog(clock.now()) > 0
before = (settings.SITE / "stories/index.html").read_bytes()
assert before.rstrip().endswith(b"</html>") and b"Before" in before and b"While full" not in before
filler.unlink()
press_waiting(clock.now())
assert backlog(clock.now()) == 0
assert b"While full" in (settings.SITE / "stories/index.html").read_bytes()
assert not list(settings.SITE.rglob("*.part"))
"""
        _finish(start(program, str(small_disk / "site")))
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
        shutil.rmtree(small_disk, ignore_errors=True)
