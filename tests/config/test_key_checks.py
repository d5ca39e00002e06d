"""The checks of keys say what they find, and nothing where there is nothing."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from farshore.config import env
from farshore.config.checks import keys, settings_read
from farshore.kernel import clock
from farshore.vault import actions, epochs, rotation
from tests.config.test_checks import ids

START = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the epochs lie."""
    settings.EPOCHS = tmp_path / "epochs"
    return tmp_path / "epochs"


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> list[env.Problem]:
    """The problems noted during one test."""
    noted: list[env.Problem] = []
    monkeypatch.setattr(env, "PROBLEMS", noted)
    return noted


def test_public_keys_are_read_from_a_value_or_a_file(
    tmp_path: Path, problems: list[env.Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (str(x25519.Identity.generate().to_public()) for _ in range(2))
    monkeypatch.setenv("X", f"{one}, {two} {one.upper()}")
    assert env.team_keys("X") == [one, two]
    (tmp_path / "keys").write_text(f"# ours\n{two} # the producer\n\n{one}\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "keys"))
    assert env.team_keys("X") == [two, one]
    assert problems == []


def test_a_word_that_is_no_key_is_said(
    problems: list[env.Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARSHORE_TEAM_KEYS", "age1nonsense")
    assert env.team_keys("FARSHORE_TEAM_KEYS") == []
    assert ids(settings_read.every_value_was_read) == ["E020"]
    assert ids(keys.team_has_keys) == []


def test_a_private_key_is_said_and_never_shown(
    problems: list[env.Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = str(x25519.Identity.generate())
    monkeypatch.setenv("X", f"{secret}")
    assert env.team_keys("X") == []
    assert ids(settings_read.every_value_was_read) == ["E021"]
    said = str(settings_read.every_value_was_read())
    assert secret not in said and secret.lower() not in said


def test_a_house_without_team_keys_is_told_so(settings: Any, problems: list[env.Problem]) -> None:
    settings.DEMO, settings.TEAM_KEYS = False, []
    assert ids(keys.team_has_keys) == ["W020"]
    settings.TEAM_KEYS = ["age1…"]
    assert ids(keys.team_has_keys) == []
    settings.DEMO, settings.TEAM_KEYS = True, []
    assert ids(keys.team_has_keys) == []


@pytest.mark.django_db
def test_missing_epochs_are_said(folder: Path) -> None:
    assert ids(keys.epochs_are_here) == []
    with clock.frozen(START):
        actions.create_story_key()
        assert ids(keys.epochs_are_here) == []
        (first,) = epochs.ids(folder)
    with clock.frozen(START + timedelta(days=7)):
        rotation.current()
        (folder / f"{first}.epoch").unlink()
        assert ids(keys.epochs_are_here) == ["W021"]
        assert first in str(keys.epochs_are_here()[0].msg)
    shutil.rmtree(folder)
    assert ids(keys.epochs_are_here) == ["E022"]


@pytest.mark.django_db
def test_an_epoch_that_stands_too_long_is_said(folder: Path) -> None:
    with clock.frozen(START):
        actions.create_story_key()
    with clock.frozen(START + timedelta(days=15)):
        assert ids(keys.epochs_end_on_time) == []
    with clock.frozen(START + timedelta(days=16)):
        assert ids(keys.epochs_end_on_time) == ["W022"]
        rotation.turn()
        assert ids(keys.epochs_end_on_time) == []
