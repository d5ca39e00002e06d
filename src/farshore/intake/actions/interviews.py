"""The film's team asks whether it may ask; the teller answers under the code, before release only.

An answer changes nothing else: not where the story stands, not what was agreed about it.
"""

from uuid import UUID

from django.db import transaction

from farshore.intake import interviews, queries
from farshore.intake.actions.returning import locked
from farshore.intake.actions.sending import REPLACEABLE
from farshore.intake.errors import NotNow, UnknownPart
from farshore.intake.interviews import Request
from farshore.intake.models import Interview, Submission
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.vault import queries as vault

ANSWERS = frozenset(Interview.Answer.values) - {Interview.Answer.WAITING}


def ask_interview(*, row: Submission, said: Request) -> None:
    """Lay a request under the code, sealed under the story's key. Who may, the crossing asks."""
    sealed = vault.seal_for(row.key, interviews.to_bytes(said), context=queries.INTERVIEW)
    Interview.objects.create(submission=row, sealed=sealed, day=clock.today())


@transaction.atomic
def answer_interview(*, keys: Keys, interview: str, answer: str) -> None:
    """Yes, no, later, or never again; and another answer as often as the teller likes.

    To words that have vanished nobody can say yes. Raises `NotNow` after release, `UnknownHand`,
    `UnknownPart`.
    """
    row = locked(keys, REPLACEABLE)
    if row.slug:
        raise NotNow
    found = _found(row, interview)
    if answer not in ANSWERS or (answer == Interview.Answer.YES and not found.sealed):
        raise UnknownPart
    found.answer, found.day = answer, clock.today()
    found.save(update_fields=["answer", "day"])
    row.changed_on = clock.today()
    row.save(update_fields=["changed_on"])


def _found(row: Submission, interview: str) -> Interview:
    try:
        found = Interview.objects.filter(submission=row, pk=UUID(interview)).first()
    except ValueError:
        found = None
    if found is None:
        raise UnknownPart
    return found
