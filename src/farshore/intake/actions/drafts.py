"""Unsent stories: begun, saved at every step, destroyed by the teller or by silence."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from farshore.intake.errors import UnknownHand
from farshore.intake.models import Draft
from farshore.intake.queries import DRAFT
from farshore.intake.telling import Telling, to_bytes
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.uploads import actions as uploads
from farshore.vault import seal


def begin(*, keys: Keys, telling: Telling) -> None:
    """Open a draft under this code. Beginning twice (a form sent again) keeps what is there."""
    sealed = seal.seal(keys.open, to_bytes(telling), context=DRAFT)
    defaults = {"sealed": sealed, "expires_on": _expiry()}
    Draft.objects.get_or_create(find=keys.find_id(), defaults=defaults)


@transaction.atomic
def save(*, keys: Keys, telling: Telling) -> None:
    """Seal the draft anew; its clock starts again. Raises `UnknownHand`."""
    sealed = seal.seal(keys.open, to_bytes(telling), context=DRAFT)
    row = Draft.objects.filter(find=keys.find_id())
    if not row.update(sealed=sealed, expires_on=_expiry()):
        raise UnknownHand
    uploads.touch(key=keys.open)


@transaction.atomic
def destroy(*, keys: Keys) -> None:
    """End the draft and every part of it, at once. Ending what is gone is no error."""
    Draft.objects.filter(find=keys.find_id()).delete()
    uploads.discard_all(key=keys.open)


def sweep(*, today: date) -> int:
    """End the drafts whose tellers have been silent for too long; how many."""
    return Draft.objects.filter(expires_on__lt=today).delete()[0]


def _expiry() -> date:
    return clock.today() + timedelta(days=settings.DRAFT_DAYS)
