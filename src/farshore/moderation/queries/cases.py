"""Reads of the work on stories. A person is shown only what was given to them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from farshore.intake import queries as intake
from farshore.intake.models import Change, Message, Status, Submission
from farshore.intake.telling import Telling
from farshore.moderation.blocks import blocks_of
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Case
from farshore.moderation.roles import MODERATE, RELEASE

SECOND_SEES = (Status.APPROVED, Status.SCHEDULED, Status.RELEASED, Status.HIDDEN)
"""Where a story stands while the second person has something to do with it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case and the story under it, opened."""

    case: Case
    row: Submission
    telling: Telling
    blocks: tuple[str, ...]


def given_to(user: User) -> QuerySet[Case]:
    """The cases that this person may open."""
    mine = Q(pk__in=())
    if user.has_perm(MODERATE):
        mine |= Q(moderator=user)
    if user.has_perm(RELEASE):
        mine |= Q(second=user, submission__status__in=SECOND_SEES)
    return Case.objects.filter(mine).select_related("submission")


def case_of(user: User, case: UUID) -> Case:
    """Raises `NotYours` for a case that is somebody else's, or none."""
    found = given_to(user).select_related("moderator", "second", "approved_by")
    try:
        return found.get(pk=case)
    except Case.DoesNotExist:
        raise NotYours from None


def opened(case: Case) -> Opened:
    """The story of a case that was given to whoever asks. Raises `Shredded`."""
    row = case.submission
    telling = intake.read(row)
    return Opened(case, row, telling, blocks_of(telling, open_changes=open_changes(row)))


def open_changes(row: Submission) -> int:
    """How many proposals wait for the teller's answer."""
    return row.changes.filter(state=Change.State.PROPOSED).count()


def last_message(row: Submission) -> int:
    """The number of the last message of the conversation; 0 for none."""
    return row.messages.aggregate(last=Max("number"))["last"] or 0


def unheard() -> Q:
    """Cases whose teller has written about the public story since it was last read."""
    said = Message.objects.filter(
        submission=OuterRef("submission"), from_team=False, number__gt=OuterRef("heard")
    )
    public = Q(submission__status__in=(Status.RELEASED, Status.HIDDEN)) & ~Q(submission__slug="")
    return public & Q(Exists(said))
