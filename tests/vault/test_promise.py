"""Whatever happens in whatever order: what stands opens, and what was shredded ends by its clock.

A made-up attacker has every backup of the table of keys that was ever made, the folder of epochs
as it is, and every copy of it that the rule for backups allows.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from farshore.kernel import clock
from farshore.vault import actions, epochs, queries, rotation, seal
from farshore.vault.models import StoryKey

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 23, tzinfo=UTC)
STEPS = st.one_of(
    st.just(("create", 0)),
    st.tuples(st.just("shred"), st.integers(0, 9)),
    st.tuples(st.just("sleep"), st.integers(1, 9)),
    st.just(("back up", 0)),
    st.tuples(st.just("restore"), st.integers(0, 3)),
)


class House:
    """What happened, as the house and the attacker see it."""

    def __init__(self, folder: Path, *, kept_days: int) -> None:
        self.folder = folder
        self.kept_days = kept_days
        self.day = START
        self.keys: dict[UUID, bytes] = {}
        self.ends: dict[UUID, date] = {}
        self.restored = False
        self.tables: list[list[dict[str, Any]]] = []
        self.copies: list[tuple[date, dict[str, bytes]]] = []

    def create(self, _number: int) -> None:
        story = actions.create_story_key()
        self.keys[story] = queries.story_key(story)

    def shred(self, number: int) -> None:
        standing = [story for story in self.keys if story not in self.ends]
        if standing:
            story = standing[number % len(standing)]
            self.ends[story] = queries.clock_of(story)
            assert self.ends[story] <= clock.today() + timedelta(days=30)
            actions.shred_story_key(story=story)

    def sleep(self, days: int) -> None:
        """Days go by, each with its chores, and its copy of the epochs."""
        for _ in range(days):
            self.day += timedelta(days=1)
            with clock.frozen(self.day):
                self.look()
                rotation.turn()
                if self.restored:  # the worst moment: between the two chores
                    self.back_up(0)
                    self.restored = False
                actions.sweep()
                self._copy_epochs()

    def back_up(self, _number: int) -> None:
        self.tables.append(list(StoryKey.objects.values()))
        self._copy_epochs()

    def restore(self, number: int) -> None:
        """Put a recent backup of the database back; what was created since is lost, as it is."""
        if number < len(self.tables):
            table = self.tables[-1 - number]
            StoryKey.objects.all().delete()
            StoryKey.objects.bulk_create(StoryKey(**row) for row in table)
            self.restored = True
            back = {row["id"] for row in table}
            self.keys = {s: k for s, k in self.keys.items() if s in back or s in self.ends}

    def look(self) -> None:
        """The promise."""
        for story, key in self.keys.items():
            if story not in self.ends and self._is_recent(story):
                assert queries.story_key(story) == key
        over = {story for story, ends in self.ends.items() if clock.today() > ends}
        assert not over & self._seen_by_attacker()

    def _seen_by_attacker(self) -> set[UUID]:
        since = clock.today() - timedelta(days=self.kept_days)
        held = {id: epochs.read(self.folder, id).key for id in epochs.ids(self.folder)}
        for day, copy in self.copies:
            held |= copy if day >= since else {}
        rows = [row for table in self.tables for row in table if row["epoch"] in held]
        return {row["id"] for row in rows if _unwraps(row, held[row["epoch"]])}

    def _is_recent(self, story: UUID) -> bool:
        """Whether its row's epoch can be here: not so after a backup that is older than all."""
        return StoryKey.objects.get(pk=story).epoch in epochs.ids(self.folder)

    def _copy_epochs(self) -> None:
        held = {id: epochs.read(self.folder, id).key for id in epochs.ids(self.folder)}
        self.copies.append((clock.today(), held))


def _unwraps(row: dict[str, Any], key: bytes) -> bool:
    context = queries.context_of(row["id"], row["epoch"])
    return bool(seal.unwrap_key(key, bytes(row["wrapped"]), context=context))


@contextmanager
def house(*, kept_days: int) -> Iterator[House]:
    """An empty house in a folder of its own."""
    before = settings.EPOCHS
    settings.EPOCHS = Path(tempfile.mkdtemp()) / "epochs"
    StoryKey.objects.all().delete()
    try:
        yield House(settings.EPOCHS, kept_days=kept_days)
    finally:
        shutil.rmtree(settings.EPOCHS.parent)
        settings.EPOCHS = before


def live(steps: list[tuple[str, int]], *, kept_days: int = 16) -> None:
    """Take the steps, and look after each of them."""
    with house(kept_days=kept_days) as one:
        for name, number in steps:
            with clock.frozen(one.day):
                getattr(one, name.replace(" ", "_"))(number)
                one.look()


@pytest.mark.promise("P-17")
@effort(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=5, max_size=30))
def test_what_stands_opens_and_what_was_shredded_ends(
    steps: list[tuple[str, int]],
) -> None:
    live([("create", 0), *steps, ("sleep", 31)])


@pytest.mark.promise("P-17")
def test_a_story_that_a_restored_backup_brings_back_keeps_its_day() -> None:
    live([("create", 0), ("back up", 0), ("shred", 0), ("sleep", 6), ("restore", 0), ("sleep", 35)])


def test_copies_that_are_kept_too_long_would_be_noticed() -> None:
    """The control: the same attacker, with copies of the epochs that are a year old."""
    steps = [("create", 0), ("back up", 0), ("shred", 0), ("sleep", 35)]
    live(steps)
    with pytest.raises(AssertionError):
        live(steps, kept_days=365)


def test_keys_that_are_never_laid_anew_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an epoch that stays for ever."""
    monkeypatch.setattr(rotation, "_is_over", lambda _id: False)
    with pytest.raises(AssertionError):
        live([("create", 0), ("back up", 0), ("shred", 0), ("sleep", 35)])
