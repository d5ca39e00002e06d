"""Reads of the near shore. A draft opens under the teller's key, a sent story under its own."""

import json
from datetime import date
from uuid import UUID

from farshore.intake import interviews as asking
from farshore.intake import signing, telling
from farshore.intake.errors import UnknownHand, UnknownPart
from farshore.intake.interviews import Asked
from farshore.intake.models import (
    Change,
    Draft,
    Interview,
    Message,
    SignedRelease,
    Status,
    Submission,
)
from farshore.intake.signing import Signed
from farshore.intake.telling import Proposal, Spoken, Telling
from farshore.kernel.codes import Keys
from farshore.vault import queries as vault
from farshore.vault import seal
from farshore.vault.errors import CannotOpen

DRAFT, PAYLOAD, MESSAGE, CHANGE = b"draft", b"payload", b"message", b"change"
INTERVIEW, SIGNED = b"interview", b"signed"
CONTACT, RELEASE = "contact", "release"


def draft(keys: Keys) -> Telling:
    """The unsent story under this code. Raises `UnknownHand`."""
    row = Draft.objects.filter(find=keys.find_id()).first()
    if row is None:
        raise UnknownHand
    return opened(keys, row)


def opened(keys: Keys, row: Draft) -> Telling:
    """What a draft's row says. Raises `UnknownHand` where these keys do not open it."""
    try:
        return telling.from_bytes(seal.open_sealed(keys.open, bytes(row.sealed), context=DRAFT))
    except CannotOpen as error:
        raise UnknownHand from error


def has_draft(keys: Keys) -> bool:
    """Whether an unsent story, or unsent changes, lie under this code."""
    return Draft.objects.filter(find=keys.find_id()).exists()


def submission_of(keys: Keys) -> Submission:
    """The sent story under this code. Raises `UnknownHand`."""
    row = Submission.objects.filter(find=keys.find_id()).first()
    if row is None:
        raise UnknownHand
    return row


def has_sent(keys: Keys) -> bool:
    """Whether a story was sent under this code, and not taken back."""
    rows = Submission.objects.exclude(status=Status.WITHDRAWN)
    return rows.filter(find=keys.find_id()).exists()


def submission(submission_id: UUID) -> Submission:
    """Raises `Submission.DoesNotExist`."""
    return Submission.objects.get(pk=submission_id)


def read(row: Submission) -> Telling:
    """The story as it was told. Raises `Shredded`."""
    return telling.from_bytes(vault.open_for(row.key, bytes(row.payload), context=PAYLOAD))


def picture_bytes(row: Submission, picture_id: str) -> bytes:
    """A picture as the public would see it, before it is made smaller. Raises `UnknownPart`."""
    picture = row.pictures.filter(pk=picture_id).first()
    if picture is None:
        raise UnknownPart
    return vault.fetch(row.key, picture.blob)


def recording_bytes(row: Submission, recording_id: str) -> bytes:
    """A recording as it was sent. Raises `UnknownPart`."""
    recording = row.recordings.filter(pk=recording_id).first()
    if recording is None:
        raise UnknownPart
    return vault.fetch(row.key, recording.blob)


def contacts(row: Submission) -> dict[UUID, date | None]:
    """What the teller left for the team to reach them by, sealed: each id, and its last day."""
    return vault.kept_for_team(story=row.key, kind=CONTACT)


def conversation(row: Submission) -> list[Spoken]:
    """Every message that has not vanished, oldest first; two queries."""
    key = vault.story_key(row.key)
    rows = Message.objects.filter(submission=row).exclude(sealed=b"")
    return [_spoken(key, one) for one in rows]


def proposals(row: Submission, *, state: str | None = None) -> list[Proposal]:
    """What the team proposed; two queries."""
    key = vault.story_key(row.key)
    rows = Change.objects.filter(submission=row).order_by("id")
    if state:
        rows = rows.filter(state=state)
    return [_proposal(key, one) for one in rows]


def interviews(row: Submission) -> list[Asked]:
    """Whether the film's team asked for the teller, oldest first; one query, two where it did."""
    rows = list(Interview.objects.filter(submission=row).order_by("day", "id"))
    key = vault.story_key(row.key) if rows else b""
    return [_asked(key, one) for one in rows]


def signed(row: Submission) -> list[Signed]:
    """The releases that the teller signed; one query, two where there are any."""
    rows = SignedRelease.objects.filter(submission=row).select_related("film")
    return [_signed(row, one) for one in rows.order_by("day", "id")]


def text_of_release(row: Submission, one: SignedRelease) -> signing.Text:
    """Which text was signed."""
    return signing.from_bytes(vault.open_for(row.key, bytes(one.sealed), context=SIGNED))


def never_asked_again(row: Submission) -> bool:
    """Whether the teller has said that they are not to be asked for a film again."""
    never = Interview.Answer.NEVER
    return Interview.objects.filter(submission=row, answer=never).exists()


def said_yes_to_film(row: Submission) -> bool:
    """Whether the teller was asked for a film and has said yes."""
    yes = Interview.Answer.YES
    return Interview.objects.filter(submission=row, answer=yes).exists()


def _signed(row: Submission, one: SignedRelease) -> Signed:
    until = one.film.finished_on if one.film else None
    return Signed(text_of_release(row, one), one.means, one.day, one.item.hex, until)


def _asked(key: bytes, row: Interview) -> Asked:
    said = None
    if row.sealed:
        said = asking.from_bytes(seal.open_sealed(key, bytes(row.sealed), context=INTERVIEW))
    return Asked(str(row.pk), row.answer, row.day, said)


def _spoken(key: bytes, row: Message) -> Spoken:
    text = seal.open_sealed(key, bytes(row.sealed), context=MESSAGE).decode()
    return Spoken(row.number, row.from_team, text, row.day)


def _proposal(key: bytes, row: Change) -> Proposal:
    given = json.loads(seal.open_sealed(key, bytes(row.sealed), context=CHANGE))
    return Proposal(
        id=str(row.id),
        kind=row.kind,
        state=row.state,
        where=given["where"],
        text=given.get("text", ""),
        tiles=tuple(given.get("tiles", ())),
    )
