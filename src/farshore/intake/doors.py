"""Whether the house takes stories in: not while the team has paused it, nor while nobody of the
team has been here for long.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils.translation import gettext_noop

from farshore.intake.errors import Closed
from farshore.intake.models import Pause
from farshore.kernel import clock

UNATTENDED = "unattended"

SENTENCES = {
    Pause.Reason.AWAY.value: gettext_noop("Nobody of the team is here to read for a while."),
    Pause.Reason.FULL.value: gettext_noop(
        "More stories wait here than the team can read with care."
    ),
    Pause.Reason.DANGER.value: gettext_noop("It may not be safe to tell something here just now."),
    Pause.Reason.UNSAID.value: gettext_noop("The team has asked for a pause."),
    UNATTENDED: gettext_noop(
        "Nobody of the team has been here for a long time, so this page has closed by itself."
    ),
}
"""Why nothing is taken in, in words for the person who came to tell."""


def why_closed() -> str:
    """A key of `SENTENCES`; empty where the house takes stories in. Two queries."""
    reason = Pause.objects.values_list("reason", flat=True).first()
    return reason or (UNATTENDED if is_unattended() else "")


def must_be_open() -> None:
    """Raises `Closed`."""
    if reason := why_closed():
        raise Closed(reason)


def is_unattended() -> bool:
    """Whether the last login of anybody in the team is longer ago than the house waits.

    A house in which nobody has logged in yet is new, not left alone.
    """
    if not settings.CUSTODY_DAYS:
        return False
    team = get_user_model().objects.filter(is_active=True)
    last = team.aggregate(last=Max("last_login"))["last"]
    return last is not None and last.date() < clock.today() - timedelta(days=settings.CUSTODY_DAYS)
