"""Buttons: each asks an action to do one thing, and says what happened. Nothing is decided here."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from farshore.intake.interviews import request as asked
from farshore.moderation import queries
from farshore.moderation.actions import (
    asking,
    assigning,
    deciding,
    ending,
    film,
    hiding,
    interviewing,
    widening,
)
from farshore.moderation.errors import NotYours
from farshore.moderation.roles import MODERATE, RELEASE
from farshore.moderation.views.door import screen, studio, user_of
from farshore.moderation.views.parts import cover_screen
from farshore.moderation.views.review import show
from farshore.moderation.views.words import REFUSALS, sentence_for

Act = Callable[[HttpRequest, UUID], str]
View = Callable[..., HttpResponse]


def button(*permissions: str, stays: bool = True) -> Callable[[Act], View]:
    """A view for an act on a case: by POST, from our own page. A refusal shows the story again,
    with what was typed; after the act one sees it anew, or the queue where it went elsewhere."""

    def decorate(act: Act) -> View:
        @require_POST
        @studio(*permissions)
        @wraps(act)
        def pressed(request: HttpRequest, case: UUID) -> HttpResponse:
            try:
                done = act(request, case)
            except REFUSALS as refusal:
                return show(request, case, error=sentence_for(refusal), at=act.__name__, status=409)
            messages.success(request, done)
            return redirect("moderation:review", case) if stays else redirect("moderation:queue")

        return pressed

    return decorate


@button(MODERATE)
def ask(request: HttpRequest, case: UUID) -> str:
    asking.ask(case=case, by=user_of(request), text=request.POST.get("text", ""))
    return _("Your message waits for the teller under their code.")


@button(MODERATE)
def interview(request: HttpRequest, case: UUID) -> str:
    post = request.POST
    said = asked(
        who=post.get("who", ""),
        film=post.get("film", ""),
        ways=post.getlist("ways"),
        paid=post.get("paid", ""),
        cannot=post.get("cannot", ""),
    )
    interviewing.ask_for_film(case=case, by=user_of(request), said=said)
    return _("Asked. It waits for the teller under their code, until the story is on the site.")


@button(MODERATE)
def hold_until(request: HttpRequest, case: UUID) -> str:
    day = film.day_in(request.POST.get("day", ""))
    film.hold_until(case=case, by=user_of(request), day=day)
    if day is None:
        return _("Lifted. It goes with a batch as soon as two have agreed.")
    return _("Set. It is not released before that day.")


@button(MODERATE)
def hear(request: HttpRequest, case: UUID) -> str:
    asking.hear(case=case, by=user_of(request))
    return _("Noted. It is no longer among what waits for you.")


@button(MODERATE)
def cut(request: HttpRequest, case: UUID) -> str:
    asking.propose_cut(
        case=case,
        by=user_of(request),
        where=request.POST.get("where", ""),
        text=request.POST.get("words", ""),
    )
    return _("Proposed. It happens only when the teller says yes.")


@button(MODERATE)
def approve(request: HttpRequest, case: UUID) -> str:
    deciding.approve(case=case, by=user_of(request), seen=request.POST.get("seen", ""))
    return _("Approved. A second person decides now about the release.")


@button(MODERATE)
def reject(request: HttpRequest, case: UUID) -> str:
    asking.reject(case=case, by=user_of(request), reason=request.POST.get("reason", ""))
    return _("Not taken. The teller reads your reason under their code.")


@button(MODERATE, stays=False)
def pass_on(request: HttpRequest, case: UUID) -> str:
    assigning.pass_on(case=case, by=user_of(request))
    return _("Passed on. You are not given this story again.")


@button(RELEASE)
def agree(request: HttpRequest, case: UUID) -> str:
    post, by = request.POST, user_of(request)
    agreed = deciding.agree(case=case, by=by, seen=post.get("seen", ""), road=post.get("road", ""))
    if not agreed:
        return _("Sent back: it could close a road that is still in use.")
    if settings.RELEASE_AT_ONCE:
        return _(
            "Agreed. This is a demonstration: the story is on the site as soon as its pictures "
            "are made."
        )
    return _("Agreed. The story goes with a batch, on a day drawn by lot.")


@button(RELEASE, stays=False)
def send_back(request: HttpRequest, case: UUID) -> str:
    deciding.send_back(case=case, by=user_of(request), note=request.POST.get("note", ""))
    return _("Sent back to whoever approved it.")


@button(MODERATE)
def wider_first(request: HttpRequest, case: UUID) -> str:
    widening.first_yes(case=case, by=user_of(request), seen=request.POST.get("seen", ""))
    return _("Agreed. A second person decides now.")


@button(RELEASE)
def wider_second(request: HttpRequest, case: UUID) -> str:
    widening.second_yes(case=case, by=user_of(request), seen=request.POST.get("seen", ""))
    return _("Agreed. It may be used for that from now on.")


@button()
def wider_refuse(request: HttpRequest, case: UUID) -> str:
    widening.refuse(case=case, by=user_of(request), seen=request.POST.get("seen", ""))
    return _("It is used for no more than before.")


@button()
def hide(request: HttpRequest, case: UUID) -> str:
    hiding.hide_now(slug=_slug(request, case), by=user_of(request))
    return _("Hidden. It is off the site within seconds.")


@button()
def unhide(request: HttpRequest, case: UUID) -> str:
    if hiding.show_again(slug=_slug(request, case), by=user_of(request)):
        return _("Shown again, in its own place.")
    return _("You no longer hide it. Its teller does, so it stays off the site.")


@require_http_methods(["GET", "HEAD", "POST"])
@studio()
def withdraw(request: HttpRequest, case: UUID) -> HttpResponse:
    """Asked once more, then done for good."""
    found = queries.case_of(user_of(request), case)
    if request.POST.get("sure") != "yes":
        unsure = request.method == "POST"
        return screen(
            request,
            "withdraw.html",
            _("Withdraw for good"),
            case=found,
            row=found.submission,
            unsure=unsure,
            status=409 if unsure else 200,
        )
    ending.withdraw(case=case, by=user_of(request))
    messages.success(request, _("Withdrawn. Nothing of it remains here."))
    return redirect("moderation:queue")


@require_POST
@studio(MODERATE)
def cover(request: HttpRequest, case: UUID, name: str) -> HttpResponse:
    """Propose to cover the tiles that were ticked."""
    tiles = {int(one) for one in request.POST.getlist("tile") if one.isascii() and one.isdigit()}
    try:
        asking.propose_cover(case=case, by=user_of(request), picture=name, tiles=tiles)
    except REFUSALS as refusal:
        return _cover_again(request, case, name, tiles, sentence_for(refusal))
    messages.success(request, _("Proposed. It happens only when the teller says yes."))
    return redirect("moderation:review", case)


def _cover_again(
    request: HttpRequest, case: UUID, name: str, tiles: set[int], error: str
) -> HttpResponse:
    found = queries.opened(queries.case_of(user_of(request), case))
    return cover_screen(request, found, name, error=error, ticked=tiles, status=409)


def _slug(request: HttpRequest, case: UUID) -> str:
    slug: str = queries.case_of(user_of(request), case).submission.slug
    if not slug:
        raise NotYours
    return slug
