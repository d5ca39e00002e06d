"""Writes of the vault. A file is written before its row and unlinked after it: a crash between
leaves a file without a row, which `sweep` removes, never a row without a file."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from farshore.kernel import clock
from farshore.vault import blobs, ended, queries, rotation, seal, team
from farshore.vault.models import Blob, ForTeam, StoryKey


def create_story_key() -> UUID:
    """A fresh key for one story. Raises `MissingEpoch`, `NoRoom`."""
    story, epoch = uuid4(), rotation.current()
    wrapped = rotation.wrap(story, seal.new_key(), epoch)
    return StoryKey.objects.create(pk=story, wrapped=wrapped, epoch=epoch.id).pk


def keep(*, story: UUID, data: bytes, kind: str) -> str:
    """Seal and keep a file of the story; its name. Raises `Shredded`, `NoRoom`."""
    sealed = seal.seal(queries.story_key(story), data, context=b"blob " + kind.encode())
    name = blobs.new_name()
    blobs.write(settings.VAULT, name, sealed, day=clock.today())
    Blob.objects.create(name=name, story_id=story, kind=kind)
    return name


def destroy(*, story: UUID, name: str) -> None:
    """End one file of the story. Ending what is gone is no error."""
    Blob.objects.filter(pk=name, story_id=story).delete()
    transaction.on_commit(lambda: blobs.remove(settings.VAULT, name))


def seal_to_team(data: bytes, *, pad_to: Sequence[int] | None) -> bytes:
    """Sealed to the team's keys, padded to the next of these lengths (None: to one of Padmé's).

    Raises `NoTeamKeys`, `TooLong`.
    """
    return team.seal_to(settings.TEAM_KEYS, data, pad_to=pad_to).box


@transaction.atomic
def keep_for_team(
    *, kind: str, sealed: team.Sealed, story: UUID | None = None, ends_on: date | None = None
) -> UUID:
    """Keep what only the team can open, under a key of its own besides; its id.

    It ends with its story, on its day, or by `destroy_for_team`. Raises `MissingEpoch`, `NoRoom`.
    """
    key = create_story_key()
    box = queries.seal_for(key, sealed.box, context=queries.OUTER)
    words = " ".join(sealed.recipients)
    made = ForTeam.objects.create(
        key_id=key, story=story, kind=kind, recipients=words, box=box, ends_on=ends_on
    )
    return made.pk


@transaction.atomic
def destroy_for_team(*, item: UUID) -> None:
    """End what was kept for the team: after dispatch, say. Ending what is gone is no error."""
    row = ForTeam.objects.filter(pk=item).first()
    if row is not None:
        _shred(row.key_id)


@transaction.atomic
def shred_story_key(*, story: UUID) -> None:
    """End everything private of the story, wherever copies of its ciphertext may lie.

    The wrapped key is overwritten before its row goes (SQLite runs with `secure_delete`), then the
    files. `queries.clock_of` says when the last backed-up copy has ended.
    """
    for key in ForTeam.objects.filter(story=story).values_list("key", flat=True):
        _shred(key)
    _shred(story)


def sweep() -> int:
    """Remove half-written files and files without a row, and what is over; how many.

    A file being written just now has no row yet: only files older than today are swept.
    """
    swept = _end_again() + _end_due()
    swept += blobs.sweep_parts(settings.VAULT) if settings.VAULT.exists() else 0
    known = set(Blob.objects.values_list("name", flat=True))
    for name in blobs.names(settings.VAULT) - known:
        if blobs.is_older(settings.VAULT, name, clock.today()):
            blobs.remove(settings.VAULT, name)
            swept += 1
    return swept


def flush() -> None:
    """Write SQLite's log back and empty it: what was overwritten stands nowhere then.

    Where readers are in the way it is left for the next time; nobody waits for it.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _shred(key: UUID) -> None:
    """Overwrite and remove one key, with its files, and note it where no backup restores it."""
    row = StoryKey.objects.select_for_update().filter(pk=key).first()
    if row is None:
        return
    ends = ended.day_of(settings.EPOCHS, key) or queries.last_day(row.epoch)
    names = list(Blob.objects.filter(story_id=key).values_list("name", flat=True))
    StoryKey.objects.filter(pk=key).update(wrapped=bytes(seal.WRAPPED), epoch="")
    StoryKey.objects.filter(pk=key).delete()
    today = clock.today()
    transaction.on_commit(
        lambda: ended.note(settings.EPOCHS, key, today=today, ends=ends), robust=True
    )
    for name in names:
        transaction.on_commit(partial(blobs.remove, settings.VAULT, name), robust=True)


def _end_again() -> int:
    """Shred what a restored backup of the database has brought back; how many."""
    ended.prune(settings.EPOCHS, today=clock.today())
    noted = ended.stories(settings.EPOCHS)
    back = [story for story in noted if StoryKey.objects.filter(pk=story).exists()]
    for story in back:
        shred_story_key(story=story)
    return len(back)


def _end_due() -> int:
    due = ForTeam.objects.filter(ends_on__lte=clock.today()).values_list("pk", flat=True)
    items = list(due)
    for item in items:
        destroy_for_team(item=item)
    return len(items)
