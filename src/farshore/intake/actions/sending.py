"""Sending: everything moves from the code's key to the story's own, in one transaction."""

import dataclasses
from uuid import UUID

from django.db import transaction

from farshore import sanitize
from farshore.intake import queries
from farshore.intake.actions import drafts
from farshore.intake.errors import NotReady
from farshore.intake.models import Picture, Recording, Status, Submission
from farshore.intake.telling import Telling, TellingPicture, covers_of, to_bytes
from farshore.kernel import clock
from farshore.kernel.code_errors import N_
from farshore.kernel.codes import Keys
from farshore.kernel.registry import registry
from farshore.uploads.queries import read_staged
from farshore.vault import actions as vault
from farshore.vault import queries as opened

_SIDE = 2560
_QUALITY = 95

NO_STORY = N_("There is no story yet: write something, speak it, or add a place.")
NO_LANGUAGE = N_("We do not know which language you wrote in.")
NO_USES = N_("You have not been asked yet what your story may be used for.")
NO_PEOPLE = N_("For at least one picture we do not know who is in it.")


def missing_from(telling: Telling) -> list[tuple[str, str]]:
    """(step, message id) of what must still be said before sending; empty when ready."""
    told = telling.text or telling.recordings or any(one.text for one in telling.waypoints)
    missing = []
    if not (told or telling.waypoints):
        missing.append(("story", NO_STORY))
    if not telling.language:
        missing.append(("story", NO_LANGUAGE))
    if any(not one.people for one in telling.pictures):
        missing.append(("pictures", NO_PEOPLE))
    if not telling.asked_uses:
        missing.append(("uses", NO_USES))
    return missing


def send(*, keys: Keys) -> UUID:
    """Send the draft to the team. Raises `NotReady`, `UnknownHand`, `NoRoom`, `sanitize.Refused`.

    Sent a second time (a form sent again) it does nothing new. Until the transaction commits the
    draft is whole; files written for one that does not commit are swept.
    """
    telling = queries.draft(keys)
    if missing := missing_from(telling):
        raise NotReady([message for _step, message in missing])
    pictures = [(one, _covered(keys, one)) for one in telling.pictures]
    with transaction.atomic():
        row = _write(keys, telling, pictures)
        drafts.destroy(keys=keys)
        registry.request("assign_story", submission=row.id)
    return row.id


def _covered(keys: Keys, picture: TellingPicture) -> bytes:
    """The picture with its covers painted in: what is under them goes no further."""
    master = read_staged(keys.open, picture.id)
    covers = covers_of(picture)
    if not covers:
        return master
    return sanitize.preview(master, side=_SIDE, covers=covers, quality=_QUALITY)


def _write(
    keys: Keys, telling: Telling, pictures: list[tuple[TellingPicture, bytes]]
) -> Submission:
    row = _row(keys)
    kept = []
    for picture, data in pictures:
        blob = vault.keep(story=row.key, data=data, kind="picture")
        made = Picture.objects.create(submission=row, blob=blob)
        kept.append(dataclasses.replace(picture, id=made.id, thumb="", tiles=()))
    spoken = []
    for name in telling.recordings:
        blob = vault.keep(story=row.key, data=read_staged(keys.open, name), kind="recording")
        spoken.append(Recording.objects.create(submission=row, blob=blob).id)
    sent = dataclasses.replace(
        telling, pictures=tuple(kept), recordings=tuple(spoken), nonces=(), replaces=""
    )
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
    for blob in [
        *row.pictures.values_list("blob", flat=True),
        *row.recordings.values_list("blob", flat=True),
    ]:
        vault.destroy(story=row.key, name=blob)
    row.pictures.all().delete()
    row.recordings.all().delete()
    row.changes.all().delete()
    row.status, row.changed_on, row.due_on = Status.SENT, today, None
    return row
