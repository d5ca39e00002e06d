"""What stands on the site: hidden by one button, and what people wrote who are in it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farshore.moderation.actions import ending, hiding, losing
from farshore.moderation.errors import NotNow, UnderAlarm
from farshore.moderation.queries import given_to
from farshore.moderation.queries.public import concern_of, public_stories, words_of
from farshore.moderation.roles import MODERATE, RELEASE
from farshore.moderation.views.door import page_of, screen, studio, user_of
from farshore.moderation.views.words import sentence_for


@require_safe
@studio(MODERATE, RELEASE)
def public(request: HttpRequest) -> HttpResponse:
    """Every public story, or the one whose address was pasted."""
    asked = request.GET.get("story", "")[:300]
    found = public_stories(page=page_of(request), slug=_slug_in(asked))
    title = _("On the site")
    return screen(request, "public.html", title, found=found, asked=asked)


@require_POST
@studio(MODERATE, RELEASE)
def hide(request: HttpRequest, slug: str) -> HttpResponse:
    hiding.hide_now(slug=slug, by=user_of(request))
    messages.success(request, _("Hidden. It is off the site within seconds."))
    return redirect("moderation:public")


@require_POST
@studio(MODERATE, RELEASE)
def unhide(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        shown = hiding.show_again(slug=slug, by=user_of(request))
    except NotNow:
        sentence = _("It stays hidden: somebody who is in it waits for a decision.")
        messages.error(request, sentence)
        return redirect("moderation:public")
    except UnderAlarm as refusal:
        messages.error(request, sentence_for(refusal))
        return redirect("moderation:public")
    if shown:
        messages.success(request, _("Shown again, in its own place."))
    else:
        messages.warning(request, _("Its teller hides it, so it stays off the site."))
    return redirect("moderation:public")


@require_http_methods(["GET", "HEAD", "POST"])
@studio(RELEASE)
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """For a story that nobody sent here: asked once more, then done for good."""
    if request.POST.get("sure") != "yes":
        unsure = request.method == "POST"
        return screen(
            request,
            "withdraw.html",
            _("Withdraw for good"),
            slug=slug,
            unsure=unsure,
            status=409 if unsure else 200,
        )
    ending.withdraw_public(slug=slug, by=user_of(request))
    messages.success(request, _("Withdrawn. Nothing of it remains here."))
    return redirect("moderation:public")


@require_http_methods(["GET", "HEAD", "POST"])
@studio(MODERATE)
def concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """What somebody wrote who is in a story, and the decision about it."""
    found = concern_of(user_of(request), concern)
    error = ""
    if request.method == "POST":
        if request.POST.get("decision") in {"show", "keep", "end"}:
            return _decided(request, concern, request.POST["decision"])
        error = _("Nothing was changed. Please choose whether the story stays hidden.")
    return screen(
        request,
        "concern.html",
        _("Somebody is in this story"),
        concern=found,
        case=given_to(user_of(request)).filter(submission__crossing=found.crossing).first(),
        words=words_of(found),
        lost_days=settings.LOST_CODE_DAYS,
        error=error,
        status=409 if error else 200,
    )


def _decided(request: HttpRequest, concern: UUID, decision: str) -> HttpResponse:
    user = user_of(request)
    try:
        found = concern_of(user, concern)
        if decision == "end":
            losing.end_later(concern=found, by=user)
        else:
            hiding.close_concern(concern=found, by=user, show=decision == "show")
    except NotNow as refusal:
        messages.error(request, sentence_for(refusal))
    else:
        messages.success(request, _("Decided. What they wrote is destroyed."))
    return redirect("moderation:queue")


def _slug_in(asked: str) -> str:
    """The slug at the end of an address, or as it was typed."""
    return asked.strip().rstrip("/").rpartition("/")[2]
