"""Pictures and recordings of a draft, sealed under the code's key.

A picture is cleaned before anything is written: what is refused leaves no trace, and no original
is kept. A form that comes twice is taken in once: `once` is its number.
"""

import dataclasses

from django.conf import settings

from farshore import sanitize
from farshore.intake.actions.drafts import change, keeping
from farshore.intake.errors import TooMany, UnknownPart
from farshore.intake.telling import Telling, TellingPicture, covers_of, once
from farshore.kernel.codes import Keys
from farshore.uploads import actions as uploads
from farshore.uploads.queries import read_staged

THUMB = 320
RECORDINGS = 10


def add_picture(*, keys: Keys, data: bytes, number: str) -> Telling:
    """Clean a picture and put it last. Raises `sanitize.Refused`, `TooMany`, `NoRoom`, `NotKept`.

    Of one sent again meanwhile nothing is added; its files are swept with the draft.
    """
    master = sanitize.open_picture(data, limits=sanitize.Limits(max_bytes=settings.PICTURE_BYTES))
    thumb = sanitize.preview(master.data, side=THUMB)
    with keeping():
        made = TellingPicture(
            id=uploads.stage(key=keys.open, data=master.data),
            width=master.width,
            height=master.height,
            removed=tuple(one.value for one in master.removed),
            thumb=uploads.stage(key=keys.open, data=thumb),
        )
        return change(keys=keys, by=once(number, lambda telling: _with_one_more(telling, made)))


def cover_picture(*, keys: Keys, telling: Telling, picture_id: str, tiles: set[int]) -> Telling:
    """Cover these tiles of the 12 × 9 grid, and no others. Raises `UnknownPart`, `NotKept`."""
    old = _picture(telling, picture_id)
    new = dataclasses.replace(old, tiles=tuple(sorted(tiles)))
    thumb = sanitize.preview(read_staged(keys.open, old.id), side=THUMB, covers=covers_of(new))
    with keeping():
        name = uploads.stage(key=keys.open, data=thumb)
        return change(
            keys=keys, by=lambda now: _covered(keys, now, picture_id, tiles=new.tiles, thumb=name)
        )


def remove_picture(*, keys: Keys, picture_id: str) -> Telling:
    """Take a picture out and end its parts. Raises `UnknownPart`, `NotKept`."""

    def without(telling: Telling) -> Telling:
        old = _picture(telling, picture_id)
        for name in (old.id, old.thumb):
            uploads.discard(key=keys.open, name=name)
        kept = tuple(one for one in telling.pictures if one.id != picture_id)
        return dataclasses.replace(telling, pictures=kept)

    return change(keys=keys, by=without)


def add_recording(*, keys: Keys, data: bytes, number: str) -> Telling:
    """Seal a recording and put it last. Raises `TooMany`, `NoRoom`, `NotKept`."""

    def with_one_more(telling: Telling) -> Telling:
        if len(telling.recordings) >= RECORDINGS:
            raise TooMany
        name = uploads.stage(key=keys.open, data=data)
        return dataclasses.replace(telling, recordings=(*telling.recordings, name))

    return change(keys=keys, by=once(number, with_one_more))


def remove_recording(*, keys: Keys, name: str) -> Telling:
    """Take a recording out and end it; of a name that is none of its recordings, nothing. Raises
    `NotKept`."""

    def without(telling: Telling) -> Telling:
        if name in telling.recordings:
            uploads.discard(key=keys.open, name=name)
        kept = tuple(one for one in telling.recordings if one != name)
        return dataclasses.replace(telling, recordings=kept)

    return change(keys=keys, by=without)


def _with_one_more(telling: Telling, made: TellingPicture) -> Telling:
    if len(telling.pictures) >= settings.PICTURES_PER_STORY:
        raise TooMany
    return dataclasses.replace(telling, pictures=(*telling.pictures, made))


def _covered(
    keys: Keys, telling: Telling, picture_id: str, *, tiles: tuple[int, ...], thumb: str
) -> Telling:
    """The telling as it stands, with the picture's new covers; its old small copy ends."""
    old = _picture(telling, picture_id)
    uploads.discard(key=keys.open, name=old.thumb)
    new = dataclasses.replace(old, tiles=tiles, thumb=thumb)
    pictures = tuple(new if one.id == new.id else one for one in telling.pictures)
    return dataclasses.replace(telling, pictures=pictures)


def _picture(telling: Telling, picture_id: str) -> TellingPicture:
    found = telling.picture(picture_id)
    if found is None:
        raise UnknownPart
    return found
