"""The step of words."""

import dataclasses
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from farshore.intake import actions
from farshore.intake.errors import NotKept, TooMany
from farshore.intake.forms.story import StoryForm
from farshore.intake.telling import Telling
from farshore.intake.views.hand import page
from farshore.intake.views.steps import Told, no_room, not_kept
from farshore.vault.errors import NoRoom

_FIELDS = ("how", "title", "text", "teller")


def keep(told: Told) -> None:
    """Save every field that can be read; the others are shown again with a sentence."""
    form = StoryForm(told.request.POST)
    form.is_valid()
    changes = _changes(form)
    told.keep(lambda telling: dataclasses.replace(telling, **changes))  # type: ignore[arg-type]
    for name in form.errors:
        told.error(f"id_{name}", str(form.errors[name][0]))
    told.shown["form"] = form if told.errors else None
    for file in told.request.FILES.getlist("recording"):
        _take_recording(told, file)


def remove_recording(told: Told, name: str) -> None:
    """Take a recording out and end it."""
    try:
        told.telling = actions.remove_recording(keys=told.keys, name=name)
    except NotKept:
        told.error("id_recording", not_kept())


def show(told: Told) -> HttpResponse:
    form = told.shown.get("form") or StoryForm(initial=_initial(told.telling))
    return page("story.html", told=told, form=form, step="story")


def _changes(form: StoryForm) -> dict[str, object]:
    good = form.cleaned_data
    changes: dict[str, object] = {name: good[name] for name in _FIELDS if name in good}
    if language := good.get("other_language") or good.get("language"):
        changes["language"] = language
    return changes | {name: tuple(good[name]) for name in ("warnings", "themes") if name in good}


def _take_recording(told: Told, file: "UploadedFile[Any]") -> None:
    if sentence := _refused(file):
        told.error("id_recording", sentence)
        return
    data = file.read()
    try:
        told.telling = actions.add_recording(keys=told.keys, data=data, number=told.part(data))
    except TooMany:
        told.error("id_recording", _("Your recordings are kept. There is no room for another."))
    except NoRoom:
        told.error("id_recording", no_room())
    except NotKept:
        told.error("id_recording", not_kept())


def _refused(file: "UploadedFile[Any]") -> str:
    """Why a recording is not taken, or nothing."""
    if getattr(file, "too_large", False) or getattr(file, "crowded", False):
        return _(
            "Your words are saved. The recording is larger than we can take: "
            "please make it shorter, or in several parts."
        )
    if not file.size:
        return _(
            "Your words are saved. The recording is empty: the phone may not have finished saving "
            "it. Listen to it once, then choose it again."
        )
    return ""


def _initial(telling: Telling) -> dict[str, object]:
    plain = {name: getattr(telling, name) for name in (*_FIELDS, "language")}
    return plain | {"warnings": list(telling.warnings), "themes": list(telling.themes)}
