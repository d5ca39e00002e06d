"""Reads of the vault."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from farshore.kernel import clock
from farshore.vault import blobs, ended, epochs, seal, team
from farshore.vault.errors import MissingEpoch, Shredded, UnknownBlob
from farshore.vault.models import Blob, ForTeam, StoryKey

log = logging.getLogger(__name__)

OUTER = b"for the team"


def story_key(story: UUID) -> bytes:
    """The story's key (32 bytes). Raises `Shredded`, `MissingEpoch`."""
    row = _standing(story)
    try:
        return unwrapped(row)
    except MissingEpoch:
        # Another process may have laid it under a newer epoch since the row was read.
        again = _standing(story)
        if again.epoch == row.epoch:
            log.error("Epoch %s is not in %s", row.epoch, settings.EPOCHS)
            raise
        return unwrapped(again)


def fetch(story: UUID, name: str) -> bytes:
    """The contents of one of the story's sealed files. Raises `Shredded`, `UnknownBlob`."""
    row = Blob.objects.filter(pk=name, story_id=story).first()
    if row is None:
        raise UnknownBlob
    sealed = blobs.read(settings.VAULT, name)
    return seal.open_sealed(story_key(story), sealed, context=b"blob " + row.kind.encode())


def open_for(story: UUID, sealed: bytes, *, context: bytes) -> bytes:
    """Open a sealed field of the story. Raises `Shredded`, `CannotOpen`."""
    return seal.open_sealed(story_key(story), sealed, context=context)


def seal_for(story: UUID, data: bytes, *, context: bytes) -> bytes:
    """Seal a field under the story's key. Raises `Shredded`."""
    return seal.seal(story_key(story), data, context=context)


def commit(story: UUID, data: bytes) -> bytes:
    """A commitment to the data (32 bytes) under the story's key. Raises `Shredded`.

    While the story stands, whoever holds its key can show that the data is what was committed to.
    After shredding nobody can show anything, and it cannot be told from random bytes.
    """
    return seal.commitment(story_key(story), data)


def clock_of(story: UUID) -> date:
    """The day by which every backed-up copy of the story has ended, if it is shredded today; of a
    story that was shredded lately, the day that was said then. Raises `Shredded` after it."""
    if noted := ended.day_of(settings.EPOCHS, story):
        return noted
    return last_day(_standing(story).epoch)


def last_day(epoch: str) -> date:
    """The day by which the last copy of an epoch has ended, where the rule for backups is kept."""
    leaves = epochs.begun(epoch) + timedelta(days=2 * settings.EPOCH_DAYS)
    return max(leaves, clock.today()) + timedelta(days=settings.EPOCH_BACKUP_DAYS)


def unwrapped(row: StoryKey) -> bytes:
    """The key in a row. Raises `MissingEpoch`, `CannotOpen`."""
    epoch = epochs.read(settings.EPOCHS, row.epoch)
    return seal.unwrap_key(epoch.key, bytes(row.wrapped), context=context_of(row.pk, row.epoch))


def context_of(story: UUID, epoch: str) -> bytes:
    """What binds a wrapped key to its story and its epoch."""
    return b"story key " + story.bytes + epoch.encode()


def missing_epochs() -> dict[str, int]:
    """How many keys lie under each epoch that cannot be read here."""
    return {id: count for id, count, here in epochs_in_use() if count and not here}


def team_key_ids() -> tuple[str, ...]:
    """The ids of the team's keys, in the order of the setting."""
    return tuple(team.key_id(one) for one in settings.TEAM_KEYS)


def for_team(kind: str) -> Iterator[ForTeam]:
    """Everything of this kind that waits for the team, in no order that tells when it came."""
    yield from ForTeam.objects.filter(kind=kind).order_by("pk").iterator()


def kept_for_team(*, story: UUID, kind: str) -> dict[UUID, date | None]:
    """What of this kind is kept for the team with one story: each id, and the day it ends."""
    rows = ForTeam.objects.filter(story=story, kind=kind)
    return dict(rows.values_list("pk", "ends_on"))


def was_handed_out(*, story: UUID) -> bool:
    """Whether a slip with the key of something of this story has left the house."""
    return ForTeam.objects.filter(story=story, handed=True).exists()


def sealed_by_key() -> dict[str, int]:
    """How many sealed things each key of the team opens, by its id; also keys of earlier days."""
    rows = ForTeam.objects.values_list("recipients", flat=True)
    return dict(Counter(id for words in rows.iterator() for id in words.split()))


def epochs_in_use() -> list[tuple[str, int, bool]]:
    """Each epoch that is here or that a key lies under: its id, how many keys, whether it can be
    read."""
    keys = Counter(StoryKey.objects.values_list("epoch", flat=True).iterator())
    known = sorted(keys.keys() | set(epochs.ids(settings.EPOCHS)))
    return [(id, keys[id], _can_be_read(id)) for id in known]


def _standing(story: UUID) -> StoryKey:
    row = StoryKey.objects.filter(pk=story).first()
    if row is None or ended.day_of(settings.EPOCHS, story):
        raise Shredded
    return row


def _can_be_read(id: str) -> bool:
    try:
        epochs.read(settings.EPOCHS, id)
    except MissingEpoch:
        return False
    return True
