"""The one door. A story crosses here, as two people saw it, or not at all.

Batches are found from state: no row says when a story was sent, agreed to or released, beyond a
day. Pictures are made before the transaction, so that nobody waits for them.
"""

import dataclasses
import json
import logging
import random
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from farshore import sanitize
from farshore.intake import queries as intake
from farshore.intake.models import Draft, Status, Submission
from farshore.intake.public_form import public_index, released_form
from farshore.intake.telling import Telling
from farshore.moderation import queries
from farshore.moderation.actions import audit, panic
from farshore.moderation.blocks import blocks_of
from farshore.moderation.errors import Blocked, Changed, NotNow
from farshore.moderation.models import Act, Case, Crossing
from farshore.moderation.queries import content
from farshore.moderation.queries.public import CONSENT
from farshore.moderation.rules import no_finer
from farshore.stories import actions as stories
from farshore.stories.shapes import ReleasedPicture, ReleasedRendition
from farshore.vault import queries as vault
from farshore.vault.errors import Shredded

log = logging.getLogger(__name__)

_lots = random.SystemRandom()


def release_due(now: datetime) -> int:
    """Release the batches whose hour has come, in an order drawn by lot; how many stories.

    A story that is no longer what was agreed goes back to be read. One that cannot be released
    for another reason stays, and does not hold up the others.
    """
    due = list(_due(now))
    _lots.shuffle(due)
    return sum(_release_kindly(submission) for submission in due)


def release_story(*, submission: UUID) -> str:
    """Copy what the teller consented to into the public record; its new slug.

    The rules are applied again: what has become stricter since is made coarser, and nothing gets
    finer. A fault leaves the old state or the new one. Raises `NotNow` (also while its teller
    is changing it), `Changed`, `Blocked`, `Shredded`, `sanitize.Refused`.
    """
    row = _waiting(Submission.objects.filter(pk=submission))
    before = content.content_of(row)
    pictures = _pictures(row, intake.read(row))
    with transaction.atomic():
        case = _held(submission)
        if content.content_of(case.submission) != before:
            raise Changed
        return _cross(case, pictures)


def _due(now: datetime) -> list[UUID]:
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    scheduled = Submission.objects.filter(status=Status.SCHEDULED)
    if settings.RELEASE_AT_ONCE or local.hour >= settings.RELEASE_HOUR:
        scheduled = scheduled.filter(due_on__lte=local.date())
    else:
        scheduled = scheduled.filter(due_on__lt=local.date())
    return list(scheduled.values_list("pk", flat=True))


def _release_kindly(submission: UUID) -> bool:
    try:
        release_story(submission=submission)
    except (Changed, Blocked):
        _return_to_reading(submission)
        return False
    except (NotNow, Shredded):
        return False
    except Exception:
        log.exception("A story could not be released; it is tried again")
        return False
    return True


def _pictures(row: Submission, telling: Telling) -> tuple[ReleasedPicture, ...]:
    """The pictures of the story, made small, each file proved clean."""
    return tuple(
        ReleasedPicture(
            caption=one.caption,
            alt=one.alt,
            waypoint=public_index(telling, one.waypoint),
            renditions=tuple(
                ReleasedRendition(made.format, made.width, made.height, made.data)
                for made in sanitize.render(intake.picture_bytes(row, one.id))
            ),
        )
        for one in telling.pictures
    )


def _waiting(found: QuerySet[Submission]) -> Submission:
    """The story that waits for its day. Raises `NotNow` also while its teller has it open."""
    row = found.first()
    if row is None or row.status != Status.SCHEDULED:
        raise NotNow
    if Draft.objects.filter(find=bytes(row.find)).exists():
        raise NotNow
    return row


def _held(submission: UUID) -> Case:
    """The case, its story's row held and still waiting for its day."""
    row = _waiting(Submission.objects.select_for_update().filter(pk=submission))
    case = Case.objects.select_related("approved_by", "released_by").get(submission=row)
    case.submission = row
    return case


def _cross(case: Case, pictures: tuple[ReleasedPicture, ...]) -> str:
    row = case.submission
    telling = intake.read(row)
    agreed = content.agreement(case)
    if agreed is None or agreed.content != content.content_of(row):
        raise Changed
    if reasons := blocks_of(telling, open_changes=queries.open_changes(row)):
        raise Blocked(reasons)
    form = released_form(telling, pictures)
    if not no_finer(form.waypoints, agreed.waypoints):
        raise Changed
    slug = stories.publish_story(story=form)
    crossing = Crossing.objects.create(slug=slug, submission=row, consent=_consent(row, telling))
    Case.objects.filter(pk=case.pk).update(heard=queries.last_message(row))
    row.status, row.slug, row.due_on = Status.RELEASED, slug, None
    row.save(update_fields=["status", "slug", "due_on"])
    panic.cover(crossing)
    _write_release(case)
    return slug


def _consent(row: Submission, telling: Telling) -> bytes:
    """What the release rests on: each use with its day and wording, under the story's key."""
    told = json.dumps([dataclasses.asdict(yes) for yes in telling.uses]).encode()
    return vault.seal_for(row.key, told, context=CONSENT)


def _write_release(case: Case) -> None:
    """The line names both people; in a team of one it says openly that it was one."""
    first = case.approved_by.get_username() if case.approved_by else ""
    second = case.released_by.get_username() if case.released_by else ""
    details: dict[str, str | bool] = {"first": first}
    if first == second:
        details["alone"] = True
    key = vault.story_key(case.submission.key)
    audit.write(act=Act.RELEASED, staff=second, key=key, **details)


@transaction.atomic
def _return_to_reading(submission: UUID) -> None:
    """What was agreed no longer holds: whoever approved it reads it again."""
    row = Submission.objects.select_for_update().filter(pk=submission).first()
    if row is None or row.status != Status.SCHEDULED:
        return
    row.status, row.due_on = Status.IN_REVIEW, None
    row.save(update_fields=["status", "due_on"])
    Case.objects.filter(submission=row).update(
        second=None, approved_by=None, released_by=None, agreed=b""
    )
    audit.write(act=Act.NOT_RELEASED, key=vault.story_key(row.key))
