"""A yes that is taken back, or whose last day has come: the story loses that use at once.

Without its yes to the site a story is hidden as if its teller had done it, and destroyed some weeks
later unless the code is used: what nobody agrees to any more is not kept for ever.
"""

import dataclasses
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from farshore.moderation.actions import audit, ledger, widening
from farshore.moderation.actions.hiding import held, hide_story
from farshore.moderation.models import Act, Clearing, Crossing
from farshore.moderation.queries import consent, uses
from farshore.moderation.queries.consent import Consent
from farshore.stories import actions as stories
from farshore.stories.queries import is_open_data, is_public
from farshore.vault import queries as vault

SITE = "site"


@transaction.atomic
def narrow_story(*, slug: str, uses: Collection[str]) -> UUID | None:
    """Its teller takes these yeses back, all but that to the site, which hiding and withdrawing
    do. The ledger of what had to change, if anything did. Raises `UnknownStory`.

    No line is written: the log names staff only.
    """
    crossing = held(slug)
    before = consent.consent_of(crossing)
    taken = set(uses) - {SITE}
    left = tuple(yes for yes in before.uses if yes.use not in taken)
    _keep(crossing, dataclasses.replace(before, uses=left))
    widening.drop(crossing, taken)
    return _narrow(slug, taken)


@transaction.atomic
def film_taken_back(*, slug: str) -> None:
    """Its teller has taken back what they signed for the film: what was used of it must go."""
    held(slug)
    against = uses.no_longer_agreed(slug)
    ledger.must_go(slug=slug, why=Clearing.Why.NARROWED, found=against)


def end_due(now: datetime) -> int:
    """End every yes whose last day has passed; how many stories lost one."""
    due = Crossing.objects.filter(narrows_on__lt=now.date(), submission__isnull=False)
    return sum(_end(slug, now.date()) for slug in list(due.values_list("slug", flat=True)))


@transaction.atomic
def _end(slug: str, today: date) -> bool:
    crossing = held(slug)
    if crossing.submission is None or not crossing.narrows_on or crossing.narrows_on >= today:
        return False
    before = consent.consent_of(crossing)
    ended = {yes.use for yes in before.uses if not yes.holds_on(today)}
    left = tuple(yes for yes in before.uses if yes.use not in ended)
    _keep(crossing, dataclasses.replace(before, uses=left))
    _narrow(slug, ended - {SITE})
    if SITE in ended:
        hide_story(slug=slug)
        ends_on = today + timedelta(days=settings.LOST_CODE_DAYS)
        Crossing.objects.filter(pk=crossing.pk).update(ends_on=ends_on)
    audit.write(act=Act.YES_ENDED, key=vault.story_key(crossing.submission.key))
    return True


def _keep(crossing: Crossing, left: Consent) -> None:
    if crossing.submission is None or not crossing.consent:
        return
    crossing.consent = consent.sealed(crossing.submission, left)
    crossing.narrows_on = left.next_end()
    crossing.save(update_fields=["consent", "narrows_on"])


def _narrow(slug: str, taken: Collection[str]) -> UUID | None:
    """Let the public record lose these uses, and what was used of it be taken out by hand. A story
    that is hidden has its ledger already."""
    mirrored, shown = is_open_data(slug), is_public(slug)
    touched = stories.narrow_uses(slug=slug, without=taken)
    if not shown:
        return None
    why = Clearing.Why.NARROWED
    if touched:
        ledger.begin(slug=slug, why=why, addresses=touched, mirrored=mirrored, backup=None)
    against = uses.no_longer_agreed(slug)
    made = ledger.must_go(slug=slug, why=why, found=against)
    return made if touched or against else None
