"""farshore audit, as somebody uses it who trusts neither the database nor the machine."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from farshore.config.cli import main
from farshore.config.speech import DONE, PROBLEM, REFUSED
from farshore.moderation.actions.audit import write
from farshore.moderation.models import Act
from tests.config.houses import ROOT, farshore, migrated
from tests.moderation.making import SECRET, case_for, moderator, sent
from tests.moderation.test_audit import KEY, forging, three_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This house's commands, without setting Django up again."""
    monkeypatch.setattr("farshore.config.cli.audit.open_house", Path)
    return data


@pytest.fixture
def copy(house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    three_lines()
    out = tmp_path / "log.jsonl"
    assert main(["audit", "export", "--json", "--out", str(out)]) == DONE
    capsys.readouterr()
    return out


def elsewhere(path: Path) -> subprocess.CompletedProcess[str]:
    """Checked on another machine: a process that knows no house, and has no folder for one."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FARSHORE", "DJANGO", "DATA"))}
    given = kept | {"PYTHONPATH": str(ROOT / "src"), "FARSHORE_DATA": "/nonexistent/house"}
    words = [sys.executable, "-m", "farshore", "audit", "verify", str(path)]
    return subprocess.run(words, env=given, capture_output=True, text=True, timeout=60)


def test_a_whole_log_is_called_whole(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    three_lines()
    assert main(["audit", "verify"]) == DONE
    assert "The log is whole: 3 lines" in capsys.readouterr().out


@pytest.mark.parametrize(
    "sql, line",
    [
        ("UPDATE moderation_auditline SET staff = 'olga' WHERE number = 2", 2),
        ("DELETE FROM moderation_auditline WHERE number = 3", 3),
    ],
)
def test_the_first_wrong_line_is_named_and_the_copy_written_all_the_same(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sql: str, line: int
) -> None:
    three_lines()
    with forging() as execute:
        execute(sql)
    assert main(["audit", "verify"]) == PROBLEM
    assert f"line {line} is the first that does not fit" in capsys.readouterr().err
    out = tmp_path / "evidence"
    assert main(["audit", "export", "--out", str(out)]) == PROBLEM
    capsys.readouterr()
    assert main(["audit", "verify", str(out)]) == PROBLEM
    assert f"line {line} is the first that does not fit" in capsys.readouterr().err


def test_a_copy_is_checked_on_another_machine(copy: Path) -> None:
    ended = elsewhere(copy)
    assert (ended.returncode, ended.stderr) == (DONE, "")
    assert "The log is whole: 3 lines" in ended.stdout


def test_a_copy_goes_to_the_screen_as_well(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "export"]) == DONE
    assert capsys.readouterr().out == copy.read_text()


FORGERIES: list[tuple[Callable[[list[str]], list[str]], int]] = [
    (lambda lines: [lines[0], lines[1].replace("mira", "olga"), *lines[2:]], 1),
    (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 1),
    (lambda lines: [*lines[:2], lines[3]], 2),
    (lambda lines: lines[:3], 3),
    (lambda lines: [*lines[:2], "{}", lines[3]], 2),
    (lambda lines: [*lines[:3], lines[3].replace('"details":"{', '"details":"{ ')], 3),
    (lambda lines: [*lines, lines[3]], 4),
]


@pytest.mark.parametrize("forge, line", FORGERIES)
def test_a_copy_that_was_tampered_with_is_noticed(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    forge: Callable[[list[str]], list[str]],
    line: int,
) -> None:
    copy.write_text("\n".join(forge(copy.read_text().splitlines())) + "\n")
    assert main(["audit", "verify", str(copy)]) == PROBLEM
    assert f"line {line} is the first that does not fit" in capsys.readouterr().err


def test_an_older_copy_shows_that_the_log_was_written_anew(copy: Path, house: Path) -> None:
    """Control for what the chain alone cannot see: another log, whole in itself."""
    with forging() as execute:
        execute("DELETE FROM moderation_auditline")
        execute("DELETE FROM moderation_audithead")
        for _ in range(3):
            write(act=Act.READ, staff="mira", key=KEY)
    assert main(["audit", "verify"]) == DONE
    new = copy.with_name("new")
    assert main(["audit", "export", "--out", str(new)]) == DONE
    assert json.loads(new.read_text().splitlines()[0])["hash"] not in copy.read_text()


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[]\n", b"\xff\xfe", b'{"lines":1,"hash":""}'])
def test_another_file_is_no_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    assert main(["audit", "verify", str(other)]) == PROBLEM
    assert "is no copy of an audit log" in capsys.readouterr().err


def test_a_file_that_is_there_is_left_as_it_is(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = copy.read_bytes()
    assert main(["audit", "export", "--out", str(copy)]) == REFUSED
    assert copy.read_bytes() == before


def test_a_copy_tells_nothing_of_a_teller(house: Path, tmp_path: Path) -> None:
    mira = moderator()
    row = sent()
    case = case_for(row)
    write(act=Act.READ, staff=mira.get_username(), key=KEY)
    out = tmp_path / "log"
    assert main(["audit", "export", "--out", str(out)]) == DONE
    told = out.read_text()
    assert "mira" in told
    private = [str(row.pk), row.pk.hex, str(row.key), bytes(row.find).hex(), str(case.pk), SECRET]
    assert not [one for one in private if one in told]


def test_a_real_house_is_checked_and_a_forged_one_found_out(tmp_path: Path) -> None:
    folder = migrated(tmp_path / "house")
    assert farshore("audit", "verify", "--data", folder).returncode == DONE
    with sqlite3.connect(folder / "db.sqlite3") as database:
        forged = (1, "2026-01-01", "", "read", "{}", "", "", "")
        database.execute("INSERT INTO moderation_auditline VALUES (?,?,?,?,?,?,?,?)", forged)
    ended = farshore("audit", "verify", "--data", folder)
    assert ended.returncode == PROBLEM
    assert "line 1 is the first that does not fit" in ended.stderr
