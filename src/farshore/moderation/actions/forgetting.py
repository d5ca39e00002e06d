"""Old messages vanish: what was said and read need not lie about for whoever looks later."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from farshore.intake.models import Interview, Message, Status

_DONE = (Status.APPROVED, Status.SCHEDULED, Status.REJECTED, Status.RELEASED)


def forget_messages(now: datetime) -> int:
    """Empty the messages that are older than the house keeps them; how many.

    Not while somebody has yet to read or to answer: a story that waits to be read, or for its
    teller, keeps them all, and one on the site keeps what its teller asked for since. The rows
    stay, without a word: what two people agreed to counts the teller's messages. What the film's
    team asked vanishes by the same clock; what its teller answered stays.
    """
    last = now.date() - timedelta(days=settings.MESSAGE_DAYS)
    old = Message.objects.filter(_done() & ~_unheard(), day__lt=last).exclude(sealed=b"")
    asked = Interview.objects.filter(_done() & ~_unanswered(), day__lt=last).exclude(sealed=b"")
    return old.update(sealed=b"") + asked.update(sealed=b"")


def _done() -> Q:
    hidden = Q(submission__status=Status.HIDDEN) & ~Q(submission__slug="")
    return Q(submission__status__in=_DONE) | hidden


def _unanswered() -> Q:
    """What the film's team asked and its teller can still answer."""
    return Q(answer=Interview.Answer.WAITING, submission__slug="")


def _unheard() -> Q:
    """What a teller wrote about a story on the site, and nobody has read."""
    public = Q(submission__status__in=(Status.RELEASED, Status.HIDDEN))
    return public & Q(from_team=False, number__gt=F("submission__case__heard"))
