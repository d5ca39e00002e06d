"""What the first person does before deciding: read, ask, propose. Nothing is reworded."""

import json
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake import queries as intake
from farshore.intake.actions.returning import say
from farshore.intake.models import Change, Status, Submission
from farshore.intake.telling import COLUMNS, ROWS
from farshore.kernel import clock
from farshore.moderation import queries
from farshore.moderation.actions import reading
from farshore.moderation.actions.holding import Held, hold, hold_first
from farshore.moderation.errors import NotInTheText, NoWords, UnknownPart
from farshore.moderation.flags import fields_of
from farshore.moderation.models import Act, Reader
from farshore.vault import queries as vault

READING = (Status.SENT, Status.IN_REVIEW, Status.ASKED)
LONGEST = 20_000


@transaction.atomic
def open_case(*, case: UUID, by: User) -> None:
    """Note that somebody reads the story: the first time a line in the log, and for the teller
    that it is being read. Raises `NotYours`."""
    unread = Submission.objects.filter(case=case, status=Status.SENT).exists()
    if not unread and Reader.objects.filter(case=case, user=by).exists():
        return
    held = hold(case=case, by=by)
    _reader, is_new = Reader.objects.get_or_create(case=held.case, user=by)
    if is_new:
        held.write(Act.READ)
        reading.count_today(staff=by.get_username())
    if held.row.status == Status.SENT and held.case.moderator_id == by.pk:
        held.stands(Status.IN_REVIEW)


@transaction.atomic
def ask(*, case: UUID, by: User, text: str) -> None:
    """Write to the teller, who reads it under their code.

    Raises `NotYours`, `NotNow`, `NoWords`.
    """
    held = hold_first(case=case, by=by)
    held.must_stand(*READING)
    say(row=held.row, text=_words(text), from_team=True)
    held.stands(Status.ASKED)
    held.write(Act.ASKED)


@transaction.atomic
def hear(*, case: UUID, by: User) -> None:
    """What the teller wrote about a public story has been read. Raises `NotYours`, `NotNow`."""
    held = hold_first(case=case, by=by)
    held.must_stand(Status.RELEASED, Status.HIDDEN)
    held.case.heard = queries.last_message(held.row)
    held.case.save(update_fields=["heard"])
    held.write(Act.HEARD)


@transaction.atomic
def reject(*, case: UUID, by: User, reason: str) -> None:
    """Do not take the story, and tell its teller why. They can change it and send it again.

    Raises `NotYours`, `NotNow`, `NoWords`: nobody is turned away without a word.
    """
    held = hold_first(case=case, by=by)
    held.must_stand(*READING)
    say(row=held.row, text=_words(reason), from_team=True)
    held.row.changed_on = clock.today()  # its clock begins anew: they must have time to answer
    held.row.save(update_fields=["changed_on"])
    held.stands(Status.REJECTED)
    held.write(Act.REJECTED)


@transaction.atomic
def propose_cut(*, case: UUID, by: User, where: str, text: str) -> None:
    """Propose to leave these words out, wherever they stand in that part. It happens only when
    the teller says yes. Raises `NotYours`, `NotNow`, `NoWords`, `NotInTheText`."""
    held = hold_first(case=case, by=by)
    held.must_stand(*READING)
    words = _words(text).replace("\r\n", "\n")
    if not any(words in one.text for one in fields_of(held.telling()) if one.where == where):
        raise NotInTheText
    _propose(held, "cut", where=where, text=words)
    held.write(Act.PROPOSED_CUT)


@transaction.atomic
def propose_cover(*, case: UUID, by: User, picture: str, tiles: set[int]) -> None:
    """Propose to cover these tiles of a picture's 12 × 9 grid. Raises as `propose_cut`."""
    held = hold_first(case=case, by=by)
    held.must_stand(*READING)
    if held.telling().picture(picture) is None:
        raise UnknownPart
    good = sorted(tile for tile in tiles if 0 <= tile < COLUMNS * ROWS)
    if not good:
        raise NoWords
    _propose(held, "cover", where=picture, tiles=good)
    held.write(Act.PROPOSED_COVER)


def _propose(held: Held, kind: str, **what: object) -> None:
    told = json.dumps(what).encode()
    Change.objects.create(
        submission=held.row,
        kind=kind,
        sealed=vault.seal_for(held.row.key, told, context=intake.CHANGE),
        day=clock.today(),
    )
    held.stands(Status.ASKED)


def _words(text: str) -> str:
    words = text.strip()[:LONGEST]
    if not words:
        raise NoWords
    return words
