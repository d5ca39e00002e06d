"""Stories that nobody decided about, or that were not taken, end when their clock has run out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from farshore.intake import retention
from farshore.intake.models import Draft, Submission
from farshore.moderation.actions import audit
from farshore.moderation.actions.ending import withdraw_story
from farshore.moderation.models import Act
from farshore.vault import queries as vault
from farshore.vault.errors import Shredded


def end_lapsed(now: datetime) -> int:
    """Destroy the stories whose day has come; how many."""
    due = list(retention.due_by(now.date()).values_list("pk", flat=True))
    return sum(_end(pk, now) for pk in due)


@transaction.atomic
def _end(pk: UUID, now: datetime) -> bool:
    """Whether it was destroyed: its teller may have written at this very moment, or has it open."""
    row = Submission.objects.select_for_update().filter(pk=pk).first()
    ends = retention.ends_on(row) if row else None
    if row is None or ends is None or ends > now.date():
        return False
    if Draft.objects.filter(find=bytes(row.find)).exists():
        return False
    audit.write(act=Act.LAPSED, key=_key(row))
    withdraw_story(submission=row.pk)
    return True


def _key(row: Submission) -> bytes | None:
    try:
        return vault.story_key(row.key)
    except Shredded:
        return None
