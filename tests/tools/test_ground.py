"""Stages: skipped when fresh, done again when interrupted; and trouble is said kindly."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tools.setup import ground
from tools.setup.ground import Trouble, begin, done, fingerprint, is_done, setting_up, start


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of this test's own."""
    monkeypatch.setattr(ground, "ROOT", tmp_path)
    monkeypatch.setattr(ground, "BUILD", tmp_path / "build")
    monkeypatch.setattr(ground, "STAMPS", tmp_path / "build" / "stamps")
    monkeypatch.setattr(ground, "LOGS", tmp_path / "build" / "logs")
    return tmp_path


def test_a_stage_is_done_while_its_inputs_and_what_it_made_are_the_same(place: Path) -> None:
    (place / "lock").write_text("one")
    made = place / "made"
    with setting_up():
        begin("stage")
        made.mkdir()
        done("stage", fingerprint([place / "lock"]))
        assert is_done("stage", fingerprint([place / "lock"]), there=made)
        (place / "lock").write_text("two")
        assert not is_done("stage", fingerprint([place / "lock"]), there=made)
        (place / "lock").write_text("one")
        made.rmdir()
        assert not is_done("stage", fingerprint([place / "lock"]), there=made)


def test_a_stage_that_was_interrupted_is_not_done(place: Path) -> None:
    with setting_up():
        done("stage", "mark")
        begin("stage")
        (place / "build" / "stamps" / "stage.part").write_text("mark")
        assert not is_done("stage", "mark", there=place)


def test_a_fingerprint_sees_names_contents_and_words(place: Path) -> None:
    (place / "folder").mkdir()
    (place / "folder" / "a").write_text("x")
    first = fingerprint([place / "folder"])
    assert fingerprint([place / "folder"], "word") != first
    (place / "folder" / "a").rename(place / "folder" / "b")
    assert fingerprint([place / "folder"]) != first
    (place / "folder" / "b").rename(place / "folder" / "a")
    (place / "folder" / "node_modules").mkdir()
    (place / "folder" / "node_modules" / "c").write_text("not ours")
    assert fingerprint([place / "folder"]) == first


def test_a_folder_that_cannot_be_written_is_named(place: Path) -> None:
    (place / "build").write_text("a file where a folder should be")
    with pytest.raises(Trouble) as trouble, setting_up():
        pass
    assert "cannot be written" in trouble.value.lines[0]
    assert "Nothing was changed." in trouble.value.lines[0]
    assert "Copy it" in trouble.value.lines[1]


def test_a_second_make_waits_for_the_first(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "build").mkdir()
    lock = os.open(place / "build" / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [lock]).start()
    began = time.monotonic()
    with setting_up():
        assert time.monotonic() - began > 0.25
    assert "Another make is setting up in this folder." in capsys.readouterr().out


SAYINGS = {
    "pip": "ERROR: Could not find a version that satisfies the requirement uv==0.13.9\n"
    "ERROR: No matching distribution found for uv==0.13.9",
    "uv": "error: Failed to fetch: `https://pypi.org/simple/wagtail/`\n"
    "  cause: Connection refused (os error 111)",
    "npm": "npm error code ENOTFOUND\nnpm error network request to registry.npmjs.org failed",
    "apt": "W: Failed to fetch http://deb.debian.org/  Temporary failure resolving its name",
}


@pytest.mark.parametrize("program", SAYINGS)
def test_a_network_that_does_not_answer_is_told_from_other_faults(
    place: Path, program: str
) -> None:
    with pytest.raises(Trouble) as trouble, setting_up():
        start(failing(SAYINGS[program]), stage="stage", doing="fetching things", cwd=place)
    first, second, *_said = trouble.value.lines
    assert first == "The network did not answer: fetching things failed."
    assert "Try again when it is mended" in second


def test_a_full_disk_is_told_from_other_faults(place: Path) -> None:
    words = "OSError: [Errno 28] No space left on device"
    with pytest.raises(Trouble) as trouble, setting_up():
        start(failing(words), stage="stage", doing="building", cwd=place)
    assert trouble.value.lines[0] == "The disk is full: building failed."


def test_any_other_fault_shows_its_last_words_and_where_all_of_them_are(place: Path) -> None:
    words = "\n".join(f"line {n}" for n in range(40))
    with pytest.raises(Trouble) as trouble, setting_up():
        start(failing(words), stage="stage", doing="building", cwd=place)
    told = "\n".join(trouble.value.lines)
    assert "Building failed. Nothing else was touched." in told
    assert "  line 39" in told and "  line 20" not in told
    assert "build/logs/stage.txt" in told
    assert (place / "build/logs/stage.txt").read_text().startswith("line 0")


def failing(words: str) -> list[str | Path]:
    """A program that says this and fails."""
    script = "import sys; sys.stderr.write(sys.argv[1]); sys.exit(3)"
    return [sys.executable, "-c", script, words]


def test_what_is_in_the_way_of_a_stage_is_said_in_the_systems_words(place: Path) -> None:
    with pytest.raises(Trouble) as trouble, setting_up():
        raise PermissionError(13, "Permission denied", "/somewhere")
    assert trouble.value.lines[0].startswith("The system said no: Permission denied (/somewhere).")


def test_cleaning_keeps_what_people_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools import cleaning

    monkeypatch.setattr(cleaning, "ROOT", place)
    for name in (
        "var/vault",
        ".venv/bin",
        "build/stamps",
        "src/farshore/assets",
        "src/__pycache__",
    ):
        (place / name).mkdir(parents=True)
    assert cleaning.clean() == 0
    left = sorted(one.relative_to(place).as_posix() for one in place.rglob("*") if one.is_dir())
    assert left == ["src", "src/farshore", "var", "var/vault"]


def test_trouble_is_said_line_by_line_and_make_fails() -> None:
    """`tools/make.py` itself, in a checkout whose build folder is a file."""
    script = (
        "import sys; sys.argv = ['make', 'build']\n"
        "from tools import make\n"
        "from tools.setup.ground import Trouble\n"
        "def build(**_): raise Trouble('One thing.', 'Do another.')\n"
        "make.build = build\n"
        "sys.exit(make.main())\n"
    )
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "farshore: One thing.\nfarshore: Do another.\n"
