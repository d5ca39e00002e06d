"""The step of words."""

import dataclasses

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from farshore.intake.actions import save
from farshore.intake.forms.story import StoryForm
from farshore.intake.telling import Telling
from farshore.intake.views.hand import page
from farshore.intake.views.steps import Told
from farshore.stories.vocabulary import THEMES, WARNINGS
from farshore.uploads import actions as uploads
from farshore.vault.errors import NoRoom

_FIELDS = ("how", "title", "text", "teller")


def keep(told: Told) -> None:
    """Save every field that can be read; the others are shown again with a sentence."""
    form = StoryForm(told.request.POST)
    form.is_valid()
    good = form.cleaned_data
    changes: dict[str, object] = {name: good[name] for name in _FIELDS if name in good}
    if language := good.get("other_language") or good.get("language"):
        changes["language"] = language
    changes |= {name: tuple(good[name]) for name in ("warnings", "themes") if name in good}
    first = told.first_time()
    told.telling = dataclasses.replace(told.telling, **changes)  # type: ignore[arg-type]
    if first:
        _keep_recording(told)
    for name in form.errors:
        told.error(f"id_{name}", str(form.errors[name][0]))
    told.shown["form"] = form if form.errors else None
    save(keys=told.keys, telling=told.telling)


def remove_recording(told: Told, name: str) -> None:
    """Take a recording out and end it."""
    kept = tuple(one for one in told.telling.recordings if one != name)
    told.telling = dataclasses.replace(told.telling, recordings=kept)
    save(keys=told.keys, telling=told.telling)
    uploads.discard(key=told.keys.open, name=name)


def show(told: Told) -> HttpResponse:
    form = told.shown.get("form") or StoryForm(initial=_initial(told.telling))
    return page("story.html", told=told, form=form, step="story", warnings=WARNINGS, themes=THEMES)


def _keep_recording(told: Told) -> None:
    file = told.request.FILES.get("recording")
    if not isinstance(file, UploadedFile):
        return
    if getattr(file, "too_large", False):
        told.error("id_recording", _too_large())
        return
    try:
        name = uploads.stage(key=told.keys.open, data=file.read())
    except NoRoom:
        told.error("id_recording", no_room())
        return
    told.telling = dataclasses.replace(told.telling, recordings=(*told.telling.recordings, name))


def no_room() -> str:
    return _(
        "Everything you saved is safe. This site has no room for more just now: "
        "please try again later today."
    )


def _too_large() -> str:
    return _(
        "Your words are saved. The recording is larger than we can take: "
        "please make it shorter, or in several parts."
    )


def _initial(telling: Telling) -> dict[str, object]:
    plain = {name: getattr(telling, name) for name in (*_FIELDS, "language")}
    return plain | {"warnings": list(telling.warnings), "themes": list(telling.themes)}
