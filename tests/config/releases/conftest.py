"""A sound release, which each test spoils in one way."""

from pathlib import Path

import pytest

from farshore.config.releases.founders import Founders
from tests.config.releases.making import Release, generation


@pytest.fixture(scope="session")
def known() -> Founders:
    """The keys of the version that runs."""
    return generation(1, "anna", "maria", "tom")


@pytest.fixture
def release(tmp_path: Path, known: Founders) -> Release:
    return Release(tmp_path / "farshore-0.2.0", [known])
