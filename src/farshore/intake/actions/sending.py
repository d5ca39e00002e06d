"""Sending: everything moves from the code's key to the story's own, in one transaction."""

import dataclasses
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_noop

from farshore import sanitize
from farshore.intake import doors, queries
from farshore.intake.actions import drafts
from farshore.intake.errors import NotKept, NotNow, NotReady, UnknownHand
from farshore.intake.models import Picture, Recording, Status, Submission
from farshore.intake.public_form import clamped
from farshore.intake.telling import (
    Telling,
    TellingPicture,
    covers_of,
    to_bytes,
    with_renamed,
)
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.kernel.registry import registry
from farshore.uploads.errors import UnknownUpload
from farshore.uploads.queries import read_staged
from farshore.vault import actions as vault
from farshore.vault import queries as opened

SIDE, QUALITY = 2560, 95
BEFORE = frozenset({Status.SENT, Status.IN_REVIEW, Status.ASKED, Status.APPROVED, Status.SCHEDULED})
REPLACEABLE = BEFORE | {Status.HIDDEN, Status.REJECTED}
_TRIES = 3

NO_STORY = gettext_noop("There is no story yet: write something, speak it, or add a place.")
NO_LANGUAGE = gettext_noop("We do not know which language you tell it in.")
NO_USES = gettext_noop("You have not been asked yet what your story may be used for.")
NO_PEOPLE = gettext_noop("For at least one picture we do not know who is in it.")
NO_COVERS = gettext_noop("In one picture somebody should be covered, and nothing is covered yet.")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A draft as it was read, with the pictures as they leave it."""

    telling: Telling
    pictures: tuple[bytes, ...]
    recordings: tuple[bytes, ...]


def missing_from(telling: Telling) -> list[tuple[str, str]]:
    """(step, message id) of what must still be said before sending; empty when ready."""
    told = telling.text or telling.recordings or telling.waypoints or telling.pictures
    bare = any(one.must_be_covered and not one.is_covered for one in telling.pictures)
    wanted = (
        ("story", NO_STORY, not told),
        ("story", NO_LANGUAGE, not telling.language),
        ("pictures", NO_PEOPLE, any(not one.people for one in telling.pictures)),
        ("pictures", NO_COVERS, bare),
        ("uses", NO_USES, not telling.asked_uses),
    )
    return [(step, message) for step, message, is_missing in wanted if is_missing]


def send(*, keys: Keys) -> UUID:
    """Send the draft to the team.

    Sent a second time (a form sent again) it does nothing new. Until the transaction commits the
    draft is whole; files written for one that does not commit are swept. Raises `NotReady`,
    `NotNow` (released meanwhile), `UnknownHand`, `UnknownUpload`, `NoRoom`, `NotKept`,
    `sanitize.Refused`, `Closed`.
    """
    for _try in range(_TRIES):
        try:
            telling = queries.draft(keys)
        except UnknownHand:
            return _sent_before(keys)
        doors.must_be_open()
        if missing := missing_from(telling):
            raise NotReady([message for _step, message in missing])
        try:
            ready = _ready(keys, telling)
        except UnknownUpload:
            if queries.has_draft(keys):
                raise
            continue  # it was sent at this very moment
        if (sent := _move(keys, ready)) is not None:
            return sent
    raise NotKept  # it is being changed at this very moment, again and again


def _sent_before(keys: Keys) -> UUID:
    row = queries.submission_of(keys)
    if row.status == Status.WITHDRAWN:
        raise UnknownHand
    return row.id


def _ready(keys: Keys, telling: Telling) -> _Ready:
    """What takes long, before the transaction: pictures opened, covers painted in."""
    return _Ready(
        telling,
        tuple(_covered(keys, one) for one in telling.pictures),
        tuple(read_staged(keys.open, one) for one in telling.recordings),
    )


def _covered(keys: Keys, picture: TellingPicture) -> bytes:
    """The picture with its covers painted in: what is under them goes no further."""
    master = read_staged(keys.open, picture.id)
    covers = covers_of(picture)
    if not covers:
        return master
    return sanitize.preview(master, side=SIDE, covers=covers, quality=QUALITY)


def _move(keys: Keys, ready: _Ready) -> UUID | None:
    """Write the story and end the draft; None when the draft has changed since it was read."""
    with drafts.keeping():
        try:
            row = drafts.held(keys)
        except UnknownHand:
            return _sent_before(keys)
        if queries.opened(keys, row) != ready.telling:
            return None
        made = _write(keys, ready)
        drafts.destroy(keys=keys)
        registry.request("assign_story", submission=made.id)
    return made.id


def _write(keys: Keys, ready: _Ready) -> Submission:
    row = _row(keys)
    kept = []
    for picture, data in zip(ready.telling.pictures, ready.pictures, strict=True):
        blob = vault.keep(story=row.key, data=data, kind="picture")
        made = Picture.objects.create(submission=row, blob=blob)
        painted = picture.is_covered
        kept.append(dataclasses.replace(picture, id=made.id, thumb="", tiles=(), painted=painted))
    spoken = []
    for data in ready.recordings:
        blob = vault.keep(story=row.key, data=data, kind="recording")
        spoken.append(Recording.objects.create(submission=row, blob=blob).id)
    told = dataclasses.replace(clamped(ready.telling), nonces=(), replaces="")
    sent = with_renamed(told, tuple(kept), tuple(spoken))
    row.payload = opened.seal_for(row.key, to_bytes(sent), context=queries.PAYLOAD)
    row.save()
    return row


def _row(keys: Keys) -> Submission:
    """A new row; or, where an earlier sending is replaced, its row with the old content ended."""
    today = clock.today()
    row = Submission.objects.select_for_update().filter(find=keys.find_id()).first()
    if row is None:
        key = vault.create_story_key()
        return Submission(find=keys.find_id(), key=key, sent_on=today, changed_on=today)
    if row.slug or row.status not in REPLACEABLE:
        raise NotNow
    parts: list[Picture | Recording] = [*row.pictures.all(), *row.recordings.all()]
    for part in parts:
        vault.destroy(story=row.key, name=part.blob)
    row.pictures.all().delete()
    row.recordings.all().delete()
    row.changes.all().delete()
    row.status, row.changed_on, row.due_on = Status.SENT, today, None
    return row
