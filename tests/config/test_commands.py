"""Each command as somebody meets it: help, wrong usage, exit codes, what it says and changes."""

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from farshore.config import cli
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG
from tests.config.houses import environment, farshore, migrated, until

NAMES = [cli.name_of(module) for module in cli.COMMANDS]


@pytest.fixture(scope="session")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty house with a current database, for commands that change nothing."""
    return migrated(tmp_path_factory.mktemp("houses") / "current")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == DONE
    assert f"usage: farshore {name}" in told
    assert "Exit codes: 0 done, 1 a problem was found, 2 wrong usage, 3 refused." in told
    sentence = told.split("\n\n")[1].strip()
    assert sentence[0].isupper() and "." in sentence


def test_the_whole_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == DONE
    listed = {line.split()[0] for line in told.splitlines() if line.startswith("    ")}
    assert set(NAMES) <= listed


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["brew"],
        ["run", "--port", "lamp"],
        ["worker"],
        ["worker", "slow"],
        ["check", "--deeply"],
    ],
)
def test_wrong_usage_is_told_by_its_code_and_names_what_is_right(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == WRONG
    assert "usage: farshore" in capsys.readouterr().err


def test_a_port_that_is_none_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", "--data", str(tmp_path / "d"), "--port", "70000"]) == WRONG
    assert "A port is a number from 1 to 65535." in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_check_finds_nothing_in_a_sound_house(current: Path) -> None:
    ended = farshore("check", "--data", current, FARSHORE_DEMO="yes")
    assert ended.returncode == DONE, ended.stdout + ended.stderr
    kinds = {line.split()[0] for line in ended.stdout.splitlines() if not line.startswith(" ")}
    assert kinds <= {"Everything", "Warning"}


def test_check_speaks_json_to_scripts(current: Path) -> None:
    ended = farshore("check", "--json", "--data", current, FARSHORE_PICTURE_MB="many")
    assert ended.returncode == PROBLEM
    found = {one["id"]: one for one in json.loads(ended.stdout)}
    wrong = found["farshore.E003"]
    assert wrong["level"] == "error"
    assert wrong["sentence"].startswith("FARSHORE_PICTURE_MB is 'many', but must be a whole number")
    assert wrong["hint"]
    assert (Path(__file__).resolve().parents[2] / wrong["page"]).is_file()


def test_a_house_on_this_machine_alone_is_not_ready_for_the_internet(current: Path) -> None:
    ended = farshore("check", "--deploy", "--data", current)
    assert ended.returncode == PROBLEM
    assert "Error farshore.W004" in ended.stdout
    assert "More: docs/running/checks/W004.md" in ended.stdout


def test_a_wrong_setting_stops_the_start_with_a_sentence_and_a_hint(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    ended = farshore(
        "run", "--data", folder, "--port", free(), FARSHORE_DEMO="maybe", FARSHORE_LANGUAGES="xx"
    )
    assert ended.returncode == PROBLEM
    assert "The house was not opened; nothing was changed." in ended.stderr
    assert "FARSHORE_DEMO is 'maybe', but must be yes or no." in ended.stderr
    assert "Set it to yes or no, or remove it to use the default." in ended.stderr
    assert "farshore.E005" in ended.stderr
    assert "Traceback" not in ended.stderr
    with sqlite3.connect(folder / "db.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert list((folder / "site").glob("**/*.html")) == []


def test_a_taken_port_is_refused_with_another_one(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        folder = tmp_path / "house"
        by_hand = farshore("run", "--data", folder, "--port", port)
        by_make = farshore("run", "--data", folder, "--port", port, FARSHORE_MAKE="yes")
    assert by_hand.returncode == by_make.returncode == REFUSED
    assert f"Something else listens on port {port} already. Nothing was changed." in by_hand.stderr
    assert f"run --port {port + 1}" in by_hand.stderr
    assert f"make run PORT={port + 1}" in by_make.stderr


@pytest.mark.parametrize("command", ["run", "check", "press", "demo"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = tmp_path / "file" / "house"
    ended = farshore(command, "--data", folder)
    assert ended.returncode == PROBLEM
    assert f"The data folder {folder} cannot be written: Not a directory." in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [["press"], ["worker", "urgent", "--once"]])
def test_before_the_first_start_a_command_says_what_to_do(tmp_path: Path, words: list[str]) -> None:
    ended = farshore(*words, "--data", tmp_path / "house")
    assert ended.returncode == PROBLEM
    assert "The database is not ready for this version. Nothing was changed." in ended.stderr
    assert "Start farshore run once" in ended.stderr


def test_the_data_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    farshore("check", "--data", tmp_path / "a" / "house")
    assert (tmp_path / "a" / "house").stat().st_mode & 0o777 == 0o700
    made = list((tmp_path / "a" / "house").rglob("*"))
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_press_writes_what_waits_and_everything_when_asked(tmp_path: Path) -> None:
    folder = migrated(tmp_path / "house")
    every = farshore("press", "--all", "--data", folder)
    assert every.returncode == DONE
    assert every.stdout.endswith(" pages are in place.\n")
    page = folder / "site" / "about" / "index.html"
    page.unlink()
    waiting = farshore("press", "--data", folder)
    assert (waiting.returncode, waiting.stdout) == (DONE, "0 pages were pressed, 0 wait.\n")
    assert not page.exists()
    assert farshore("press", "--all", "--data", folder).returncode == DONE
    assert page.read_text("utf-8").rstrip().endswith("</html>")


def test_a_worker_does_what_waits_once(tmp_path: Path) -> None:
    folder = migrated(tmp_path / "house")
    for which in ("urgent", "media"):
        ended = farshore("worker", which, "--once", "--data", folder)
        assert (ended.returncode, ended.stdout, ended.stderr) == (DONE, "", "")


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_when_it_is_told_to(current: Path, word: signal.Signals) -> None:
    command = [sys.executable, "-m", "farshore", "worker", "urgent", "--data", str(current)]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as worker:
        caught = Path(f"/proc/{worker.pid}/status")
        # Signal 15 is bit 14: it is caught once the loop runs.
        until(lambda: _caught(caught) & 1 << 14 != 0, 60)
        worker.send_signal(word)
        _out, said = worker.communicate(timeout=30)
    assert (worker.returncode, said) == (DONE, "")


def test_a_house_that_has_a_film_is_left_as_it_is_by_the_demonstration(tmp_path: Path) -> None:
    folder = migrated(tmp_path / "house")
    script = (
        "import django; django.setup()\n"
        "from farshore.screenings.models import Film\n"
        "Film.objects.create(title='Mine')\n"
    )
    given = {"FARSHORE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "farshore.config.settings"}
    command = [sys.executable, "-c", script]
    subprocess.run(command, env=environment(**given), check=True, timeout=60)
    ended = farshore("demo", "--data", folder)
    assert ended.returncode == REFUSED
    assert "This house already has a film or stories" in ended.stderr
    assert "farshore demo --data demo" in ended.stderr


def _caught(status: Path) -> int:
    rows = dict(row.split(":", 1) for row in status.read_text().splitlines())
    return int(rows["SigCgt"], 16)


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
