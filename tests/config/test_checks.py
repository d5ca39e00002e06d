"""Each check says a sentence, gives a hint, and has its page; and says it only when it is so."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage

from farshore import sanitize
from farshore.config import env
from farshore.config.checks import internet, machine, report, settings_read
from farshore.config.checks.catalogue import BY_ID, ENTRIES
from farshore.config.running import prepare
from farshore.kernel import clock

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[..., list[CheckMessage]]


def ids(check: Check) -> list[str]:
    """The ids that a check finds now."""
    return [(message.id or "").removeprefix("farshore.") for message in check()]


def test_every_check_has_its_page_and_every_page_its_check() -> None:
    pages = {path.stem for path in (ROOT / "docs/running/checks").glob("[EW]*.md")}
    assert pages == BY_ID.keys()
    assert len(ENTRIES) == len(BY_ID)


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> list[env.Problem]:
    """The problems noted during one test."""
    noted: list[env.Problem] = []
    monkeypatch.setattr(env, "PROBLEMS", noted)
    return noted


@pytest.mark.parametrize(
    ("read", "value", "check"),
    [
        (lambda: env.boolean("X", False), "perhaps", "E002"),
        (lambda: env.integer("X", 7, least=1, most=30), "31", "E003"),
        (lambda: env.integer("X", 7, least=1, most=30), "seven", "E003"),
        (lambda: env.integer("X", 7, least=1, most=30), "--5", "E003"),
        (lambda: env.span("X", (1, 7), least=0, most=60), "7-1", "E004"),
        (lambda: env.languages("X", "en", ["en", "ko"]), "en,xx", "E005"),
        (lambda: env.zone("X", "UTC"), "Europe/Atlantis", "E006"),
        (lambda: env.base_url("X", "http://a"), "film.example", "E007"),
        (lambda: env.base_url("X", "http://a"), "https://film.example/path", "E007"),
        (lambda: env.networks("X"), "10.0.0.0/8, the proxy", "E009"),
        (lambda: env.onion("X"), "film.onion", "E023"),
        (lambda: env.database("X", "sqlite:///a"), "mysql://u:secret@h/n", "E008"),
        (lambda: env.database("X", "sqlite:///a"), "nonsense", "E008"),
    ],
)
def test_a_wrong_value_is_noted_and_the_default_taken(
    read: Callable[[], object],
    value: str,
    check: str,
    problems: list[env.Problem],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("X", value)
    taken = read()
    assert [problem.check for problem in problems] == [f"farshore.{check}"]
    assert ids(settings_read.every_value_was_read) == [check]
    assert "secret" not in str(settings_read.every_value_was_read())
    monkeypatch.delenv("X")
    assert taken == read()


def test_a_secret_comes_out_of_a_file(
    tmp_path: Path, problems: list[env.Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("out of a file\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "key"))
    assert env.text("X") == "out of a file"
    monkeypatch.setenv("X_FILE", str(tmp_path / "none"))
    env.text("X")
    assert ids(settings_read.every_value_was_read) == ["E001"]


def test_what_has_not_been_built_is_noticed(
    data: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ids(machine.front_end_is_built) == ids(machine.gazetteer_is_built) == []
    settings.ASSETS = data / "nothing"
    monkeypatch.setattr("farshore.places.index.INDEX", data / "nothing")
    assert ids(machine.front_end_is_built) == ["E010"]
    assert ids(machine.gazetteer_is_built) == ["E011"]


def test_a_folder_that_others_can_read_is_noticed(data: Path) -> None:
    assert ids(machine.data_folder_is_ours) == []
    data.chmod(0o750)
    assert ids(machine.data_folder_is_ours) == ["E013"]


def test_a_folder_that_cannot_be_written_is_noticed(data: Path, settings: Any) -> None:
    (data / "file").write_text("")
    settings.RUN = data / "file" / "run"
    assert ids(machine.data_folder_is_ours) == ["E012"]


@pytest.mark.django_db
def test_a_database_that_answers_and_is_current_is_no_finding() -> None:
    assert ids(machine.database_answers) == []


@pytest.mark.django_db
def test_waiting_migrations_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "unapplied", lambda: ["stories.0002_more"])
    assert ids(machine.database_answers) == ["W007"]


@pytest.mark.django_db
def test_who_opens_a_house_is_not_told_of_tables_that_are_brought_up_to_date_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warned = [report.Finding(f"farshore.{id}", False, id, "", "") for id in ("W003", "W007")]
    monkeypatch.setattr(report, "findings", lambda **_given: warned)
    prepare.require_sound()
    said = capsys.readouterr().err
    assert "W003" in said and "W007" not in said


@pytest.mark.django_db
def test_a_database_that_is_made_at_the_first_start_is_no_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prepare, "unapplied", lambda: ["stories.0001_initial"])
    monkeypatch.setattr(prepare, "is_new", lambda: True)
    assert ids(machine.database_answers) == []


def test_a_database_that_does_not_answer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def refuse() -> bool:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(prepare, "is_new", refuse)
    assert ids(machine.database_answers) == ["E014"]
    assert "connection refused." in str(machine.database_answers()[0].msg)


def test_an_old_sqlite_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(machine.connection, "vendor", "sqlite", raising=False)
    assert ids(machine.database_answers) == ["E015"]


def test_a_clock_that_went_back_is_noticed(data: Path, settings: Any) -> None:
    assert ids(machine.clock_is_right) == []
    with clock.frozen(datetime(2020, 1, 1, tzinfo=UTC)):
        assert ids(machine.clock_is_right) == ["E016"]
    settings.SITE.mkdir()
    page = settings.SITE / "index.html"
    page.write_text("")
    assert ids(machine.clock_is_right) == []
    later = (clock.now() + timedelta(days=3)).timestamp()
    os.utime(page, (later, later))
    assert ids(machine.clock_is_right) == ["E016"]


@pytest.mark.parametrize(
    ("address", "demo", "found"),
    [
        ("http://127.0.0.1:8000", True, []),
        ("http://127.0.0.1:8000", False, ["W004"]),
        ("https://film.example", False, []),
        ("http://film.example", False, ["W005"]),
        ("http://abcdefgh.onion", False, []),
        ("https://film.example", True, ["W006"]),
    ],
)
def test_the_address_fits_the_use(
    settings: Any, address: str, demo: bool, found: list[str]
) -> None:
    settings.BASE_URL, settings.DEMO = address, demo
    settings.TRUSTED_PROXIES = ["127.0.0.2"]
    assert ids(internet.address_is_public) == found


def test_a_proxy_that_nobody_named_is_noticed(settings: Any) -> None:
    settings.BASE_URL, settings.DEMO, settings.TRUSTED_PROXIES = "https://film.example", False, []
    assert ids(internet.address_is_public) == ["W008"]
    settings.BASE_URL = "http://abcdefgh.onion"
    assert ids(internet.address_is_public) == []


def test_a_team_of_one_and_missing_mail_are_said(settings: Any) -> None:
    settings.TEAM_OF_ONE, settings.DEMO, settings.SMTP_URL = True, False, ""
    assert ids(settings_read.two_people_release) == ["W002"]
    assert ids(settings_read.mail_is_set_up) == ["W001"]
    settings.TEAM_OF_ONE, settings.SMTP_URL = False, "smtp://host"
    assert ids(settings_read.two_people_release) == ids(settings_read.mail_is_set_up) == []


def test_a_weak_sandbox_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Pictures are opened in a process with bounds. This machine does not allow: no files."
    monkeypatch.setattr(sanitize, "isolation", lambda: words)
    assert ids(machine.sandbox_is_strong) == ["W003"]
    monkeypatch.setattr(sanitize, "isolation", lambda: "Pictures are opened in a process with all.")
    assert ids(machine.sandbox_is_strong) == []


@pytest.mark.django_db
def test_on_the_open_internet_a_plain_address_stops(settings: Any) -> None:
    settings.BASE_URL, settings.DEMO = "http://film.example", False
    kind = {f.id: f.stops for f in report.findings(deploy=False)}
    assert kind["farshore.W005"] is False
    sharp = {f.id: f.stops for f in report.findings(deploy=True)}
    assert sharp["farshore.W005"] is True
