"""Writes of the vault. A file is written before its row and unlinked after it: a crash between
leaves a file without a row, which `sweep` removes, never a row without a file."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from farshore.kernel import clock
from farshore.vault import blobs, queries, seal
from farshore.vault.models import Blob, StoryKey


def create_story_key() -> UUID:
    """A fresh key for one story."""
    return StoryKey.objects.create(key=seal.new_key()).pk


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


@transaction.atomic
def shred_story_key(*, story: UUID) -> None:
    """End everything private of the story, wherever copies of its ciphertext may lie.

    The key is overwritten before its row goes (SQLite runs with `secure_delete`), then the files.
    """
    names = list(Blob.objects.filter(story_id=story).values_list("name", flat=True))
    StoryKey.objects.filter(pk=story).update(key=bytes(seal.KEY))
    StoryKey.objects.filter(pk=story).delete()
    transaction.on_commit(lambda: _remove(names))


def sweep() -> int:
    """Remove half-written files and files without a row; how many.

    A file being written just now has no row yet: only files older than today are swept.
    """
    swept = blobs.sweep_parts(settings.VAULT) if settings.VAULT.exists() else 0
    known = set(Blob.objects.values_list("name", flat=True))
    for name in blobs.names(settings.VAULT) - known:
        if blobs.is_older(settings.VAULT, name, clock.today()):
            blobs.remove(settings.VAULT, name)
            swept += 1
    return swept


def _remove(names: list[str]) -> None:
    for name in names:
        blobs.remove(settings.VAULT, name)
