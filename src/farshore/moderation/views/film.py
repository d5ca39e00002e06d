"""The film's days, which tellers are told, set by whoever answers for the film."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake import releases
from farshore.intake.models import FilmDays
from farshore.kernel import clock
from farshore.moderation.actions.film import day_in, set_days
from farshore.moderation.errors import BadDay, NoTitle, NotYours
from farshore.moderation.roles import FILM
from farshore.moderation.views.door import screen, studio, user_of
from farshore.moderation.views.words import sentence_for


@require_http_methods(["GET", "HEAD", "POST"])
@studio(FILM)
def film(request: HttpRequest) -> HttpResponse:
    """Every film with its days; by POST one is set, or a new one."""
    if request.method != "POST":
        return _show(request)
    try:
        _set(request)
    except (BadDay, NoTitle) as refusal:
        return _show(request, error=sentence_for(refusal))
    messages.success(request, _("Kept. Tellers are told these days from now on."))
    return redirect("moderation:film")


def _set(request: HttpRequest) -> None:
    post = request.POST
    set_days(
        by=user_of(request),
        film=_id(post.get("film", "")),
        title=post.get("title", ""),
        finished_on=day_in(post.get("finished_on", "")),
        embargo_until=day_in(post.get("embargo_until", "")),
    )


def _show(request: HttpRequest, *, error: str = "") -> HttpResponse:
    today = clock.today()
    rows = [(one, one.is_finished(today)) for one in FilmDays.objects.all()]
    more: dict[str, Any] = {"films": rows, "error": error}
    more["forms"], more["unreadable"] = releases.newest(), releases.unreadable()
    more["typed"] = request.POST if error else {}
    return screen(request, "film.html", _("The film"), status=409 if error else 200, **more)


def _id(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        raise NotYours from None
