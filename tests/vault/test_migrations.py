"""What was kept before there were epochs is there after, and back."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from farshore.vault import epochs, queries, seal
from tests.conftest import on_sqlite

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0001_initial", "0003_no_bare_keys"


def to(name: str) -> Any:
    """The room's models as of a migration."""
    executor = MigrationExecutor(connection)
    executor.migrate([("vault", name)])
    return MigrationExecutor(connection).loader.project_state([("vault", name)]).apps


@pytest.fixture
def old() -> Iterator[Any]:
    """The models as they were; afterwards the tables are those of today."""
    yield to(BEFORE)
    to(AFTER)


def test_bare_keys_are_wrapped_and_their_stories_still_open(old: Any, folder: Path) -> None:
    keys = [os.urandom(32) for _ in range(3)]
    stories = [old.get_model("vault", "StoryKey").objects.create(key=key).pk for key in keys]
    sealed = seal.seal(keys[0], b"words", context=b"a")
    old.get_model("vault", "Blob").objects.create(name="a" * 32, story_id=stories[0], kind="x")
    assert not on_sqlite() or keys[0] in _database()
    to(AFTER)
    assert [queries.story_key(story) for story in stories] == keys
    assert queries.open_for(stories[0], sealed, context=b"a") == b"words"
    assert len(epochs.ids(folder)) == 1
    assert not on_sqlite() or not [key for key in keys if key in _database()]


def test_wrapped_keys_can_be_laid_bare_again(old: Any) -> None:
    key = os.urandom(32)
    story = old.get_model("vault", "StoryKey").objects.create(key=key).pk
    to(AFTER)
    again = to(BEFORE)
    assert bytes(again.get_model("vault", "StoryKey").objects.get(pk=story).key) == key


def test_a_house_without_stories_begins_no_epoch(old: Any, folder: Path) -> None:
    to(AFTER)
    assert epochs.ids(folder) == []


def _database() -> bytes:
    """Every byte of SQLite's files."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
