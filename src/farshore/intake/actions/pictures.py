"""Pictures of a draft: cleaned, covered, sealed under the code's key. No original is kept."""

import dataclasses

from django.conf import settings
from django.db import transaction

from farshore import sanitize
from farshore.intake.actions.drafts import save
from farshore.intake.errors import UnknownPart
from farshore.intake.telling import Telling, TellingPicture, covers_of
from farshore.kernel.codes import Keys
from farshore.uploads import actions as uploads
from farshore.uploads.queries import read_staged

THUMB = 360


class TooManyPictures(Exception):
    """The story has as many pictures as it may have; they are all kept."""


def add_picture(*, keys: Keys, telling: Telling, data: bytes) -> Telling:
    """Clean a picture and put it last. Raises `sanitize.Refused`, `TooManyPictures`, `NoRoom`.

    The picture is cleaned before anything is written: what is refused leaves no trace.
    """
    if len(telling.pictures) >= settings.PICTURES_PER_STORY:
        raise TooManyPictures
    master = sanitize.open_picture(data, limits=sanitize.Limits(max_bytes=settings.PICTURE_BYTES))
    thumb = sanitize.preview(master.data, side=THUMB)
    with transaction.atomic():
        made = TellingPicture(
            id=uploads.stage(key=keys.open, data=master.data),
            width=master.width,
            height=master.height,
            removed=tuple(one.value for one in master.removed),
            thumb=uploads.stage(key=keys.open, data=thumb),
        )
        changed = dataclasses.replace(telling, pictures=(*telling.pictures, made))
        save(keys=keys, telling=changed)
    return changed


def cover_picture(*, keys: Keys, telling: Telling, picture_id: str, tiles: set[int]) -> Telling:
    """Cover these tiles of the 12 × 9 grid, and no others. Raises `UnknownPart`."""
    old = _picture(telling, picture_id)
    new = dataclasses.replace(old, tiles=tuple(sorted(tiles)))
    thumb = sanitize.preview(read_staged(keys.open, old.id), side=THUMB, covers=covers_of(new))
    with transaction.atomic():
        new = dataclasses.replace(new, thumb=uploads.stage(key=keys.open, data=thumb))
        changed = with_picture(telling, new)
        save(keys=keys, telling=changed)
        uploads.discard(key=keys.open, name=old.thumb)
    return changed


@transaction.atomic
def remove_picture(*, keys: Keys, telling: Telling, picture_id: str) -> Telling:
    """Take a picture out and end its parts. Raises `UnknownPart`."""
    old = _picture(telling, picture_id)
    kept = tuple(one for one in telling.pictures if one.id != picture_id)
    changed = dataclasses.replace(telling, pictures=kept)
    save(keys=keys, telling=changed)
    for name in (old.id, old.thumb):
        uploads.discard(key=keys.open, name=name)
    return changed


def with_picture(telling: Telling, new: TellingPicture) -> Telling:
    """The telling with one picture replaced by its new form."""
    pictures = tuple(new if one.id == new.id else one for one in telling.pictures)
    return dataclasses.replace(telling, pictures=pictures)


def _picture(telling: Telling, picture_id: str) -> TellingPicture:
    found = telling.picture(picture_id)
    if found is None:
        raise UnknownPart
    return found
