"""The suites themselves: nothing falls between them, nothing hangs, and CI runs all."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import checking, make, testing

ROOT = Path(__file__).resolve().parents[2]

HANGS = """
import time

def test_hangs():
    time.sleep(60)

def test_comes_after():
    pass
"""


def test_a_test_that_hangs_fails_and_the_next_one_runs(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(HANGS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", "/dev/null", "--timeout", "1", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "1 failed, 1 passed" in ended.stdout
    assert "Timeout" in ended.stdout


def test_no_test_may_take_longer_than_two_minutes_unless_it_says_so() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    options = told["tool"]["pytest"]["ini_options"]
    assert options["timeout"] <= 120
    assert options["timeout"] < options["faulthandler_timeout"]
    assert options["faulthandler_exit_on_timeout"] is True


def test_a_suite_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forever(command: list[str], **more: object) -> None:
        assert more["timeout"] == testing.LONGEST + testing.PATIENCE
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(testing.subprocess, "run", forever)
    assert testing._suite("on SQLite")[0] == 1
    assert "did not end within 35 minutes" in capsys.readouterr().out


def test_every_suite_runs_also_after_one_has_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def suite(name: str) -> tuple[int, float]:
        ran.append(name)
        return (1 if name == "on SQLite" else 0), 0.0

    monkeypatch.setattr(testing, "_suite", suite)
    for name in ("_require_browser", "_require_postgres"):
        monkeypatch.setattr(testing, name, lambda: None)
    assert testing.test() == 1
    assert ran == list(testing.SUITES)
    told = capsys.readouterr().out
    assert "FAILED  tests on SQLite" in told and "passed  tests in a browser" in told


@pytest.fixture
def through_another(db: None) -> str:
    """A fixture that opens the database for whoever asks for it."""
    return "opened"


def test_a_database_behind_a_fixture_is_marked(
    through_another: str, request: pytest.FixtureRequest
) -> None:
    assert request.node.get_closest_marker("database")


@pytest.mark.django_db(transaction=True)
def test_a_database_by_mark_is_marked(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("database")


def test_a_test_without_a_database_is_not_marked(
    data: Path, request: pytest.FixtureRequest
) -> None:
    assert not request.node.get_closest_marker("database")


def test_every_check_runs_also_after_one_has_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "CHECKS", {"one": "echo broken; false", "two": "true"})
    assert checking.check() == 1
    told = capsys.readouterr().out
    assert "broken" in told
    assert "FAILED  one" in told and "ok      two" in told


def test_ci_runs_the_tests_and_the_checks() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "make test || outcome=1" in lines
    assert "make check || outcome=1" in lines
    assert lines[-1] == "exit $outcome"


@pytest.mark.parametrize("target", ["run", "test", "check", "browser", "bench", "soak", "clean"])
def test_make_help_lists_every_target(target: str) -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert f"make {target} " in told
    assert target in make.TARGETS
