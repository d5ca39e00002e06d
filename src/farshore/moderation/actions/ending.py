"""Taking a story back for good: nothing private of it remains, and nothing public."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import Draft, Submission
from farshore.moderation.actions import audit
from farshore.moderation.actions.holding import hold
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Act, Alarm, Crossing, Scope
from farshore.moderation.roles import RELEASE
from farshore.stories import actions as stories
from farshore.stories.errors import UnknownStory
from farshore.vault import actions as vault


@transaction.atomic
def withdraw_story(*, submission: UUID) -> None:
    """Its teller takes a story back. No line is written: the log names staff only. Taking back
    what is gone is no error."""
    row = Submission.objects.select_for_update().filter(pk=submission).first()
    if row is not None:
        _end(row)


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


def _end(row: Submission) -> None:
    """Public rows, the story's key and with it all that lay under it, then the row itself."""
    if row.slug:
        _end_public(row.slug)
    vault.shred_story_key(story=row.key)
    Draft.objects.filter(find=bytes(row.find)).delete()
    row.delete()
    transaction.on_commit(vault.flush, robust=True)


def _end_public(slug: str) -> None:
    Alarm.objects.filter(scope=Scope.STORY, what=slug).delete()
    for crossing in Crossing.objects.filter(slug=slug):
        for concern in crossing.concerns.all():
            vault.shred_story_key(story=concern.key)
        crossing.delete()
    try:
        stories.withdraw_story(slug=slug)
    except UnknownStory:
        return
