"""A Python that is too old, or none at all, is told so kindly; a newer one beside it is found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OLD = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.9.2"
exit 0
"""
NEW = f"""#!/bin/sh
exec {sys.executable} "$@"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH with nothing on it but what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def find(folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    command = ["/bin/sh", str(ROOT / "tools" / "find-python")]
    environment = {"PATH": str(folder), **more}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20)


def test_an_old_python_is_named_with_what_to_do(path: Path) -> None:
    put(path, "python3", OLD)
    ended = find(path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert (
        "needs Python 3.11 or newer, and found Python 3.9.2. Nothing was changed." in ended.stderr
    )
    assert "apt install python3" in ended.stderr


def test_without_any_python_it_says_none(path: Path) -> None:
    ended = find(path)
    assert ended.returncode == 1
    assert "found none" in ended.stderr


def test_a_newer_python_beside_an_old_one_is_found(path: Path) -> None:
    put(path, "python3", OLD)
    put(path, "python3.12", NEW)
    ended = find(path)
    assert ended.returncode == 0
    assert ended.stdout.strip() == sys.executable


def test_a_python_that_was_named_comes_first(path: Path) -> None:
    put(path, "python3", NEW)
    put(path, "mine", NEW.replace("exec", "PYTHONNOUSERSITE=1 exec"))
    assert find(path, PYTHON=str(path / "mine")).returncode == 0
    assert find(path, PYTHON="/nowhere/python").stdout.strip() == sys.executable


def test_make_stops_with_the_sentence_and_changes_nothing(path: Path, tmp_path: Path) -> None:
    put(path, "python3", OLD)
    place = tmp_path / "checkout"
    (place / "tools").mkdir(parents=True)
    (place / "Makefile").write_text((ROOT / "Makefile").read_text())
    put(place / "tools", "find-python", (ROOT / "tools" / "find-python").read_text())
    for tool in ("sh", "make"):
        os.symlink(f"/usr/bin/{tool}", path / tool)
    ended = subprocess.run(
        ["make", "run"], cwd=place, env={"PATH": str(path)}, capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert "This needs Python 3.11" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert sorted(one.name for one in place.iterdir()) == ["Makefile", "tools"]
