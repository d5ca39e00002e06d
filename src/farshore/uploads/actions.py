"""Writes of staged parts."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from farshore.kernel import clock
from farshore.uploads.models import Staged
from farshore.uploads.queries import CONTEXT, owner_of
from farshore.vault import blobs, seal


def stage(*, key: bytes, data: bytes) -> str:
    """Seal a part under the code's key and keep it for some days; its name. Raises `NoRoom`."""
    name = blobs.new_name()
    blobs.write(settings.UPLOADS, name, seal.seal(key, data, context=CONTEXT), day=clock.today())
    Staged.objects.create(name=name, owner=owner_of(key), expires_on=_expiry())
    return name


def touch(*, key: bytes) -> None:
    """Everything under this key stays some days longer: its owner is here."""
    Staged.objects.filter(owner=owner_of(key)).update(expires_on=_expiry())


def discard(*, key: bytes, name: str) -> None:
    """End a part. Ending what is gone, or not this person's, does nothing."""
    if Staged.objects.filter(pk=name, owner=owner_of(key)).delete()[0]:
        transaction.on_commit(lambda: blobs.remove(settings.UPLOADS, name))


def discard_all(*, key: bytes) -> None:
    """End every part under this key."""
    for name in list(Staged.objects.filter(owner=owner_of(key)).values_list("name", flat=True)):
        discard(key=key, name=name)


def sweep(*, today: date) -> int:
    """End expired parts, half-written files and files without a row; how many.

    A part that is touched meanwhile stays. A file without a row may be one whose row is just
    being written: it has a day's grace.
    """
    ended = _expired(today)
    Staged.objects.filter(expires_on__lt=today).delete()
    known = set(Staged.objects.values_list("name", flat=True))
    ended -= known
    for name in blobs.names(settings.UPLOADS) - known:
        if blobs.is_older(settings.UPLOADS, name, today - timedelta(days=1)):
            ended.add(name)
    for name in ended:
        blobs.remove(settings.UPLOADS, name)
    return len(ended) + blobs.sweep_parts(settings.UPLOADS)


def _expired(today: date) -> set[str]:
    return set(Staged.objects.filter(expires_on__lt=today).values_list("name", flat=True))


def _expiry() -> date:
    return clock.today() + timedelta(days=settings.DRAFT_DAYS)
