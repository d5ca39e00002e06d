"""The last steps: what it may be used for, how it will look, sending."""

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from farshore import sanitize
from farshore.intake.actions import missing_from, send
from farshore.intake.consent import YEARS, renewed
from farshore.intake.doors import SENTENCES
from farshore.intake.errors import Closed, NotKept, NotNow, NotReady
from farshore.intake.forms.uses import (
    EXPLAINED,
    GUARDIAN,
    UsesForm,
    communities,
    parts,
    said_yes,
)
from farshore.intake.public_form import public_index, public_pictures, released_form
from farshore.intake.telling import NO, YES, Telling, TellingPicture
from farshore.intake.views.consent import in_words, part_names, said_back
from farshore.intake.views.film import film_days
from farshore.intake.views.hand import house, page, shared
from farshore.intake.views.pictures import explained, thumb
from farshore.intake.views.steps import Told, no_room, not_kept
from farshore.kernel import clock
from farshore.stories.alike import WORDS, rare
from farshore.stories.pages import story_page
from farshore.stories.preview import previewed
from farshore.stories.shapes import PictureView
from farshore.stories.vocabulary import USES
from farshore.uploads.errors import UnknownUpload
from farshore.vault.errors import NoRoom


def keep_uses(told: Told) -> None:
    """Save each yes with its day, words and terms, and who must not read the story."""
    form = UsesForm(told.request.POST)
    form.is_valid()
    good = form.cleaned_data
    shut_out = [*good.get("not_read_by", []), *communities(good.get("not_read_by_community", ""))]

    def said(telling: Telling) -> Telling:
        # Whoever was shut out stays so while a list of names cannot be read.
        before = telling.not_read_by if form.errors else ()
        return dataclasses.replace(
            _consented(telling, told.request.POST, good.get("uses", [])),
            not_read_by=tuple(dict.fromkeys([*shut_out, *before])),
            young=YES if good.get("young") else NO,
            guardian=good.get("guardian", "") if good.get("young") else "",
        )

    told.keep(said, at="id_uses")
    for name in form.errors:
        told.error(f"id_{name}", str(form.errors[name][0]))
    told.shown["form"] = form if told.errors else None


def _consented(telling: Telling, posted: QueryDict, uses: list[str]) -> Telling:
    language = get_language() or ""
    said = said_yes(posted, uses, telling, today=clock.today(), language=language)
    return dataclasses.replace(telling, uses=renewed(telling.uses, said), asked_uses=True)


def show_uses(told: Told) -> HttpResponse:
    form = told.shown.get("form") or UsesForm(initial=_said(told.telling))
    return page(
        "uses.html",
        told=told,
        step="uses",
        form=form,
        uses=[_use(told.telling, key, form["uses"].value() or []) for key in USES],
        years=YEARS,
        film_days=film_days(),
        young=form["young"].value(),
        guardian=form["guardian"].value() or "",
        guardians=list(GUARDIAN.items()),
        countries=form.countries,
        chosen=form["not_read_by"].value() or [],
    )


def _use(telling: Telling, key: str, ticked: list[str]) -> tuple[Any, ...]:
    """One question of the page, with what was said to it before."""
    before = next((yes for yes in telling.uses if yes.use == key), None)
    names = part_names(telling)
    return (
        key,
        USES[key],
        EXPLAINED[key],
        key in ticked,
        in_words(before.day) if before else "",
        in_words(before.until) if before else "",
        before.but if before else (),
        [(part, names[part]) for part in parts(key, telling)],
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
            for one in public_pictures(told.telling)
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
        agreed=said_back(told.telling),
        site=told.telling.said_yes("site"),
        days=film_days() if told.telling.said_yes("film") else [],
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
        "young": telling.is_young,
        "guardian": telling.guardian,
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
