"""How long a story that was sent and is not public stays: a clock that its teller sees, and starts
again whenever they write, change it or send it anew.

A story that nobody decided about, and one that was not taken, must not lie here for ever; and
whoever has just written must not find it gone. One that waits for its day, or is public, has no
such clock.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from farshore.intake.models import Status, Submission

_UNDECIDED = (Status.SENT, Status.IN_REVIEW, Status.ASKED, Status.APPROVED, Status.HIDDEN)


def ends_on(row: Submission) -> date | None:
    """The day on which a story is destroyed if nothing happens; None where it has no clock."""
    days = _days(row.status)
    return row.changed_on + timedelta(days=days) if days and not row.slug else None


def due_by(day: date) -> QuerySet[Submission]:
    """The stories whose clock has run out by this day."""
    rows = Submission.objects.filter(slug="")
    found = Submission.objects.none()
    for status in (*_UNDECIDED, Status.REJECTED):
        if days := _days(status):
            found |= rows.filter(status=status, changed_on__lte=day - timedelta(days=days))
    return found


def _days(status: str) -> int:
    if status == Status.REJECTED:
        return int(settings.REJECTED_DAYS)
    return int(settings.UNDECIDED_DAYS) if status in _UNDECIDED else 0
