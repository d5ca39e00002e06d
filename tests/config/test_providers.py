"""Providers as an operator writes them down, or a sentence that says why they cannot be used."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from farshore.config import env, providers
from farshore.config.checks import settings_read
from farshore.config.providers import Provider
from tests.config.test_checks import ids

GOOGLE = '[google]\nid = "g"\nsecret = "hush"\n'
OWN = '[own]\nname = "Own"\nurl = "https://login.example"\nid = "o"\nsecret = "hush"\n'


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> list[env.Problem]:
    """The problems noted during one test."""
    noted: list[env.Problem] = []
    monkeypatch.setattr(env, "PROBLEMS", noted)
    return noted


def test_providers_are_read_in_their_order_and_those_that_are_known_need_no_address() -> None:
    assert providers.read(OWN + GOOGLE) == (
        Provider("own", "Own", "https://login.example", "o", "hush"),
        Provider("google", "Google", "https://accounts.google.com", "g", "hush"),
    )
    assert providers.read("") == ()


def test_no_provider_shows_its_secret() -> None:
    assert "hush" not in repr(providers.read(GOOGLE))


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "google = 1",
        '[google]\nid = "g"\n',
        GOOGLE + 'more = "x"\n',
        '[google]\nid = "g"\nsecret = ""\n',
        '[google]\nid = 5\nsecret = "hush"\n',
        OWN.replace("[own]", "[email]"),
        OWN.replace("[own]", "[Own]"),
        OWN.replace("[own]", '["../own"]'),
        OWN.replace("https://", "http://"),
        OWN.replace("https://login.example", "https://"),
        OWN.replace("https://login.example", "ftp://login.example"),
    ],
    ids=[
        "no-toml",
        "no-table",
        "no-secret",
        "too-much",
        "empty",
        "number",
        "taken-name",
        "capitals",
        "path",
        "plain-http",
        "no-host",
        "ftp",
    ],
)
def test_what_cannot_be_used_is_said_without_its_secret(
    text: str, problems: list[env.Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X", text)
    assert env.providers("X") == ()
    assert ids(settings_read.every_value_was_read) == ["E024"]
    assert "hush" not in str(settings_read.every_value_was_read())


def test_ways_are_own_ones_and_those_of_known_providers(
    problems: list[env.Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = providers.read(GOOGLE)
    assert env.ways("X", known=known) == []
    monkeypatch.setenv("X", "Email, google passkey,email")
    assert env.ways("X", known=known) == ["email", "google", "passkey"]
    assert problems == []
    monkeypatch.setenv("X", "email,facebook")
    assert env.ways("X", known=known) == []
    assert ids(settings_read.every_value_was_read) == ["E024"]


def test_a_mail_that_tells_too_much_or_reaches_nobody_is_said(settings: Any) -> None:
    settings.DEMO, settings.SMTP_URL, settings.CONTRIBUTORS = False, "", []
    check = settings_read.mail_of_contributors_is_neutral
    assert ids(check) == []
    settings.CONTRIBUTORS = ["passkey", "email"]
    assert ids(check) == ["W023"] and "No mail leaves" in str(check())
    settings.SMTP_URL = "smtp://host"
    assert ids(check) == ["W023"] and "Its sender would be" in str(check())
    settings.CONTRIBUTORS_MAIL_FROM = "post@letters.example"
    assert ids(check) == []


@pytest.mark.parametrize("ways", ["", "email,own"], ids=["off", "on"])
def test_a_house_that_is_started_reads_it_from_its_environment(tmp_path: Path, ways: str) -> None:
    """The real start: a process of its own, its settings, its addresses."""
    (tmp_path / "providers.toml").write_text(OWN)
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings; from django.urls import resolve\n"
        "print(settings.CONTRIBUTORS, [p.slug for p in settings.PROVIDERS])\n"
        "print(resolve('/share/account/').func.__name__)\n"
    )
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH"}}
    given = {
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
        "FARSHORE_DATA": str(tmp_path / "data"),
        "FARSHORE_CONTRIBUTORS": ways,
        "FARSHORE_PROVIDERS_FILE": str(tmp_path / "providers.toml"),
    }
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=kept | given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    assert said[0] == (f"{ways.split(',') if ways else []} ['own']")
    assert said[1] == ("door" if ways else "live")
