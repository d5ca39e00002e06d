"""A code that was lost: the story is hidden at once, and destroyed later unless its code is used.

Nobody can show that a story is theirs without its code, and nobody is asked to. Hiding can be
undone; destroying cannot, so whoever still has the code has some weeks to use it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from farshore.kernel import clock
from farshore.moderation.actions import audit
from farshore.moderation.actions.ending import withdraw_story
from farshore.moderation.actions.hiding import close_concern, held
from farshore.moderation.errors import NotNow
from farshore.moderation.models import Act, Concern, Crossing
from farshore.moderation.queries.public import CONCERN
from farshore.vault import actions as vault
from farshore.vault import queries as opened


@transaction.atomic
def end_later(*, concern: Concern, by: User) -> None:
    """Decide that the story stays hidden, and is destroyed when its day has come.

    Raises `NotYours`; `NotNow` for a story that nobody sent here: it has no code to lose.
    """
    crossing = held(concern.crossing.slug)
    if crossing.submission is None:
        raise NotNow
    close_concern(concern=concern, by=by, show=False)
    ends_on = clock.today() + timedelta(days=settings.LOST_CODE_DAYS)
    Crossing.objects.filter(pk=crossing.pk).update(ends_on=ends_on)
    key = opened.story_key(crossing.submission.key)
    audit.write(act=Act.ENDS_LATER, staff=by.get_username(), key=key)


@transaction.atomic
def contest(*, slug: str) -> None:
    """The code was used: its story is not destroyed, stays hidden, and waits for another decision.

    Of one that is hidden because its yes to the site has ended there is nothing to decide: its
    teller is back, and shows it again or takes it back. Where nothing is to be destroyed it does
    nothing. No line is written: the log names staff only.
    """
    if not Crossing.objects.filter(slug=slug, ends_on__isnull=False).exists():
        return
    crossing = held(slug)
    if crossing.ends_on is None:
        return
    Crossing.objects.filter(pk=crossing.pk).update(ends_on=None)
    if not crossing.hidden_by_team:
        return
    key = vault.create_story_key()
    sealed = opened.seal_for(key, b"", context=CONCERN)
    Concern.objects.create(
        crossing=crossing, key=key, sealed=sealed, day=clock.today(), about=Concern.About.CONTESTED
    )


def end_lost(now: datetime) -> int:
    """Destroy the stories whose day has come, public rows and all; how many."""
    due = Crossing.objects.filter(ends_on__lte=now.date(), submission__isnull=False)
    return sum(_end(slug, now) for slug in due.values_list("slug", flat=True))


@transaction.atomic
def _end(slug: str, now: datetime) -> bool:
    """Whether it was destroyed: its code may have been used at this very moment."""
    crossing = held(slug)
    if crossing.submission is None or not crossing.ends_on or crossing.ends_on > now.date():
        return False
    audit.write(act=Act.ENDED, key=opened.story_key(crossing.submission.key))
    withdraw_story(submission=crossing.submission.pk)
    return True
