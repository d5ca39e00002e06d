"""One front for most tests, before a small back and a small site."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.front import backs, fronts, sites


@dataclass(slots=True)
class House:
    front: fronts.Front
    back: backs.Back
    site: Path


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("front")
    site = sites.fill(folder / "site")
    with backs.back(folder / "b.sock") as back, fronts.front(site, folder / "b.sock") as front:
        yield House(front, back, site)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return sites.fill(tmp_path / "site")
