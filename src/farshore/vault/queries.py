"""Reads of the vault."""

from uuid import UUID

from django.conf import settings

from farshore.vault import blobs, seal
from farshore.vault.errors import Shredded, UnknownBlob
from farshore.vault.models import Blob, StoryKey


def story_key(story: UUID) -> bytes:
    """The story's key (32 bytes). Raises `Shredded`."""
    row = StoryKey.objects.filter(pk=story).first()
    if row is None:
        raise Shredded
    return bytes(row.key)


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
