"""The last steps: what it may be used for, how it will look, sending."""

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _

from farshore import sanitize
from farshore.intake.actions import missing_from, save, send
from farshore.intake.errors import NotReady
from farshore.intake.forms.uses import UsesForm
from farshore.intake.public_form import public_index, released_form
from farshore.intake.telling import TellingPicture, with_uses
from farshore.intake.views.hand import house, page
from farshore.intake.views.pictures import explained, thumb
from farshore.intake.views.steps import Told
from farshore.intake.views.story import no_room
from farshore.kernel import clock
from farshore.stories.pages import story_page
from farshore.stories.preview import previewed
from farshore.stories.shapes import PictureView
from farshore.stories.vocabulary import USES
from farshore.vault.errors import NoRoom


def keep_uses(told: Told) -> None:
    """Save each yes with its day and wording, and who must not read the story."""
    form = UsesForm(told.request.POST)
    form.is_valid()
    good = form.cleaned_data
    told.telling = with_uses(told.telling, set(good.get("uses", [])), today=clock.today())
    named = [one.strip() for one in good.get("not_read_by_community", "").split(",")]
    shut_out = (*good.get("not_read_by", []), *(one for one in named if one))
    told.telling = dataclasses.replace(told.telling, not_read_by=shut_out)
    save(keys=told.keys, telling=told.telling)


def show_uses(told: Told) -> HttpResponse:
    countries = {code for code, _name in UsesForm().fields["not_read_by"].choices}  # type: ignore[attr-defined]
    return page(
        "uses.html",
        told=told,
        step="uses",
        uses=[(key, word, told.telling.said_yes(key)) for key, word in USES.items()],
        countries=UsesForm().fields["not_read_by"].choices,  # type: ignore[attr-defined]
        chosen=[one for one in told.telling.not_read_by if one in countries],
        communities=", ".join(one for one in told.telling.not_read_by if one not in countries),
    )


def show_preview(told: Told) -> HttpResponse:
    """The very page that the public would see, under a bar that leads on and back."""
    here = house()
    story = previewed(
        released_form(told.telling, ()),
        language=here.language,
        pictures=[
            (public_index(told.telling, one.waypoint), _view(told, one))
            for one in told.telling.pictures
        ],
    )
    bar = get_template("intake/preview_bar.html", using="jinja2").render(_bar(told))
    return HttpResponse(story_page(house=here, story=story, path="/share/", preview=True, bar=bar))


def show_send(told: Told) -> HttpResponse:
    missing = [(step, _(message)) for step, message in missing_from(told.telling)]
    return page(
        "send.html",
        told=told,
        step="send",
        missing=missing,
        site=told.telling.said_yes("site"),
        film=told.telling.said_yes("film"),
    )


def do_send(told: Told) -> HttpResponse:
    """Send it; or say what is missing or in the way, with everything still there."""
    try:
        send(keys=told.keys)
    except NotReady:
        return show_send(told)
    except sanitize.Refused as refusal:
        told.error("pictures", explained(refusal))
        return show_send(told)
    except NoRoom:
        told.error("send", no_room())
        return show_send(told)
    return page(
        "sent.html",
        first_day=settings.RELEASE_DAYS[0],
        last_day=settings.RELEASE_DAYS[1],
        at_once=settings.RELEASE_AT_ONCE,
    )


def _view(told: Told, picture: TellingPicture) -> PictureView:
    return PictureView(
        sources=(),
        src=thumb(told, picture),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        caption=picture.caption,
    )


def _bar(told: Told) -> dict[str, Any]:
    return {"told": told, "house": house(), "step": "preview"}
