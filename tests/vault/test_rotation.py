"""What lies under which epoch, what can be read with what, and what has ended when."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from farshore.kernel import clock
from farshore.vault import actions, ended, epochs, queries, rotation, seal
from farshore.vault.errors import CannotOpen, MissingEpoch, NoRoom, Shredded
from farshore.vault.models import StoryKey

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


@contextmanager
def day(number: int) -> Iterator[date]:
    """Some day after the start."""
    with clock.frozen(START + timedelta(days=number)):
        yield clock.today()


def rows() -> list[dict[str, Any]]:
    """A backup of the table of keys."""
    return list(StoryKey.objects.order_by("pk").values())


def restore(backup: list[dict[str, Any]]) -> None:
    """Put a backup in place of what is there."""
    StoryKey.objects.all().delete()
    for row in backup:
        StoryKey.objects.create(**row)


def opens(story: UUID, backup: list[dict[str, Any]], folder: Path) -> bool:
    """Whether somebody who holds a backup of the table and these epochs has the story's key."""
    for row in backup:
        if row["id"] == story and row["epoch"] in epochs.ids(folder):
            epoch = epochs.read(folder, row["epoch"])
            context = queries.context_of(story, row["epoch"])
            return len(seal.unwrap_key(epoch.key, bytes(row["wrapped"]), context=context)) == 32
    return False


def test_an_epoch_is_private_and_says_what_it_is(folder: Path) -> None:
    actions.create_story_key()
    (id,) = epochs.ids(folder)
    assert (folder / f"{id}.epoch").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert "apart from copies of the database" in (folder / "README.txt").read_text()
    assert epochs.read(folder, id).key.hex() not in repr(epochs.read(folder, id))


def test_the_database_never_holds_a_key_that_opens_anything(folder: Path) -> None:
    story = actions.create_story_key()
    key = queries.story_key(story)
    (row,) = rows()
    assert key not in bytes(row["wrapped"])
    assert opens(story, rows(), folder)
    assert not opens(story, rows(), folder / "nowhere")


def test_a_wrapped_key_opens_for_its_own_story_and_epoch_only(folder: Path) -> None:
    mine, other = actions.create_story_key(), actions.create_story_key()
    wrapped = StoryKey.objects.get(pk=other).wrapped
    StoryKey.objects.filter(pk=mine).update(wrapped=wrapped)
    with pytest.raises(CannotOpen):
        queries.story_key(mine)


def test_keys_move_to_the_new_epoch_and_stay_what_they_are(folder: Path) -> None:
    with day(0):
        keys = {story: queries.story_key(story) for story in _stories(3)}
    with day(6):
        rotation.turn()
        assert len(epochs.ids(folder)) == 1
    with day(7):
        rotation.turn()
        assert len(epochs.ids(folder)) == 2
        assert {row["epoch"] for row in rows()} == {epochs.ids(folder)[1]}
        assert {story: queries.story_key(story) for story in keys} == keys


def test_an_epoch_that_was_followed_stays_as_long_again_and_then_ends(folder: Path) -> None:
    with day(0):
        _stories(1)
        (first,) = epochs.ids(folder)
    with day(7):
        rotation.turn()
    with day(13):
        assert rotation.turn() == 0
    with day(14):
        assert rotation.turn() == 1
        assert first not in epochs.ids(folder)
        rotation.turn()
        assert len(epochs.ids(folder)) == 2


def test_an_epoch_under_which_a_key_lies_never_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with day(0):
        (story,) = _stories(1)
    monkeypatch.setattr(rotation, "_lay_all_under", lambda _epoch: {})
    with day(100):
        assert rotation.turn() == 0
        assert queries.story_key(story)


def test_a_house_that_slept_for_a_year_wakes_with_all_its_stories(folder: Path) -> None:
    with day(0):
        stories = _stories(2)
    with day(365):
        assert rotation.turn() == 1
        assert all(queries.story_key(story) for story in stories)


def test_after_shredding_only_old_epochs_open_old_backups_and_they_end_by_the_clock(
    folder: Path, tmp_path: Path
) -> None:
    with day(0):
        story, _other = _stories(2)
    with day(6):
        backup = rows()
        shutil.copytree(folder, tmp_path / "kept")
        told = queries.clock_of(story)
        actions.shred_story_key(story=story)
        assert queries.clock_of(story) == told == date(2026, 12, 23)
        assert opens(story, backup, folder)  # the table says so: until the epoch ends
    with day(14):
        rotation.turn()
        assert not opens(story, backup, folder)
        # The control: whoever keeps both against the rule, opens it for ever.
        assert opens(story, backup, tmp_path / "kept")
    with day(30) as last:
        assert last == told
        assert queries.clock_of(story) == told
    with day(31):
        actions.sweep()
        with pytest.raises(Shredded):
            queries.clock_of(story)


def test_the_clock_is_never_longer_than_thirty_days(folder: Path) -> None:
    for number in range(0, 40, 3):
        with day(number) as today:
            rotation.turn()
            (story,) = _stories(1)
            assert today <= queries.clock_of(story) <= today + timedelta(days=30)


def test_the_clock_of_a_house_that_slept_begins_when_it_wakes(folder: Path) -> None:
    with day(0):
        (story,) = _stories(1)
    with day(100) as today:
        assert queries.clock_of(story) == today + timedelta(days=16)


def test_an_old_backup_of_the_database_opens_beside_the_epochs_as_they_are(folder: Path) -> None:
    with day(5):
        (story,) = _stories(1)
        key, backup = queries.story_key(story), rows()
    with day(12):
        rotation.turn()
        restore(backup)
        assert queries.story_key(story) == key
        rotation.turn()
        assert {row["epoch"] for row in rows()} == {epochs.ids(folder)[-1]}


def test_a_restored_backup_does_not_bring_back_what_was_shredded(folder: Path) -> None:
    mine, other = _stories(2)
    backup = rows()
    actions.shred_story_key(story=mine)
    restore(backup)
    with pytest.raises(Shredded):
        queries.story_key(mine)
    assert queries.story_key(other)
    assert actions.sweep() == 1
    assert [row["id"] for row in rows()] == [other]


def test_a_restored_backup_would_bring_it_back_without_the_notes(folder: Path) -> None:
    """The control of the test above."""
    (mine,) = _stories(1)
    backup = rows()
    actions.shred_story_key(story=mine)
    shutil.rmtree(folder / "ended")
    restore(backup)
    assert queries.story_key(mine)


def test_notes_of_shredding_tell_nothing_finer_than_a_day(folder: Path) -> None:
    (story,) = _stories(1)
    actions.shred_story_key(story=story)
    path = folder / "ended" / story.hex
    assert path.stat().st_mtime % 86400 == 0
    assert ended.stories(folder) == [story]
    with day(60):
        actions.sweep()
        assert ended.stories(folder) == []


def test_a_rolled_back_shredding_leaves_the_story_whole(folder: Path) -> None:
    from django.db import transaction

    (story,) = _stories(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.shred_story_key(story=story)
        raise RuntimeError
    assert queries.story_key(story)
    assert ended.stories(folder) == []


def test_without_its_epoch_a_story_says_so_and_is_not_lost(folder: Path, tmp_path: Path) -> None:
    with day(0):
        (story,) = _stories(1)
        (id,) = epochs.ids(folder)
        key = queries.story_key(story)
    with day(8):
        rotation.current()  # a newer one is here
        (folder / f"{id}.epoch").rename(tmp_path / "away")
        with pytest.raises(MissingEpoch, match=id):
            queries.story_key(story)
        assert queries.missing_epochs() == {id: 1}
        rotation.turn()
        assert [row["id"] for row in rows()] == [story]
        (tmp_path / "away").rename(folder / f"{id}.epoch")
        rotation.turn()
        assert queries.story_key(story) == key
        assert queries.missing_epochs() == {}


def test_where_the_folder_is_not_mounted_no_new_epoch_hides_it(folder: Path) -> None:
    _stories(1)
    shutil.rmtree(folder)
    with pytest.raises(MissingEpoch):
        actions.create_story_key()
    with pytest.raises(MissingEpoch):
        rotation.turn()
    assert not folder.exists()


def test_where_the_epochs_are_lost_the_house_can_begin_anew(folder: Path) -> None:
    (lost,) = _stories(1)
    shutil.rmtree(folder)
    rotation.begin()
    story = actions.create_story_key()
    assert queries.story_key(story)
    with pytest.raises(MissingEpoch):
        queries.story_key(lost)


@pytest.mark.parametrize("damage", ["empty", "other", "text", "short"])
def test_a_damaged_epoch_is_noticed(folder: Path, damage: str) -> None:
    (story,) = _stories(1)
    (id,) = epochs.ids(folder)
    path = folder / f"{id}.epoch"
    text = path.read_text()
    other = text[:-3] + ("00" if text[-3:-1] != "00" else "11") + "\n"
    path.write_bytes(
        {"empty": "", "other": other, "text": "ü", "short": text[:-9]}[damage].encode()
    )
    with pytest.raises(MissingEpoch):
        queries.story_key(story)


def test_a_damaged_key_does_not_hold_its_epoch_for_the_others(folder: Path) -> None:
    with day(0):
        spoilt, sound = _stories(2)
        StoryKey.objects.filter(pk=spoilt).update(wrapped=b"\x01" + bytes(80))
    with day(14):
        assert rotation.turn() == 1
        assert queries.story_key(sound)
        assert StoryKey.objects.filter(pk=spoilt).exists()


def test_on_a_full_disk_the_newest_epoch_is_used_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with day(0):
        _stories(1)

    def full(*_given: object, **_named: object) -> None:
        raise NoRoom

    monkeypatch.setattr("farshore.vault.whole.write", full)
    with day(9):
        assert queries.story_key(actions.create_story_key())
        assert len(epochs.ids(folder)) == 1


def test_on_a_full_disk_a_new_house_takes_nothing_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NoRoom):
        actions.create_story_key()
    assert not StoryKey.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_epoch_of_a_clock_that_ran_ahead_is_left_and_ends(folder: Path) -> None:
    with day(0):
        (story,) = _stories(1)
    with day(40):
        rotation.turn()
    with day(1):
        rotation.turn()
        assert queries.story_key(story)
        assert [epochs.begun(id) for id in epochs.ids(folder)] == [date(2026, 11, 24)]


def test_a_clock_that_is_a_day_ahead_on_another_host_loses_nothing(folder: Path) -> None:
    with day(1):
        (story,) = _stories(1)
    with day(0):
        rotation.turn()
        assert len(epochs.ids(folder)) == 1
        assert queries.story_key(story)


def test_two_epochs_of_one_day_end_in_one(folder: Path) -> None:
    with day(0) as today:
        epochs.begin(folder, today=today)
        epochs.begin(folder, today=today)
        _stories(2)
        rotation.turn()
        assert len({row["epoch"] for row in rows()}) == 1


def test_a_row_that_was_laid_anew_while_it_was_read_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with day(0):
        (story,) = _stories(1)
        (id,) = epochs.ids(folder)
        key = queries.story_key(story)
    real = queries._standing

    def slow(wanted: UUID) -> StoryKey:
        row = real(wanted)
        monkeypatch.setattr(queries, "_standing", real)
        with day(14):
            rotation.turn()
        assert id not in epochs.ids(folder)
        return row

    monkeypatch.setattr(queries, "_standing", slow)
    with day(14):
        assert queries.story_key(story) == key


def test_a_commitment_can_be_shown_while_the_story_stands_and_never_after(folder: Path) -> None:
    mine, other = _stories(2)
    made = queries.commit(mine, b"the file")
    assert made == queries.commit(mine, b"the file")
    assert len({made, queries.commit(mine, b"another"), queries.commit(other, b"the file")}) == 3
    with day(40):
        rotation.turn()
        assert queries.commit(mine, b"the file") == made
    actions.shred_story_key(story=mine)
    with pytest.raises(Shredded):
        queries.commit(mine, b"the file")


def test_what_a_killed_process_left_half_begun_is_swept(folder: Path) -> None:
    import os
    import time

    actions.create_story_key()
    part = folder / ".2026-11-23-00000000.epoch.00000000.part"
    part.write_bytes(b"")
    rotation.turn()
    assert part.exists()
    assert epochs.sweep_parts(folder) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: os.stat(part).st_ctime + 3700)
        rotation.turn()
    assert not part.exists()


def _stories(count: int) -> list[UUID]:
    return [actions.create_story_key() for _ in range(count)]
