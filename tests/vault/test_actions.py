import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from farshore.kernel import clock
from farshore.vault import actions, blobs, queries
from farshore.vault.errors import NoRoom, Shredded, UnknownBlob
from farshore.vault.models import Blob, StoryKey
from tests.conftest import on_sqlite

pytestmark = pytest.mark.django_db(transaction=True)


def _bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_kept_file_is_sealed_private_and_of_no_finer_time_than_a_day(vault: Path) -> None:
    story = actions.create_story_key()
    name = actions.keep(story=story, data=b"a face " * 50, kind="picture")
    path = vault / name[:2] / name
    assert queries.fetch(story, name) == b"a face " * 50
    assert b"a face" not in _bytes_under(vault)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_mtime % 86400 == 0


def test_a_file_opens_for_its_own_story_only() -> None:
    mine, other = actions.create_story_key(), actions.create_story_key()
    name = actions.keep(story=mine, data=b"x", kind="picture")
    with pytest.raises(UnknownBlob):
        queries.fetch(other, name)
    with pytest.raises(UnknownBlob):
        queries.fetch(mine, "0" * 32)
    with pytest.raises(UnknownBlob):
        queries.fetch(mine, "../../etc/passwd")


def test_shredding_ends_the_key_the_fields_and_the_files(vault: Path) -> None:
    story = actions.create_story_key()
    sealed = queries.seal_for(story, b"words", context=b"a")
    actions.keep(story=story, data=b"x", kind="picture")
    actions.shred_story_key(story=story)
    with pytest.raises(Shredded):
        queries.open_for(story, sealed, context=b"a")
    with pytest.raises(Shredded):
        actions.keep(story=story, data=b"x", kind="picture")
    assert not StoryKey.objects.exists() and not Blob.objects.exists()
    assert blobs.names(vault) == set()
    actions.shred_story_key(story=story)


def test_destroying_one_file_leaves_the_others(vault: Path) -> None:
    story = actions.create_story_key()
    one, two = (actions.keep(story=story, data=b"x", kind="picture") for _ in range(2))
    actions.destroy(story=story, name=one)
    actions.destroy(story=story, name=one)
    assert blobs.names(vault) == {two}


def test_a_file_without_a_row_is_swept_on_the_next_day_and_never_before(vault: Path) -> None:
    blobs.write(vault, "a" * 32, b"orphan", day=clock.today())
    assert actions.sweep() == 0
    with clock.frozen(datetime.now(UTC) + timedelta(days=1)):
        assert actions.sweep() == 1
    assert blobs.names(vault) == set()


def test_a_full_disk_is_said_and_leaves_nothing(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = actions.create_story_key()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NoRoom):
        actions.keep(story=story, data=b"x", kind="picture")
    assert [path for path in vault.rglob("*") if path.is_file()] == []
    assert not Blob.objects.exists()


def test_an_unknown_story_has_no_key() -> None:
    with pytest.raises(Shredded):
        queries.story_key(uuid4())


@pytest.mark.promise("P-16")
@pytest.mark.skipif(not on_sqlite(), reason="PostgreSQL's own log is a stated limit")
def test_after_shredding_even_the_wrapped_key_is_in_no_file_of_the_database() -> None:
    story = actions.create_story_key()
    wrapped = bytes(StoryKey.objects.get(pk=story).wrapped)
    assert wrapped in _database()
    actions.shred_story_key(story=story)
    actions.flush()
    assert wrapped not in _database()


@pytest.mark.skipif(not on_sqlite(), reason="SQLite's log")
def test_emptying_the_log_waits_for_nobody() -> None:
    story = actions.create_story_key()
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM vault_storykey").fetchone()
    actions.shred_story_key(story=story)
    begun = time.monotonic()
    actions.flush()
    assert time.monotonic() - begun < 1
    reader.close()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    actions.flush()
    assert Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size == 0


def _database() -> bytes:
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
