"""farshore keys and farshore vault, as a team uses them."""

import base64
import csv
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from farshore.config.cli import main
from farshore.config.speech import DONE, PROBLEM, REFUSED
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.vault import actions, team
from farshore.vault.models import ForTeam

ROOT = Path(__file__).resolve().parents[2]


def apart(*words: str | Path, feed: str = "") -> subprocess.CompletedProcess[str]:
    """The command on another machine: a process that knows no house."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("FARSHORE", "DJANGO", "DATAB"))
    }
    return subprocess.run(
        [sys.executable, "-m", "farshore", *map(str, words)],
        env=kept | {"PYTHONPATH": str(ROOT / "src"), "FARSHORE_DATA": "/nonexistent/house"},
        capture_output=True,
        text=True,
        input=feed,
        check=False,
        timeout=60,
    )


@pytest.fixture
def house(data: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This house's commands, without setting Django up again; the audit log listens."""
    settings.EPOCHS = data / "secret" / "epochs"
    monkeypatch.setattr("farshore.config.cli.vault.open_house", Path)
    monkeypatch.setattr("farshore.config.cli.keys.open_house", Path)
    monkeypatch.setitem(registry._commands, "record_export", lambda **_given: None)
    return data


@pytest.fixture
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is no house's."""
    return tmp_path_factory.mktemp("stick")


@pytest.fixture
def key(stick: Path, settings: Any) -> Path:
    """The team's private key, made by the command; the house has the public one."""
    made = apart("keys", "create", "--out", stick / "team.key")
    assert made.returncode == DONE, made.stderr
    settings.TEAM_KEYS = [line.strip() for line in made.stdout.splitlines() if "age1" in line]
    assert len(settings.TEAM_KEYS) == 1
    return stick / "team.key"


def contact(**fields: str) -> str:
    from django.conf import settings

    sealed = team.seal_to(settings.TEAM_KEYS, json.dumps(fields).encode(), pad_to=team.CONTACT)
    return actions.keep_for_team(kind="contact", sealed=sealed).hex


def exported(stick: Path) -> Path:
    out = stick / "contacts"
    assert main(["vault", "export", "--kind", "contact", "--out", str(out)]) == DONE
    return out


def left(stick: Path) -> set[str]:
    return {path.name for path in stick.iterdir()}


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_is_private_and_what_to_do_with_it_is_said(stick: Path) -> None:
    made = apart("keys", "create", "--out", stick / "team.key")
    assert (stick / "team.key").stat().st_mode & 0o777 == 0o600
    assert "AGE-SECRET-KEY" in (stick / "team.key").read_text()
    assert "AGE-SECRET-KEY" not in made.stdout + made.stderr
    assert "USB sticks" in made.stdout and "FARSHORE_TEAM_KEYS" in made.stdout


def test_a_key_is_never_overwritten_nor_put_into_a_house(stick: Path) -> None:
    (stick / "there").write_text("precious")
    assert apart("keys", "create", "--out", stick / "there").returncode == REFUSED
    assert (stick / "there").read_text() == "precious"
    for inside in ("key", "secret/key", "../house/key"):
        (stick / "house" / "secret").mkdir(parents=True, exist_ok=True)
        out = stick / "house" / inside
        made = apart("keys", "create", "--out", out, "--data", stick / "house")
        assert made.returncode == REFUSED, made.stderr
        assert not out.exists()
    assert apart("keys", "create", "--out", stick / "no" / "key").returncode == PROBLEM
    assert apart("keys", "create").returncode == 2


def test_a_passphrase_protects_the_key_and_is_asked_for(stick: Path, house: Path) -> None:
    phrase = "five random words make one\n"
    made = apart("keys", "create", "--passphrase", "--out", stick / "team.key", feed=phrase)
    assert made.returncode == DONE, made.stderr
    assert (stick / "team.key").read_text().startswith("-----BEGIN AGE")
    short = apart("keys", "create", "--passphrase", "--out", stick / "other", feed="short\n")
    assert short.returncode == REFUSED and not (stick / "other").exists()
    from django.conf import settings

    settings.TEAM_KEYS = [line.strip() for line in made.stdout.splitlines() if "age1" in line]
    contact(name="Ada")
    out = exported(stick)
    assert (
        "1 opened" in apart("vault", "open", out, "--key", stick / "team.key", feed=phrase).stdout
    )
    wrong = apart("vault", "open", out, "--key", stick / "team.key", feed="wrong\n")
    assert wrong.returncode == PROBLEM and "passphrase" in wrong.stderr


def test_from_the_server_to_a_table_on_the_teams_machine(
    house: Path, key: Path, stick: Path
) -> None:
    contact(name="Ada", address="1 Long Road\nTown", country="=cmd()")
    contact(name="Bo", email="bo@example.org")
    out = exported(stick)
    assert b"Ada" not in out.read_bytes() + Path(f"{out}.slip").read_bytes()
    made = apart("vault", "open", out, "--key", key, "--csv", stick / "table.csv")
    assert made.returncode == DONE, made.stderr
    with (stick / "table.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["Ada"]["address"] == "1 Long Road\nTown"
    assert rows["Ada"]["country"] == "'=cmd()"
    assert rows["Bo"]["email"] == "bo@example.org"
    assert (stick / "table.csv").stat().st_mode & 0o777 == 0o600
    again = apart("vault", "open", out, "--key", key, "--csv", stick / "table.csv")
    assert again.returncode == REFUSED


def test_from_the_server_to_labels(house: Path, key: Path, stick: Path) -> None:
    contact(name="Ada", address="1 Long Road", country="Fara")
    contact(name="Bo", email="bo@example.org")
    out = exported(stick)
    made = apart("vault", "open", out, "--key", key, "--labels", stick / "labels.pdf")
    assert made.returncode == DONE, made.stderr
    assert "1 labels" in made.stdout and "1 have no postal address" in made.stdout
    assert (stick / "labels.pdf").read_bytes().startswith(b"%PDF")


def test_a_label_that_cannot_be_drawn_stops_and_leaves_nothing(
    house: Path, key: Path, stick: Path
) -> None:
    contact(name="Ada", address="1 Long Road")
    bad = contact(name="ไทย", address="ไทย")
    words = ["vault", "open", exported(stick), "--key", key, "--labels", stick / "labels.pdf"]
    made = apart(*words)
    assert made.returncode == PROBLEM and bad in made.stderr
    assert "labels.pdf" not in left(stick)
    assert apart(*words, "--anyway").returncode == PROBLEM
    assert "labels.pdf" in left(stick)


def test_a_wrong_key_a_damaged_file_and_a_missing_slip_are_said(
    house: Path, key: Path, stick: Path
) -> None:
    contact(name="Ada")
    out = exported(stick)
    before = left(stick)
    table = ["--csv", stick / "table.csv"]
    other = stick.parent / "other.key"
    apart("keys", "create", "--out", other)
    assert apart("vault", "open", out, "--key", other, *table).returncode == PROBLEM
    assert apart("vault", "open", out, "--key", out, *table).returncode == PROBLEM
    assert apart("vault", "open", f"{out}.slip", "--key", key, *table).returncode == PROBLEM
    out.write_bytes(out.read_bytes()[:-9])
    assert apart("vault", "open", out, "--key", key, *table).returncode == PROBLEM
    Path(f"{out}.slip").unlink()
    assert apart("vault", "open", out, "--key", key, *table).returncode == PROBLEM
    assert apart("vault", "open", "--key", key).returncode == 2
    assert left(stick) | {f"{out.name}.slip"} == before
    other.unlink()


def test_after_a_change_of_keys_nothing_is_written_until_every_key_is_there(
    house: Path, key: Path, stick: Path, settings: Any
) -> None:
    contact(name="Ada")
    newer = stick / "newer.key"
    made = apart("keys", "create", "--out", newer)
    settings.TEAM_KEYS = [line.strip() for line in made.stdout.splitlines() if "age1" in line]
    contact(name="Bo")
    out = exported(stick)
    words = ["vault", "open", out, "--key", newer, "--csv", stick / "table.csv"]
    made = apart(*words)
    assert made.returncode == PROBLEM and "need another key" in made.stderr
    assert "table.csv" not in left(stick)
    assert apart(*words, "--key", key).returncode == DONE


def test_a_slip_opens_only_what_still_stands(house: Path, key: Path, stick: Path) -> None:
    contact(name="Ada")
    gone = contact(name="Bo")
    out = exported(stick)
    actions.destroy_for_team(item=ForTeam.objects.get(pk=gone).pk)
    Path(f"{out}.slip").unlink()
    assert main(["vault", "slip", str(out), "--out", f"{out}.slip"]) == DONE
    made = apart("vault", "open", out, "--key", key)
    assert made.returncode == DONE
    assert "1 opened." in made.stdout and "1 were taken back" in made.stdout


def test_a_slip_that_is_over_is_refused(
    house: Path, key: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contact(name="Ada")
    out = exported(stick)
    with clock.frozen(datetime.now(UTC) + timedelta(days=40)):
        assert main(["vault", "open", str(out), "--key", str(key)]) == REFUSED
    assert "Make a new one" in capsys.readouterr().err


def test_an_export_is_refused_where_it_cannot_be_logged_or_sealed(
    house: Path, key: Path, stick: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["vault", "export", "--kind", "contact", "--out", str(stick / "contacts")]
    assert main(words) == DONE  # there is nothing to export
    contact(name="Ada")
    keys, settings.TEAM_KEYS = settings.TEAM_KEYS, []
    assert main(words) == REFUSED
    settings.TEAM_KEYS = keys
    monkeypatch.delitem(registry._commands, "record_export")
    assert main(words) == REFUSED
    assert left(stick) == {"team.key"}


def test_a_full_disk_leaves_neither_an_export_nor_its_slip(
    house: Path, key: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from farshore.vault import whole

    contact(name="Ada")
    real, calls = whole._show, iter(range(9))

    def full_later(part: Path, path: Path, *, anew: bool) -> None:
        if next(calls):
            raise OSError(28, "No space left on device")
        real(part, path, anew=anew)

    monkeypatch.setattr(whole, "_show", full_later)
    assert main(["vault", "export", "--kind", "contact", "--out", str(stick / "c")]) == PROBLEM
    assert left(stick) == {"team.key"}


def test_the_list_shows_keys_of_today_and_of_before_and_the_epochs(
    house: Path, key: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    contact(name="Ada")
    older = settings.TEAM_KEYS[0]
    newer = str(x25519.Identity.generate().to_public())
    settings.TEAM_KEYS = [newer]
    assert main(["keys", "list"]) == DONE
    told = capsys.readouterr().out
    assert f"{team.key_id(newer)}  opens 0 sealed things  {newer}" in told
    assert f"{team.key_id(older)}  opens 1 sealed thing  no longer in use, still needed" in told
    assert "1 keys  here" in told
    for path in settings.EPOCHS.glob("*.epoch"):
        path.unlink()
    main(["keys", "list"])
    assert "MISSING" in capsys.readouterr().out
    assert main(["keys", "begin"]) == DONE
    assert main(["keys", "list"]) == DONE


def test_the_teams_machine_needs_neither_a_house_nor_django(stick: Path) -> None:
    key, none = str(stick / "key"), str(stick / "none")
    program = (
        "import sys; from farshore.config.cli import main\n"
        f"assert main(['keys', 'create', '--out', {key!r}]) == 0\n"
        f"assert main(['vault', 'open', {none!r}, '--key', {key!r}]) == 1\n"
        "assert 'farshore.vault.opening' in sys.modules\n"
        "assert 'django' not in sys.modules, 'Django'\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=ROOT / "src")


def test_releases_are_opened_as_a_table_with_their_voices_beside(
    house: Path, key: Path, stick: Path, settings: Any
) -> None:
    voice = base64.b64encode(b"OggS I agree").decode()
    for fields in ({"name": "=Louhi", "means": "written"}, {"means": "spoken", "recording": voice}):
        told = {"film": "The Lamp", "form": "any.en.2026-11", **fields}
        sealed = team.seal_to(settings.TEAM_KEYS, json.dumps(told).encode(), pad_to=None)
        actions.keep_for_team(kind="release", sealed=sealed)
    out = stick / "releases"
    assert main(["vault", "export", "--kind", "release", "--out", str(out)]) == DONE
    made, heard = stick / "releases.csv", stick / "voices"
    opened = apart(
        "vault", "open", out, "--key", key, "--csv", made, "--recordings", heard
    )  # fmt: skip
    assert opened.returncode == DONE, opened.stderr
    assert "2 opened." in opened.stdout and "1 recordings are in" in opened.stdout
    rows = list(csv.DictReader(made.open(encoding="utf-8-sig", newline="")))
    assert {row["name"] for row in rows} == {"'=Louhi", ""}
    (file,) = heard.iterdir()
    assert file.read_bytes() == b"OggS I agree" and file.suffix == ".ogg"
    assert {row["recording"] for row in rows} == {"", file.name}
    assert file.stat().st_mode & 0o077 == 0
    again = apart("vault", "open", out, "--key", key, "--recordings", heard)
    assert again.returncode == REFUSED
