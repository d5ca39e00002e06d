"""The one door. A story crosses here, as two people saw it, or not at all.

Batches are found from state: no row says when a story was sent, agreed to or released, beyond a
day. Pictures are made before the transaction, so that nobody waits for them, and those of a whole
batch before its first story crosses, so that all appear together.
"""

import dataclasses
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from farshore import sanitize
from farshore.intake import queries as intake
from farshore.intake.models import Draft, Status, Submission
from farshore.intake.public_form import (
    not_for,
    public_index,
    public_pictures,
    released_form,
)
from farshore.intake.telling import Telling
from farshore.kernel import clock
from farshore.moderation import queries
from farshore.moderation.actions import audit, panic
from farshore.moderation.actions.deciding import house_today
from farshore.moderation.blocks import blocks_of
from farshore.moderation.errors import Blocked, Changed, NotNow
from farshore.moderation.models import Act, Case, Crossing
from farshore.moderation.queries import consent, content
from farshore.moderation.rules import no_finer
from farshore.stories import actions as stories
from farshore.stories.shapes import ReleasedPicture, ReleasedRendition
from farshore.vault import queries as vault
from farshore.vault.errors import Shredded

log = logging.getLogger(__name__)

_lots = random.SystemRandom()

HELD = 250_000_000
"""Bytes of pictures that wait in memory for their batch; a larger batch crosses in portions."""

Made = TypeVar("Made")


@dataclasses.dataclass(frozen=True, slots=True)
class _Ready:
    """A story as it was when its pictures were made, and these."""

    submission: UUID
    content: str
    pictures: tuple[ReleasedPicture, ...]

    @property
    def size(self) -> int:
        return sum(len(made.data) for one in self.pictures for made in one.renditions)


def release_due(now: datetime) -> int:
    """Release the batches whose hour has come, in an order drawn by lot; how many stories.

    A story that is no longer what was agreed goes back to be read. One that cannot be released
    for another reason stays, and does not hold up the others.
    """
    due = list(_due(now))
    _lots.shuffle(due)
    return sum(_let_cross(batch) for batch in _batches(due))


def release_story(*, submission: UUID) -> str:
    """Copy what the teller consented to into the public record; its new slug.

    The rules are applied again: what has become stricter since is made coarser, and nothing gets
    finer. A fault leaves the old state or the new one. Raises `NotNow` (also while its teller
    is changing it), `Changed`, `Blocked`, `Shredded`, `sanitize.Refused`.
    """
    return _crossed(_ready(submission))


def _batches(due: Sequence[UUID]) -> Iterator[list[_Ready]]:
    """The stories with their pictures made, as many at a time as memory may hold."""
    batch: list[_Ready] = []
    for submission in due:
        ready = _kindly(submission, partial(_ready, submission))
        batch += [ready] if ready else []
        if sum(one.size for one in batch) >= HELD:
            yield batch
            batch = []
    yield batch


def _let_cross(batch: Sequence[_Ready]) -> int:
    """Let these cross one after the other; how many did."""
    slugs = (_kindly(one.submission, partial(_crossed, one)) for one in batch)
    return sum(slug is not None for slug in slugs)


def _ready(submission: UUID) -> _Ready:
    row = _waiting(Submission.objects.filter(pk=submission))
    before = content.content_of(row)
    return _Ready(submission, before, _pictures(row, intake.read(row)))


def _crossed(ready: _Ready) -> str:
    """The new slug of a story that is still what it was when its pictures were made."""
    with transaction.atomic():
        case = _held(ready.submission)
        if content.content_of(case.submission) != ready.content:
            raise Changed
        return _cross(case, ready.pictures)


def _due(now: datetime) -> list[UUID]:
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    scheduled = Submission.objects.filter(status=Status.SCHEDULED)
    if settings.RELEASE_AT_ONCE or local.hour >= settings.RELEASE_HOUR:
        scheduled = scheduled.filter(due_on__lte=local.date())
    else:
        scheduled = scheduled.filter(due_on__lt=local.date())
    scheduled = scheduled.exclude(not_before__gt=local.date())
    return list(scheduled.values_list("pk", flat=True))


def _kindly(submission: UUID, act: Callable[[], Made]) -> Made | None:
    """What the act gives; nothing where this story cannot be released now."""
    try:
        return act()
    except (Changed, Blocked):
        _return_to_reading(submission)
    except (NotNow, Shredded):
        pass
    except Exception:
        log.exception("A story could not be released; it is tried again")
    return None


def _pictures(row: Submission, telling: Telling) -> tuple[ReleasedPicture, ...]:
    """The pictures of the story, made small, each file proved clean."""
    return tuple(
        ReleasedPicture(
            caption=one.caption,
            alt=one.alt,
            waypoint=public_index(telling, one.waypoint),
            not_for=not_for(telling, one.id),
            renditions=tuple(
                ReleasedRendition(made.format, made.width, made.height, made.data)
                for made in sanitize.render(intake.picture_bytes(row, one.id))
            ),
        )
        for one in public_pictures(telling)
    )


def _waiting(found: QuerySet[Submission]) -> Submission:
    """The story that waits for its day. Raises `NotNow` also while its teller has it open, and
    before the day that was set for it."""
    row = found.first()
    if row is None or row.status != Status.SCHEDULED:
        raise NotNow
    if row.not_before and row.not_before > house_today():
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
    rests_on = consent.given(telling, released_on=clock.today())
    crossing = Crossing.objects.create(
        slug=slug,
        submission=row,
        consent=consent.sealed(row, rests_on),
        narrows_on=rests_on.next_end(),
    )
    Case.objects.filter(pk=case.pk).update(heard=queries.last_message(row))
    row.status, row.slug, row.due_on = Status.RELEASED, slug, None
    row.save(update_fields=["status", "slug", "due_on"])
    panic.cover(crossing)
    _write_release(case)
    return slug


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
