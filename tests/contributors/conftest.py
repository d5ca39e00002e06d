"""A house in which accounts are turned on, somebody with a browser, and nothing counted yet."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import clear_url_caches

from farshore.config import urls
from farshore.config.providers import Provider
from farshore.contributors import notebook, tokens
from farshore.contributors.views import door, inside
from farshore.intake.views import limits, pace
from tests.contributors.making import Guest

TurnOn = Callable[..., None]


@pytest.fixture(autouse=True)
def folder(data: Path) -> Path:
    return data


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has tried anything yet, and nobody waits; sentences are tried quickly."""
    monkeypatch.setattr(notebook, "_MEMORY_KIB", 256)
    counts = (door.letters_from, door.trips, inside.beginnings, limits.beginnings, limits.codes)
    for one in counts:
        one.forget()
    for counted in (
        tokens.spent,
        tokens.tries,
        tokens.mails,
        tokens.mails_in_all,
        tokens.sentences,
    ):
        counted.forget()
    monkeypatch.setattr(pace, "STEP", 0.001)


@pytest.fixture
def turn_on(settings: Any) -> Iterator[TurnOn]:
    """Start the house with these ways: `turn_on("email", "passkey", providers=(…,))`."""

    def start(*ways: str, providers: tuple[Provider, ...] = ()) -> None:
        settings.CONTRIBUTORS, settings.PROVIDERS = list(ways), providers
        _read_again()

    yield start
    settings.CONTRIBUTORS = []
    _read_again()


def _read_again() -> None:
    """The addresses are read once, when a house starts."""
    importlib.reload(urls)
    clear_url_caches()


@pytest.fixture
def guest(db: None, turn_on: TurnOn) -> Guest:
    """Somebody in a house where one logs in by e-mail."""
    turn_on("email")
    return Guest()
