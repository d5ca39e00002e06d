"""The step of pictures, and the covers placed on one of them."""

import base64
import dataclasses
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from farshore import sanitize
from farshore.intake import actions
from farshore.intake.errors import NotKept, TooMany, UnknownPart
from farshore.intake.forms.pictures import MOST_PERSONS, PEOPLE, SAYS, PictureForm, persons_in
from farshore.intake.telling import COLUMNS, ROWS, Telling, TellingPicture
from farshore.intake.views.hand import page
from farshore.intake.views.journey import waypoint_names
from farshore.intake.views.steps import Told, no_room, not_kept
from farshore.kernel import clock
from farshore.uploads.errors import UnknownUpload
from farshore.uploads.queries import read_staged
from farshore.vault.errors import NoRoom

LARGE = 640
TILES = COLUMNS * ROWS


def keep(told: Told) -> None:
    """Save what is said of each picture, then take in new ones, each on its own."""
    forms = {one.id: form for one in told.telling.pictures if (form := _form(told, one.id))}
    posted = told.request.POST
    kept = told.keep(lambda telling: _with_words(telling, forms, posted), at="pictures")
    for picture_id, form in forms.items():
        for name in form.errors:
            told.error(f"id_{picture_id}-{name}", str(form.errors[name][0]))
    told.shown["said"] = {name: form for name, form in forms.items() if form.errors or not kept}
    _require_covers(told)
    first = _first(told)
    for number, file in enumerate(told.request.FILES.getlist("pictures"), start=first):
        _take(told, number, file)


def remove(told: Told, picture_id: str) -> None:
    """Take a picture out."""
    try:
        told.telling = actions.remove_picture(keys=told.keys, picture_id=picture_id)
    except UnknownPart:
        return
    except NotKept:
        told.error("pictures", not_kept())


def keep_covers(told: Told) -> None:
    """Save the ticked tiles of one picture."""
    picture_id = told.request.POST.get("picture", "")
    ticked = told.request.POST.getlist("tile")
    tiles = {int(one) for one in ticked if one.isascii() and one.isdecimal() and len(one) < 4}
    tiles = {tile for tile in tiles if tile < TILES}
    told.shown["tiles"] = tiles
    try:
        told.telling = actions.cover_picture(
            keys=told.keys, telling=told.telling, picture_id=picture_id, tiles=tiles
        )
    except (UnknownPart, UnknownUpload):
        told.error("pictures", _("Your story is saved. This picture is no longer in it."))
    except sanitize.Refused as refusal:
        told.error("pictures", explained(refusal))
    except NoRoom:
        told.error("pictures", no_room())
    except NotKept:
        told.error("pictures", not_kept())


def show(told: Told) -> HttpResponse:
    return page(
        "pictures.html",
        told=told,
        step="pictures",
        rows=[_row(told, one) for one in told.telling.pictures],
        people=list(PEOPLE.items()),
        says=list(SAYS.items()),
        most_persons=MOST_PERSONS,
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
        ticked=told.shown.get("tiles", set(picture.tiles)),
        number=[one.id for one in told.telling.pictures].index(picture.id) + 1,
        source=data_uri(large),
        rows=ROWS,
        columns=COLUMNS,
    )


def show_covers_again(told: Told) -> HttpResponse:
    """After an error: the same picture with the tiles as they were ticked."""
    return show_covers(told, told.request.POST.get("picture", ""))


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


def _first(told: Told) -> int:
    """Which picture of the form this is, where a script sends them one by one."""
    first = told.request.POST.get("first", "")
    return int(first) if first.isascii() and first.isdecimal() and len(first) < 4 else 1


def _take(told: Told, number: int, file: "UploadedFile[Any]") -> None:
    """One picture; a refusal says which and why, and the others go on."""
    if getattr(file, "crowded", False):
        told.error("id_pictures", _numbered(number, _crowded()))
        return
    data = file.read()
    part = told.part(data)
    if part in told.telling.nonces:
        return
    try:
        if getattr(file, "too_large", False):
            raise sanitize.Refused(sanitize.RefusalReason.TOO_LARGE)
        told.telling = actions.add_picture(keys=told.keys, data=data, number=part)
    except sanitize.Refused as refusal:
        told.error("id_pictures", _numbered(number, explained(refusal)))
    except TooMany:
        sentence = _("All your pictures are kept. A story can have %(most)s; this one did not fit.")
        told.error(
            "id_pictures", _numbered(number, sentence % {"most": settings.PICTURES_PER_STORY})
        )
    except NoRoom:
        told.error("id_pictures", _numbered(number, no_room()))
    except NotKept:
        told.error("id_pictures", _numbered(number, not_kept()))


def _crowded() -> str:
    return _("The rest of your story is safe. These were too many at once: choose it again alone.")


def _numbered(number: int, sentence: str) -> str:
    words = _("File %(number)s of those you have just chosen: %(sentence)s")
    return words % {"number": number, "sentence": sentence}


def _form(told: Told, picture_id: str) -> PictureForm | None:
    """What this page said of the picture; nothing of one that was not on it."""
    if f"{picture_id}-caption" not in told.request.POST:
        return None
    form = PictureForm(told.request.POST, prefix=picture_id)
    form.is_valid()
    return form


def _with_words(telling: Telling, forms: dict[str, PictureForm], posted: QueryDict) -> Telling:
    """What could be read of the forms, put to the pictures that there are now."""
    pictures = tuple(
        dataclasses.replace(one, **_good(telling, forms[one.id], one, posted))
        if one.id in forms
        else one
        for one in telling.pictures
    )
    return dataclasses.replace(telling, pictures=pictures)


def _good(
    telling: Telling, form: PictureForm, picture: TellingPicture, posted: QueryDict
) -> dict[str, Any]:
    good = dict(form.cleaned_data)
    if telling.waypoint(good.get("waypoint", "")) is None:
        good["waypoint"] = ""
    good["persons"] = persons_in(posted, picture, today=clock.today())
    return good


def _require_covers(told: Told) -> None:
    """Whoever says that somebody is covered, and goes on, is led to the covers."""
    if told.request.POST.get("go", "next") != "next":
        return
    for one in told.telling.pictures:
        if one.must_be_covered and not one.is_covered:
            told.error(f"id_{one.id}-people", _not_covered())


def _not_covered() -> str:
    return _("Your words are saved. Nothing is covered in this picture yet: choose “Cover parts”.")


def _row(told: Told, picture: TellingPicture) -> dict[str, Any]:
    removed = [sanitize.Removed(one) for one in picture.removed]
    form = told.shown.get("said", {}).get(picture.id)
    return {
        "picture": picture,
        "said": {name: form[name].value() for name in form.fields} if form else picture,
        "source": thumb(told, picture),
        "removed": [_(sentence) for sentence in sanitize.describe(removed)],
    }
