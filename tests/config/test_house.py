"""An open house: it heals, it opens again quickly, and it closes at once, also before it is open.

Real processes on a house that has no demonstration; `tests/browser` opens one that has.
"""

import http.client
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from farshore.config.speech import DONE, REFUSED
from tests.config.houses import Open, copied, farshore, migrated, opened, until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]

SOON = 30.0
"""Seconds after which a closing counts as hung. How long it takes is measured by `bench/start.py`:
other tests are busy on this machine."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that was open once and is closed now."""
    folder = migrated(tmp_path_factory.mktemp("house") / "data")
    with opened(folder) as house:
        assert house.stop() < SOON
        assert house.process.returncode == DONE
        assert "Closed. Nothing was left half done." in house.said
    return folder


@pytest.fixture
def house(before: Path, tmp_path: Path) -> Iterator[Open]:
    with opened(copied(before, tmp_path / "data")) as made:
        yield made


def status(house: Open, path: str = "/health/ready") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def test_a_second_start_finds_everything_as_it_was(before: Path, tmp_path: Path) -> None:
    """Under the same address nothing is made again: not the pages, not the secrets."""
    folder, named = copied(before, tmp_path / "data"), {"FARSHORE_BASE_URL": "http://film.example"}
    with opened(folder, **named) as house:
        house.stop()
    made = _made(folder)
    with opened(folder, **named) as house:
        assert status(house) == 200
        assert _made(folder) == made
        house.stop()
    (folder / "site" / "index.html").unlink()
    with opened(folder, **named):
        assert _made(folder) != made  # what was lost is made again, and noticed here


def _made(folder: Path) -> dict[str, int]:
    """When each page and secret was written."""
    files = [*folder.glob("site/**/*.html"), *folder.glob("secret/*")]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in files}


@pytest.mark.promise("P-25")
def test_whichever_child_is_killed_is_back_at_once(house: Open) -> None:
    first = house.children()
    assert len(first) == 4
    for pid in first:
        os.kill(pid, signal.SIGKILL)
        until(lambda pid=pid: pid not in house.children() and len(house.children()) == 4, 3)  # type: ignore[misc]
    until(lambda: status(house) == status(house, "/") == 200, 10)
    assert not set(first) & set(house.children())
    assert house.said.count("(code -9); it starts again in 0 s.") == 4
    assert house.stop() < SOON
    assert house.process.returncode == DONE


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_it_closes_within_five_seconds_and_leaves_nothing_running(
    house: Open, word: signal.Signals
) -> None:
    children = house.children()
    assert house.stop(word) < SOON
    assert house.process.returncode == DONE
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    assert (house.folder / "run" / "lock").read_text() == ""


def test_a_house_that_was_killed_outright_opens_again(house: Open) -> None:
    children = house.children()
    house.process.kill()
    house.process.wait(10)
    until(lambda: not any(_lives(pid) for pid in children), 5)
    with opened(house.folder) as again:
        assert status(again, "/share/") == 200


def test_a_second_run_on_the_same_folder_is_refused_and_the_first_goes_on(house: Open) -> None:
    ended = farshore("run", "--data", house.folder, "--port", house.port + 1)
    assert ended.returncode == REFUSED
    assert f"This house is open already (process {house.process.pid})." in ended.stderr
    assert status(house) == 200


def test_who_is_asked_to_stop_before_the_house_is_open_stops_at_once(tmp_path: Path) -> None:
    """The first start draws a demonstration for half a minute."""
    folder = migrated(tmp_path / "data")
    with opened(folder, wait=False, FARSHORE_DEMO="yes") as house:
        until(lambda: "Looking after the demonstration film" in house.said, 60)
        time.sleep(1.0)
        assert house.stop() < SOON
        assert house.process.returncode == DONE
        assert "Closed before it was open. Nothing was left half done." in house.said
        assert "Traceback" not in house.said
    with opened(folder) as again:
        assert status(again) == 200


def test_the_parent_says_nothing_of_what_passes_through_it(house: Open) -> None:
    before = house.said
    for path in ("/", "/nowhere/", "/share/", "/return/", "/health/ready"):
        status(house, path)
    assert house.said == before


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
