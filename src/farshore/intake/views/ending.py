"""The last steps: what it may be used for, how it will look, sending."""

import dataclasses
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _

from farshore import sanitize
from farshore.intake.actions import missing_from, send
from farshore.intake.doors import SENTENCES
from farshore.intake.errors import Closed, NotKept, NotNow, NotReady
from farshore.intake.forms.uses import EXPLAINED, UsesForm, communities
from farshore.intake.public_form import public_index, released_form
from farshore.intake.telling import Telling, TellingPicture, with_uses
from farshore.intake.views.hand import house, page, shared
from farshore.intake.views.pictures import explained, thumb
from farshore.intake.views.steps import Told, no_room, not_kept
from farshore.intake.views.words import day
from farshore.kernel import clock
from farshore.stories.alike import WORDS, rare
from farshore.stories.pages import story_page
from farshore.stories.preview import previewed
from farshore.stories.shapes import PictureView
from farshore.stories.vocabulary import USES
from farshore.uploads.errors import UnknownUpload
from farshore.vault.errors import NoRoom


def keep_uses(told: Told) -> None:
    """Save each yes with its day and wording, and who must not read the story."""
    form = UsesForm(told.request.POST)
    form.is_valid()
    good = form.cleaned_data
    shut_out = [*good.get("not_read_by", []), *communities(good.get("not_read_by_community", ""))]

    def said(telling: Telling) -> Telling:
        # Whoever was shut out stays so while a list of names cannot be read.
        before = telling.not_read_by if form.errors else ()
        asked = with_uses(telling, set(good.get("uses", [])), today=clock.today())
        return dataclasses.replace(asked, not_read_by=tuple(dict.fromkeys([*shut_out, *before])))

    told.keep(said, at="id_uses")
    for name in form.errors:
        told.error(f"id_{name}", str(form.errors[name][0]))
    told.shown["form"] = form if told.errors else None


def show_uses(told: Told) -> HttpResponse:
    form = told.shown.get("form") or UsesForm(initial=_said(told.telling))
    given = {yes.use: day(date.fromisoformat(yes.day)) for yes in told.telling.uses}
    ticked = form["uses"].value() or []
    return page(
        "uses.html",
        told=told,
        step="uses",
        form=form,
        uses=[
            (key, word, EXPLAINED[key], key in ticked, given.get(key, ""))
            for key, word in USES.items()
        ],
        countries=form.countries,
        chosen=form["not_read_by"].value() or [],
    )


def show_preview(told: Told) -> HttpResponse:
    """The very page that the public would see, under a bar that leads on and back."""
    here = house()
    released = released_form(told.telling, ())
    story = previewed(
        released,
        language=here.language,
        pictures=[
            (public_index(told.telling, one.waypoint), _view(told, one))
            for one in told.telling.pictures
        ],
    )
    found = rare(released.waypoints, language=released.language)
    without = [WORDS[name] for name in found.without] if found else []
    about = {**shared(), "told": told, "step": "preview", "rare": found, "without": without}
    bar = get_template("intake/preview_bar.html", using="jinja2").render(about)
    return HttpResponse(story_page(house=here, story=story, path="/share/", preview=True, bar=bar))


def show_send(told: Told) -> HttpResponse:
    missing = [(step, _(message)) for step, message in missing_from(told.telling)]
    return page(
        "send.html",
        told=told,
        step="send",
        missing=missing,
        agreed=[word for key, word in USES.items() if told.telling.said_yes(key)],
        site=told.telling.said_yes("site"),
    )


def do_send(told: Told) -> HttpResponse:
    """Send it; or say what is missing or in the way, with everything still there."""
    try:
        send(keys=told.keys)
    except NotReady:
        return show_send(told)
    except Closed as closed:
        told.error("send", _closed(str(closed)))
    except NotNow:
        told.error("send", _out_already())
    except sanitize.Refused as refusal:
        told.error("send", explained(refusal))
    except UnknownUpload:
        told.error("send", _part_missing())
    except NoRoom:
        told.error("send", no_room())
    except NotKept:
        told.error("send", not_kept())
    else:
        return sent()
    return show_send(told)


def sent() -> HttpResponse:
    """What happens now."""
    return page(
        "sent.html",
        first_day=settings.RELEASE_DAYS[0],
        last_day=settings.RELEASE_DAYS[1],
        at_once=settings.RELEASE_AT_ONCE,
    )


def _closed(reason: str) -> str:
    safe = _(
        "Everything you saved is kept, and nothing was sent. %(why)s Come back with your code and "
        "send it then; save something at least every %(days)s days until then, so that it is kept."
    )
    return safe % {"why": _(SENTENCES[reason]), "days": settings.DRAFT_DAYS}


def _out_already() -> str:
    return _(
        "What you wrote is still here. The story that you sent before has been released meanwhile, "
        "so it cannot be replaced. Enter your code again and ask for a change there."
    )


def _part_missing() -> str:
    return _(
        "Your words are safe. One picture or recording cannot be opened just now: "
        "try again later, or take it out and send the rest."
    )


def _said(telling: Telling) -> dict[str, Any]:
    countries = {code for code, _name in UsesForm().countries}
    return {
        "uses": [yes.use for yes in telling.uses],
        "not_read_by": [one for one in telling.not_read_by if one in countries],
        "not_read_by_community": ", ".join(
            one for one in telling.not_read_by if one not in countries
        ),
    }


def _view(told: Told, picture: TellingPicture) -> PictureView:
    return PictureView(
        sources=(),
        src=thumb(told, picture),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        caption=picture.caption,
    )
