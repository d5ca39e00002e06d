"""Taking a story in hand: whose it is, asked anew while its row is held.

Every act takes its locks in one order: the story, its crossing, the audit log's end.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from farshore.intake import queries as intake
from farshore.intake.models import Status, Submission
from farshore.intake.telling import Telling
from farshore.moderation import queries
from farshore.moderation.actions import audit
from farshore.moderation.chain import Detail
from farshore.moderation.errors import NotNow, NotYours
from farshore.moderation.models import Act, Case
from farshore.vault import queries as vault


@dataclass(slots=True)
class Held:
    """A case in the hand of somebody who may act on it, until the transaction ends."""

    case: Case
    row: Submission
    by: User

    def telling(self) -> Telling:
        return intake.read(self.row)

    def must_stand(self, *where: Status) -> None:
        """Raises `NotNow` unless the story stands at one of these."""
        if self.row.status not in where:
            raise NotNow

    def stands(self, status: Status) -> None:
        """Let the story stand there from now on."""
        self.row.status = status
        self.row.save(update_fields=["status", "due_on"])

    def write(self, act: Act, **details: Detail) -> None:
        """A line in the log about this story."""
        key = vault.story_key(self.row.key)
        audit.write(act=act, staff=self.by.get_username(), key=key, **details)


def hold(*, case: UUID, by: User) -> Held:
    """A case that was given to this person, its story's row held. Raises `NotYours`."""
    row = Submission.objects.select_for_update().filter(case__pk=case).first()
    if row is None:
        raise NotYours
    found = queries.case_of(by, case)
    found.submission = row
    return Held(found, row, by)


def hold_first(*, case: UUID, by: User) -> Held:
    """The same for the first person, who reads, asks and approves."""
    held = hold(case=case, by=by)
    if held.case.moderator_id != by.pk:
        raise NotYours
    return held


def hold_second(*, case: UUID, by: User) -> Held:
    """The same for the second person, who releases."""
    held = hold(case=case, by=by)
    if held.case.second_id != by.pk:
        raise NotYours
    return held
