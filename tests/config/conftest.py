"""Who stands at the studio's door in these tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from tests.staff import member


@pytest.fixture
def forgotten_tries(settings: Any) -> Iterator[None]:
    """Counts of tries live in this process's memory: each test begins with none.

    Passwords are hashed quickly here: a slow hash is not what is tried.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit is done now: a test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_given: act())


@pytest.fixture
def ada() -> User:
    return member("ada", "Moderators", email="ada@film.example")
