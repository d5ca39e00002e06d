"""What the holder of a code does with a story that was sent."""

import dataclasses
import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from farshore import sanitize
from farshore.intake import queries
from farshore.intake.actions import drafts
from farshore.intake.actions.pictures import THUMB
from farshore.intake.actions.sending import BEFORE, QUALITY, REPLACEABLE, SIDE
from farshore.intake.errors import NotNow, UnknownPart
from farshore.intake.models import Change, Message, Status, Submission
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
from farshore.uploads import actions as uploads
from farshore.vault import actions as vault
from farshore.vault import queries as opened
from farshore.vault import seal

_TRIES = 3


def say(*, row: Submission, text: str, from_team: bool) -> None:
    """Add a message to the conversation, sealed under the story's key."""
    last = Message.objects.filter(submission=row).aggregate(last=Max("number"))["last"] or 0
    Message.objects.create(
        submission=row,
        number=last + 1,
        from_team=from_team,
        sealed=opened.seal_for(row.key, text.encode(), context=queries.MESSAGE),
        day=clock.today(),
    )


@transaction.atomic
def answer(*, keys: Keys, text: str) -> None:
    """Answer the team's question, or say something unasked. Before release only."""
    row = locked(keys, REPLACEABLE)
    if row.slug:
        raise NotNow
    say(row=row, text=text, from_team=False)
    if row.status == Status.ASKED:
        row.status = Status.IN_REVIEW
    row.changed_on = clock.today()
    row.save(update_fields=["status", "changed_on"])


@transaction.atomic
def ask_change(*, keys: Keys, text: str) -> None:
    """After release: ask the team for a change. Nothing of the conversation is shown back."""
    row = locked(keys, frozenset({Status.RELEASED, Status.HIDDEN}))
    if not row.slug:
        raise NotNow
    say(row=row, text=text, from_team=False)


@transaction.atomic
def decide(*, keys: Keys, change_id: str, accept: bool) -> None:
    """Say yes or no to a cut or a cover. A yes is carried out at once. Raises `UnknownPart`."""
    row = locked(keys, BEFORE)
    change = Change.objects.filter(submission=row, state=Change.State.PROPOSED)
    try:
        found = change.filter(pk=UUID(change_id)).first()
    except ValueError:
        found = None
    if found is None:
        raise UnknownPart
    if accept:
        _carry_out(row, found)
    elif row.status == Status.ASKED:
        row.status = Status.IN_REVIEW
        row.save(update_fields=["status"])
    found.state = Change.State.ACCEPTED if accept else Change.State.DECLINED
    found.save(update_fields=["state"])


@transaction.atomic
def hide(*, keys: Keys) -> UUID | None:
    """Take the story off the site at once; before its release, hold it back. It can come back.

    The ledger of where it was, if it was public. One that the team has hidden stays hidden then,
    whatever the team decides.
    """
    row = locked(keys, BEFORE | {Status.RELEASED, Status.HIDDEN})
    if not row.slug:
        _set(row, Status.HIDDEN)
        return None
    ledger: UUID | None = registry.request("hide_story", slug=row.slug)
    return ledger


@transaction.atomic
def narrow(*, keys: Keys, uses: Collection[str]) -> UUID | None:
    """Take these yeses back, after release; before it the story itself is changed. The ledger of
    what had to change. Raises `NotNow`."""
    row = locked(keys, frozenset({Status.RELEASED, Status.HIDDEN}))
    if not row.slug:
        raise NotNow
    ledger: UUID | None = registry.request("narrow_story", slug=row.slug, uses=uses)
    return ledger


@transaction.atomic
def widen(*, keys: Keys, uses: Collection[str], language: str) -> None:
    """Ask, after release, that the story may be used for these as well; `language` is that of the
    page. Two people of the team decide. Raises `NotNow`."""
    row = locked(keys, frozenset({Status.RELEASED, Status.HIDDEN}))
    if not row.slug:
        raise NotNow
    registry.request("widen_story", slug=row.slug, uses=uses, language=language)


@transaction.atomic
def show_again(*, keys: Keys) -> None:
    """Put back a story that its teller had hidden, or let one that was held back be read again.

    What the team hid stays hidden.
    """
    row = locked(keys, frozenset({Status.HIDDEN}))
    if row.slug:
        registry.request("unhide_story", slug=row.slug)
    else:
        _set(row, Status.IN_REVIEW)


@transaction.atomic
def withdraw(*, keys: Keys) -> UUID | None:
    """Take the story back for good, sent or released: nothing private of it remains.

    The ledger of where it was, if it was public. Taking back what is gone (a form sent again) is
    no error.
    """
    drafts.destroy(keys=keys)
    if not queries.has_sent(keys):
        return None
    row = queries.submission_of(keys)
    ledger: UUID | None = registry.request("withdraw_story", submission=row.id)
    return ledger


def reopen(*, keys: Keys) -> None:
    """Open a sent, unreleased story as a draft again. What was sent stays until it is sent anew.

    Changes that were begun before are kept as they are. A release holds the same row and waits
    while a draft lies open, so that the two never cross. Raises `NotNow`, `UnknownHand`,
    `NoRoom`, `NotKept`.
    """
    for _try in range(_TRIES):
        row = queries.submission_of(keys)
        if _is_closed(row):
            raise NotNow
        thumbs = _thumbs(row)  # what takes long comes before the transaction
        with drafts.keeping():
            held = locked(keys, REPLACEABLE)
            if not held.slug and held.payload == row.payload:
                if not queries.has_draft(keys):
                    drafts.begin(keys=keys, telling=_as_draft(keys, held, thumbs))
                return
    raise NotNow


def _is_closed(row: Submission) -> bool:
    """Whether the story is beyond changing by its teller alone."""
    return bool(row.slug) or row.status not in REPLACEABLE


def _thumbs(row: Submission) -> dict[str, bytes]:
    """The small copy of each picture, by its row's id."""
    names = [one.id for one in queries.read(row).pictures]
    return {one: sanitize.preview(queries.picture_bytes(row, one), side=THUMB) for one in names}


def _as_draft(keys: Keys, row: Submission, thumbs: dict[str, bytes]) -> Telling:
    """The story as it was sent, its pictures and recordings copied under the code's key."""
    telling = queries.read(row)
    pictures = tuple(
        dataclasses.replace(
            one,
            id=uploads.stage(key=keys.open, data=queries.picture_bytes(row, one.id)),
            thumb=uploads.stage(key=keys.open, data=thumbs[one.id]),
        )
        for one in telling.pictures
    )
    spoken = tuple(
        uploads.stage(key=keys.open, data=queries.recording_bytes(row, one))
        for one in telling.recordings
    )
    draft = with_renamed(telling, pictures, spoken)
    return dataclasses.replace(draft, replaces=str(row.id), nonces=())


def locked(keys: Keys, fitting: frozenset[str]) -> Submission:
    """The story's row, held until the end of the transaction. Raises `NotNow`, `UnknownHand`."""
    known = queries.submission_of(keys)
    row = Submission.objects.select_for_update().get(pk=known.pk)
    if row.status not in fitting:
        raise NotNow
    return row


def _set(row: Submission, status: Status) -> None:
    """Where the story stands now; a day that was set for its release is off."""
    row.status, row.due_on, row.changed_on = status, None, clock.today()
    row.save(update_fields=["status", "due_on", "changed_on"])


def _carry_out(row: Submission, change: Change) -> None:
    given = json.loads(
        seal.open_sealed(opened.story_key(row.key), bytes(change.sealed), context=queries.CHANGE)
    )
    telling = queries.read(row)
    if change.kind == "cut":
        telling = _cut(telling, given["where"], given["text"])
    else:
        _cover(row, given["where"], tuple(given["tiles"]))
        telling = _covered(telling, given["where"])
    row.payload = opened.seal_for(row.key, to_bytes(telling), context=queries.PAYLOAD)
    # Whoever approved it approved other words: it is read again.
    row.status = Status.IN_REVIEW
    row.due_on = None
    row.save(update_fields=["payload", "status", "due_on"])


def _cut(telling: Telling, where: str, text: str) -> Telling:
    """Leave out every occurrence of the text in that field: `text`, `title`, or a place's id."""
    if where in {"text", "title", "teller"}:
        left: Any = {where: _without(getattr(telling, where), text)}
        return dataclasses.replace(telling, **left)
    waypoints = tuple(
        dataclasses.replace(one, text=_without(one.text, text)) if one.id == where else one
        for one in telling.waypoints
    )
    pictures = tuple(
        dataclasses.replace(one, caption=_without(one.caption, text), alt=_without(one.alt, text))
        if one.id == where
        else one
        for one in telling.pictures
    )
    return dataclasses.replace(telling, waypoints=waypoints, pictures=pictures)


def _without(told: str, text: str) -> str:
    """What is left without a text, and no space too many where it stood."""
    kept, *rest = told.split(text)
    for piece in rest:
        doubled = piece.startswith(" ") and (not kept or kept.endswith((" ", "\n")))
        kept += piece[1:] if doubled else piece
    return kept


def _cover(row: Submission, picture_id: str, tiles: tuple[int, ...]) -> None:
    """Paint the covers in and end the uncovered file."""
    picture = row.pictures.filter(pk=picture_id).first()
    if picture is None:
        raise UnknownPart
    covers = covers_of(TellingPicture(picture_id, 0, 0, tiles=tiles))
    data = sanitize.preview(
        queries.picture_bytes(row, picture_id), side=SIDE, covers=covers, quality=QUALITY
    )
    old = picture.blob
    picture.blob = vault.keep(story=row.key, data=data, kind="picture")
    picture.save(update_fields=["blob"])
    vault.destroy(story=row.key, name=old)


def _covered(telling: Telling, picture_id: str) -> Telling:
    pictures = tuple(
        dataclasses.replace(one, people="covered", painted=True) if one.id == picture_id else one
        for one in telling.pictures
    )
    return dataclasses.replace(telling, pictures=pictures)
