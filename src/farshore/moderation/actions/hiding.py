"""Off the site and on it again. Hiding never waits; what the team hid only the team shows."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake import errors as intake
from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions import audit, ledger
from farshore.moderation.errors import NotNow, NotYours, UnderAlarm
from farshore.moderation.models import Act, Clearing, Concern, Crossing
from farshore.moderation.queries import consent, uses
from farshore.moderation.queries.public import CONCERN
from farshore.moderation.roles import MODERATE, RELEASE
from farshore.stories import actions as stories
from farshore.stories.models import Story
from farshore.stories.queries import is_open_data
from farshore.vault import actions as vault
from farshore.vault import queries as opened

LONGEST = 20_000


@transaction.atomic
def hide_story(*, slug: str) -> UUID | None:
    """Its teller takes a story off the site; the ledger of where it was. Raises `UnknownStory`."""
    crossing = held(slug)
    crossing.hidden_by_teller = True
    return _settle(crossing)


@transaction.atomic
def unhide_story(*, slug: str) -> None:
    """Its teller shows it again, which is a new yes where that to the site had ended. Raises
    intake's `NotNow` for what the team hid."""
    crossing = held(slug)
    if crossing.hidden_by_team or crossing.alarms.exists():
        raise intake.NotNow
    crossing.hidden_by_teller = False
    _say_yes_again(crossing)
    _settle(crossing)


@transaction.atomic
def hide_now(*, slug: str, by: User) -> None:
    """The team takes a story off the site: any moderator or releaser, whoever it was given to.

    Hiding twice is no error. Raises `NotYours`, `UnknownStory`.
    """
    _must_be_able(by)
    crossing = held(slug)
    if crossing.hidden_by_team:
        return
    crossing.hidden_by_team = True
    _settle(crossing)
    audit.write(act=Act.HIDDEN, staff=by.get_username(), key=_key(crossing))


@transaction.atomic
def show_again(*, slug: str, by: User) -> bool:
    """The team takes its hiding back. False when the teller keeps it hidden all the same.

    Raises `NotYours`, `NotNow` while somebody who is in it waits for a decision, `UnderAlarm`,
    `UnknownStory`.
    """
    _must_be_able(by)
    crossing = held(slug)
    if crossing.concerns.exists():
        raise NotNow
    if crossing.alarms.exists():
        raise UnderAlarm
    if crossing.hidden_by_team:
        crossing.hidden_by_team, crossing.ends_on = False, None
        _settle(crossing)
        audit.write(act=Act.SHOWN, staff=by.get_username(), key=_key(crossing))
    return not crossing.hidden_by_teller


@transaction.atomic
def concern_story(*, slug: str, text: str, lost_code: bool = False) -> None:
    """Somebody is in this story, or their relative is, or it is theirs and they have lost its
    code: hide first, ask then.

    What they write is sealed under a key of its own, which ends with the decision. An unknown slug
    is answered alike: with nothing.
    """
    if not Story.objects.filter(slug=slug).exists():
        return
    crossing = held(slug)
    key = vault.create_story_key()
    sealed = opened.seal_for(key, text.strip()[:LONGEST].encode(), context=CONCERN)
    about = Concern.About.LOST_CODE if lost_code else Concern.About.IN_IT
    day = clock.today()
    Concern.objects.create(crossing=crossing, key=key, sealed=sealed, day=day, about=about)
    crossing.hidden_by_team = True
    _settle(crossing)
    audit.write(act=Act.CONCERN, key=_key(crossing))


@transaction.atomic
def close_concern(*, concern: Concern, by: User, show: bool) -> None:
    """Decide: the story stays hidden, or comes back when no other concern is open. What the person
    wrote is destroyed. Raises `NotYours`."""
    _must_be_able(by)
    crossing = held(concern.crossing.slug)
    if not Concern.objects.filter(pk=concern.pk).delete()[0]:
        raise NotNow
    vault.shred_story_key(story=concern.key)
    if show and not crossing.concerns.exists():
        crossing.hidden_by_team, crossing.ends_on = False, None
        _settle(crossing)
    details = {"shown": not crossing.hidden_by_team}
    audit.write(act=Act.CONCERN_CLOSED, staff=by.get_username(), key=_key(crossing), **details)


def _must_be_able(by: User) -> None:
    if not (by.has_perm(MODERATE) or by.has_perm(RELEASE)):
        raise NotYours


def held(slug: str) -> Crossing:
    """The crossing of a public story, and before it the story that was sent, if it was."""
    known = Crossing.objects.filter(slug=slug).first()
    if known is None:
        known, _made = Crossing.objects.get_or_create(slug=slug)
    if known.submission_id:
        list(Submission.objects.select_for_update().filter(pk=known.submission_id))
    return Crossing.objects.select_for_update().get(pk=known.pk)


def _say_yes_again(crossing: Crossing) -> None:
    before = consent.consent_of(crossing)
    if crossing.submission is None or not crossing.consent:
        return
    if "site" in before.holding(clock.today()):
        return
    renewed = consent.with_site(before, today=clock.today())
    crossing.consent = consent.sealed(crossing.submission, renewed)
    crossing.narrows_on, crossing.ends_on = renewed.next_end(), None


def _settle(crossing: Crossing) -> UUID | None:
    """Let the public record and the story's own status say what the crossing says; the ledger of
    where it was, if it has to go."""
    crossing.save()
    alarmed = crossing.alarms.exists()
    is_hidden = crossing.hidden_by_team or crossing.hidden_by_teller or alarmed
    status = Status.HIDDEN if is_hidden else Status.RELEASED
    Submission.objects.filter(crossing=crossing).update(status=status)
    if not is_hidden:
        stories.unhide_story(slug=crossing.slug)
        ledger.end(slug=crossing.slug)
        # What was agreed to no more while it was hidden must still be taken out by hand.
        against = uses.no_longer_agreed(crossing.slug)
        ledger.must_go(slug=crossing.slug, why=Clearing.Why.NARROWED, found=against)
        return None
    mirrored = is_open_data(crossing.slug)
    touched = stories.hide_story(slug=crossing.slug)
    made = ledger.begin(
        slug=crossing.slug,
        why=Clearing.Why.HIDDEN,
        addresses=touched,
        mirrored=mirrored,
        backup=None,
    )
    used = uses.standing(crossing.slug)
    ledger.must_go(slug=crossing.slug, why=Clearing.Why.HIDDEN, found=used)
    return made


def _key(crossing: Crossing) -> bytes | None:
    return opened.story_key(crossing.submission.key) if crossing.submission else None
