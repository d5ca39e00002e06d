"""Unsent stories: begun, changed at every step, destroyed by the teller or by silence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import OperationalError, transaction

from farshore.intake import queries
from farshore.intake.errors import NotKept, UnknownHand
from farshore.intake.models import Draft
from farshore.intake.queries import DRAFT
from farshore.intake.telling import Change, Telling, to_bytes
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.uploads import actions as uploads
from farshore.vault import seal


@contextmanager
def keeping() -> Iterator[None]:
    """One transaction. What the database cannot take just now is raised as `NotKept`."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        raise NotKept from error


def begin(*, keys: Keys, telling: Telling) -> None:
    """Open a draft under this code. Beginning twice (a form sent again) keeps what is there."""
    sealed = seal.seal(keys.open, to_bytes(telling), context=DRAFT)
    defaults = {"sealed": sealed, "expires_on": _expiry()}
    with keeping():
        Draft.objects.get_or_create(find=keys.find_id(), defaults=defaults)


def change(*, keys: Keys, by: Change) -> Telling:
    """The draft as it stands now, changed and sealed anew; its clock starts again.

    The row is held from the reading to the writing: of two steps sent at once neither undoes the
    other. Raises `UnknownHand`, `NotKept`.
    """
    with keeping():
        row = held(keys)
        changed = by(queries.opened(keys, row))
        row.sealed = seal.seal(keys.open, to_bytes(changed), context=DRAFT)
        row.expires_on = _expiry()
        row.save(update_fields=["sealed", "expires_on"])
        uploads.touch(key=keys.open)
    return changed


def held(keys: Keys) -> Draft:
    """The draft's row, held until the transaction ends. Raises `UnknownHand`."""
    row = Draft.objects.select_for_update().filter(find=keys.find_id()).first()
    if row is None:
        raise UnknownHand
    return row


def destroy(*, keys: Keys) -> None:
    """End the draft and every part of it, at once. Ending what is gone is no error."""
    with keeping():
        Draft.objects.filter(find=keys.find_id()).delete()
        uploads.discard_all(key=keys.open)


def sweep(*, today: date) -> int:
    """End the drafts whose tellers have been silent for too long; how many."""
    return Draft.objects.filter(expires_on__lt=today).delete()[0]


def _expiry() -> date:
    return clock.today() + timedelta(days=settings.DRAFT_DAYS)
