"""Several hosts turn the epochs, take stories in and shred them at the same moment."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

from farshore.kernel import clock
from farshore.vault import actions, epochs, queries, rotation
from farshore.vault.errors import Shredded
from farshore.vault.models import StoryKey

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 23, tzinfo=UTC)


def together(day: int, *acts: Callable[[], None]) -> list[Exception]:
    """Run the acts at once, each in a thread with a connection of its own; what went wrong."""
    faults: list[Exception] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        try:
            with clock.frozen(START + timedelta(days=day)):
                gate.wait()
                act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


@pytest.mark.parametrize("day", [7, 14, 40])
def test_all_at_once_no_story_is_lost_and_none_comes_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, day: int
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    with clock.frozen(START):
        stories = [actions.create_story_key() for _ in range(24)]
        keys = {story: queries.story_key(story) for story in stories}
    doomed, standing = stories[::3], [s for s in stories if s not in stories[::3]]
    taken: list[UUID] = []

    def turn() -> None:
        rotation.turn()

    def shred() -> None:
        for story in doomed:
            actions.shred_story_key(story=story)

    def take() -> None:
        taken.extend(actions.create_story_key() for _ in range(8))

    def read() -> None:
        for story in standing * 3:
            assert queries.story_key(story) == keys[story]

    assert together(day, turn, turn, shred, take, read, read) == []
    with clock.frozen(START + timedelta(days=day)):
        rotation.turn()
        rotation.turn()
        assert {story: queries.story_key(story) for story in standing} == {
            story: keys[story] for story in standing
        }
        assert len({queries.story_key(story) for story in taken}) == 8
        assert set(StoryKey.objects.values_list("pk", flat=True)) == {*standing, *taken}
        for story in doomed:
            with pytest.raises(Shredded):
                queries.story_key(story)
        newest = epochs.newest(folder, today=clock.today())
        assert set(StoryKey.objects.values_list("epoch", flat=True)) == {newest}


def test_a_shredding_that_comes_between_reading_and_laying_anew_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen(START):
        story = actions.create_story_key()
    real = rotation.wrap

    def shredded_meanwhile(*given: object) -> bytes:
        monkeypatch.setattr(rotation, "wrap", real)
        assert together(7, lambda: actions.shred_story_key(story=story)) == []
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "wrap", shredded_meanwhile)
    with clock.frozen(START + timedelta(days=7)):
        rotation.turn()
        assert not StoryKey.objects.exists()
