"""How the team may reach a teller: sealed to the team before anything is written."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from farshore.intake import queries
from farshore.intake.actions.returning import locked
from farshore.intake.actions.sending import REPLACEABLE
from farshore.intake.errors import NotNow
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.vault import actions as vault
from farshore.vault.team import Sealed


@transaction.atomic
def leave_contact(*, keys: Keys, sealed: Sealed) -> date:
    """Keep it in place of what was left before; the day on which it ends by itself.

    Before release only: afterwards the code could be in other hands, and an address of theirs
    would be taken for the teller's. Raises `NotNow`, `UnknownHand`, `MissingEpoch`, `NoRoom`.
    """
    row = locked(keys, REPLACEABLE)
    if row.slug:
        raise NotNow
    forget_contact(keys=keys)
    ends = clock.today() + timedelta(days=settings.CONTACT_DAYS)
    vault.keep_for_team(kind=queries.CONTACT, sealed=sealed, story=row.key, ends_on=ends)
    return ends


@transaction.atomic
def forget_contact(*, keys: Keys) -> None:
    """Destroy what was left, at any time. Where nothing was left it is no error."""
    row = queries.submission_of(keys)
    for item in queries.contacts(row):
        vault.destroy_for_team(item=item)
