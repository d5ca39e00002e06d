"""The ground of the crossing's tests: a data folder of their own, and a team of two."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.moderation.making import moderator, releaser


@pytest.fixture(autouse=True)
def folder(data: Path) -> Path:
    return data


@pytest.fixture
def mira(db: None) -> User:
    """Reads and approves."""
    return moderator("mira")


@pytest.fixture
def rosa(db: None) -> User:
    """Releases."""
    return releaser("rosa")
