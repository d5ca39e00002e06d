"""The step of pictures, and the covers placed on one of them."""

import base64
import dataclasses

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from farshore import sanitize
from farshore.intake.actions import add_picture, cover_picture, remove_picture, save
from farshore.intake.actions.pictures import TooManyPictures
from farshore.intake.errors import UnknownPart
from farshore.intake.forms.pictures import PEOPLE, PictureForm
from farshore.intake.telling import COLUMNS, COVERED, ROWS, TellingPicture
from farshore.intake.views.hand import page
from farshore.intake.views.journey import waypoint_names
from farshore.intake.views.steps import Told
from farshore.intake.views.story import no_room
from farshore.uploads.errors import UnknownUpload
from farshore.uploads.queries import read_staged
from farshore.vault.errors import NoRoom

LARGE = 640


def keep(told: Told) -> None:
    """Save what is said of each picture, then take in new ones, each on its own."""
    changed = tuple(_with_words(told, one) for one in told.telling.pictures)
    told.telling = dataclasses.replace(told.telling, pictures=changed)
    first = told.first_time()
    save(keys=told.keys, telling=told.telling)
    if first:
        for number, file in enumerate(told.request.FILES.getlist("pictures"), start=1):
            _take(told, number, b"" if getattr(file, "too_large", False) else file.read())


def remove(told: Told, picture_id: str) -> None:
    """Take a picture out."""
    try:
        told.telling = remove_picture(keys=told.keys, telling=told.telling, picture_id=picture_id)
    except UnknownPart:
        return


def keep_covers(told: Told) -> None:
    """Save the ticked tiles of one picture."""
    picture_id = told.request.POST.get("picture", "")
    ticked = told.request.POST.getlist("tile")
    tiles = {int(one) for one in ticked if one.isascii() and one.isdecimal() and len(one) < 4}
    tiles = {tile for tile in tiles if tile < COLUMNS * ROWS}
    try:
        told.telling = cover_picture(
            keys=told.keys, telling=told.telling, picture_id=picture_id, tiles=tiles
        )
    except (UnknownPart, UnknownUpload):
        told.error("pictures", _("Your story is saved. This picture is no longer in it."))
    except sanitize.Refused as refusal:
        told.error("pictures", explained(refusal))
    except NoRoom:
        told.error("pictures", no_room())


def show(told: Told) -> HttpResponse:
    return page(
        "pictures.html",
        told=told,
        step="pictures",
        rows=[_row(told, one) for one in told.telling.pictures],
        people=list(PEOPLE.items()),
        places=waypoint_names(told.telling),
        most=settings.PICTURES_PER_STORY,
        megabytes=settings.PICTURE_BYTES // (1024 * 1024),
    )


def show_covers(told: Told, picture_id: str) -> HttpResponse:
    """The picture under a grid of tiles to tick."""
    picture = told.telling.picture(picture_id)
    if picture is None:
        return show(told)
    try:
        large = sanitize.preview(read_staged(told.keys.open, picture.id), side=LARGE)
    except (UnknownUpload, sanitize.Refused):
        told.error("pictures", _("Your story is saved. This picture cannot be opened just now."))
        return show(told)
    return page(
        "covers.html",
        told=told,
        step="covers",
        picture=picture,
        source=data_uri(large),
        tiles=range(COLUMNS * ROWS),
        columns=COLUMNS,
    )


def thumb(told: Told, picture: TellingPicture) -> str:
    """The small copy as a `data:` address: any other would have to carry the key."""
    try:
        return data_uri(read_staged(told.keys.open, picture.thumb))
    except UnknownUpload:
        return ""


def data_uri(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def explained(refusal: sanitize.Refused) -> str:
    """Why a picture was not taken, in the reader's language."""
    return _(sanitize.explain(refusal.reason))


def _take(told: Told, number: int, data: bytes) -> None:
    """One picture; a refusal says which and why, and the others go on."""
    try:
        if not data:
            raise sanitize.Refused(sanitize.RefusalReason.TOO_LARGE)
        told.telling = add_picture(keys=told.keys, telling=told.telling, data=data)
    except sanitize.Refused as refusal:
        told.error("id_pictures", _numbered(number, explained(refusal)))
    except TooManyPictures:
        sentence = _("All your pictures are kept. A story can have %(most)s; this one did not fit.")
        told.error(
            "id_pictures", _numbered(number, sentence % {"most": settings.PICTURES_PER_STORY})
        )
    except NoRoom:
        told.error("id_pictures", no_room())


def _numbered(number: int, sentence: str) -> str:
    return _("Picture %(number)s: %(sentence)s") % {"number": number, "sentence": sentence}


def _with_words(told: Told, picture: TellingPicture) -> TellingPicture:
    form = PictureForm(told.request.POST, prefix=picture.id)
    if f"{picture.id}-caption" not in told.request.POST:
        return picture
    form.is_valid()
    good = {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}
    for name in form.errors:
        told.error(f"id_{picture.id}-{name}", str(form.errors[name][0]))
    if good.get("waypoint") and told.telling.waypoint(good["waypoint"]) is None:
        good["waypoint"] = ""
    if good.get("people") == COVERED and not picture.tiles:
        told.error(f"id_{picture.id}-people", _not_covered())
    return dataclasses.replace(picture, **good)


def _not_covered() -> str:
    return _("Your words are saved. Nothing is covered in this picture yet: choose “Cover parts”.")


def _row(told: Told, picture: TellingPicture) -> dict[str, object]:
    removed = [sanitize.Removed(one) for one in picture.removed]
    return {
        "picture": picture,
        "source": thumb(told, picture),
        "removed": [_(sentence) for sentence in sanitize.describe(removed)],
    }
