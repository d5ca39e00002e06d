"""Turning the epochs: keys of stories are laid under a new one, and old ones end.

Each step leaves every standing key under an epoch that is in its folder, so that it may be killed
anywhere and begun again, here or by another process at the same time:

1. a new epoch is durable before any key lies under it;
2. a row changes its epoch only from the one that was read, so a shredded key never comes back;
3. an epoch ends only when no row lies under it.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from farshore.kernel import clock
from farshore.vault import ended, epochs, queries, seal, whole
from farshore.vault.errors import CannotOpen, MissingEpoch, NoRoom
from farshore.vault.models import StoryKey

log = logging.getLogger(__name__)

BATCH = 200


def turn() -> int:
    """Begin an epoch where it is time, lay every key under it, end what is old; how many ended."""
    epoch = current()
    stuck = _lay_all_under(epoch)
    epochs.sweep_parts(settings.EPOCHS)
    return _end_old(epoch, stuck)


def current() -> epochs.Epoch:
    """The epoch to lay keys under now. Raises `MissingEpoch`, `NoRoom`.

    A folder that cannot be written (a disk that is full, epochs that are looked after from
    outside) still serves with the newest that it has.
    """
    folder, today = settings.EPOCHS, clock.today()
    id = epochs.newest(folder, today=today)
    if not epochs.ids(folder) and (row := StoryKey.objects.first()):
        raise MissingEpoch(row.epoch)  # the folder is not there: a new one would hide it
    if epochs.is_due(id, today=today, days=settings.EPOCH_DAYS):
        id = _begun(id, today)
    whole.settle(folder)
    return epochs.read(folder, id or "")


def begin() -> epochs.Epoch:
    """The current epoch; a new one where there is none, although keys may lie under a lost one."""
    if not epochs.ids(settings.EPOCHS):
        epochs.begin(settings.EPOCHS, today=clock.today())
    return current()


def wrap(story: UUID, key: bytes, epoch: epochs.Epoch) -> bytes:
    """The story's key as it is kept."""
    return seal.wrap_key(epoch.key, key, context=queries.context_of(story, epoch.id))


def _begun(id: str | None, today: date) -> str | None:
    try:
        epochs.begin(settings.EPOCHS, today=today)
    except (NoRoom, OSError):
        if id is None:
            raise
        log.exception("No new epoch could be begun; %s is used on", id)
    return epochs.newest(settings.EPOCHS, today=today)


def _lay_all_under(epoch: epochs.Epoch) -> Mapping[str, int]:
    """Wrap every key anew that lies under another epoch; how many cannot be, by their epochs.

    Keys are wrapped before the database is held, and in batches: a hide waits for neither.
    """
    stuck: Counter[str] = Counter()
    older = StoryKey.objects.exclude(epoch=epoch.id).order_by("pk")
    rows = list(older[:BATCH])
    while rows:
        wrapped = {row: _wrapped_anew(row, epoch) for row in rows if not _is_ended(row)}
        with transaction.atomic():
            for row, key in wrapped.items():
                if key is None:
                    stuck[row.epoch] += 1
                else:
                    _lay_under(epoch, row, key)
        rows = list(older.filter(pk__gt=rows[-1].pk)[:BATCH])
    return stuck


def _wrapped_anew(row: StoryKey, epoch: epochs.Epoch) -> bytes | None:
    try:
        return wrap(row.pk, queries.unwrapped(row), epoch)
    except (MissingEpoch, CannotOpen):
        log.error("A story's key cannot be read; it lies under epoch %s", row.epoch)
        return None


def _lay_under(epoch: epochs.Epoch, row: StoryKey, key: bytes) -> None:
    """Unless the row was shredded, or laid anew by another process, since it was read."""
    same = StoryKey.objects.filter(pk=row.pk, epoch=row.epoch)
    same.update(wrapped=key, epoch=epoch.id)


def _is_ended(row: StoryKey) -> bool:
    """Whether a restored backup has brought it back. It is shredded again under the epoch that it
    had: under a newer one it would outlive the day that its teller was told."""
    return ended.day_of(settings.EPOCHS, row.pk) is not None


def _end_old(epoch: epochs.Epoch, stuck: Mapping[str, int]) -> int:
    """End the epochs that are over and hold no key any more; how many.

    One that has just been followed stays as long again: a backup of the database that is younger
    can then be restored beside the folder as it is. Keys that are damaged do not hold an epoch.
    """
    over = [id for id in epochs.ids(settings.EPOCHS) if id != epoch.id and _is_over(id)]
    free = [id for id in over if StoryKey.objects.filter(epoch=id).count() <= stuck.get(id, 0)]
    for id in free:
        epochs.end(settings.EPOCHS, id)
    return len(free)


def _is_over(id: str) -> bool:
    """Whether its days have passed, or are so far away that a clock was wrong when it began."""
    day, span = epochs.begun(id), timedelta(days=settings.EPOCH_DAYS)
    return day + 2 * span <= clock.today() or day - span > clock.today()
