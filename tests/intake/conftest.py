"""The ground of the sharing path's tests: a data folder of their own, and nothing counted yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from farshore.intake.views import concern, gone, limits, pace, work
from tests.intake.making import Teller


@pytest.fixture(autouse=True)
def folder(data: Path) -> Path:
    return data


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nobody has tried a code yet."""
    for turnstile in (limits.codes, limits.beginnings, limits.worked_beginnings, limits.concerns):
        turnstile.forget()
    concern.burst.forget()
    work.strain.forget()
    yield


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are answered without waiting, but where the waiting is what is tried."""
    monkeypatch.setattr(pace, "STEP", 0.001)
    monkeypatch.setattr(gone, "WAIT", 0.0)


@pytest.fixture
def teller(db: None) -> Teller:
    return Teller()
