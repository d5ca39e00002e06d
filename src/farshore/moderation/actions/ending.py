"""Taking a story back for good: nothing private of it remains, and nothing public."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import Draft, Submission
from farshore.moderation.actions import audit, ledger
from farshore.moderation.actions.holding import hold
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Act, Alarm, Clearing, Crossing, Scope
from farshore.moderation.queries import uses
from farshore.moderation.roles import RELEASE
from farshore.stories import actions as stories
from farshore.stories.errors import UnknownStory
from farshore.stories.queries import is_open_data
from farshore.vault import actions as vault
from farshore.vault.errors import Shredded
from farshore.vault.queries import clock_of, was_handed_out


@transaction.atomic
def withdraw_story(*, submission: UUID) -> UUID | None:
    """Its teller takes a story back; the ledger of where it was, if it was public.

    No line is written: the log names staff only. Taking back what is gone is no error.
    """
    row = Submission.objects.select_for_update().filter(pk=submission).first()
    return _end(row) if row is not None else None


@transaction.atomic
def withdraw(*, case: UUID, by: User) -> None:
    """Staff to whom a story was given take it back on request. Raises `NotYours`."""
    held = hold(case=case, by=by)
    held.write(Act.WITHDRAWN)
    _end(held.row)


@transaction.atomic
def withdraw_public(*, slug: str, by: User) -> None:
    """Take down for good a public story that nobody sent here. Raises `NotYours`."""
    if not by.has_perm(RELEASE) or Submission.objects.filter(slug=slug).exists():
        raise NotYours
    _end_public(slug)
    audit.write(act=Act.WITHDRAWN, staff=by.get_username())
    transaction.on_commit(vault.flush, robust=True)


def _end(row: Submission) -> UUID | None:
    """Public rows, the story's key and with it all that lay under it, then the row itself."""
    exported = was_handed_out(story=row.key)
    cleared = _end_public(row.slug, backup=_clock(row), exported=exported) if row.slug else None
    vault.shred_story_key(story=row.key)
    Draft.objects.filter(find=bytes(row.find)).delete()
    row.delete()
    transaction.on_commit(vault.flush, robust=True)
    return cleared


def _end_public(slug: str, *, backup: date | None = None, exported: bool = False) -> UUID | None:
    Alarm.objects.filter(scope=Scope.STORY, what=slug).delete()
    for crossing in Crossing.objects.filter(slug=slug):
        for concern in crossing.concerns.all():
            vault.shred_story_key(story=concern.key)
        crossing.delete()
    mirrored = is_open_data(slug)
    try:
        touched = stories.withdraw_story(slug=slug)
    except UnknownStory:
        return None
    why = Clearing.Why.WITHDRAWN
    made = ledger.begin(
        slug=slug,
        why=why,
        addresses=touched,
        mirrored=mirrored,
        backup=backup,
        exported=exported,
    )
    ledger.must_go(slug=slug, why=why, found=uses.standing(slug))
    return made


def _clock(row: Submission) -> date | None:
    """The day on which the last copy of its key has ended; None where that has been long ago."""
    try:
        return clock_of(row.key)
    except Shredded:
        return None
