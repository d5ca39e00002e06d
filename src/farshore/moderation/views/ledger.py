"""Where stories were, and whether they are gone from there."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from farshore.intake.models import FilmDays
from farshore.moderation.models import Clearing
from farshore.moderation.queries import ledger as queries
from farshore.moderation.roles import CROSSING, FILM
from farshore.moderation.views.door import page_of, screen, studio

KINDS: dict[str, Promise] = {
    "page": gettext_lazy("page"),
    "list": gettext_lazy("list"),
    "feed": gettext_lazy("feed"),
    "map": gettext_lazy("globe"),
    "data": gettext_lazy("data"),
    "file": gettext_lazy("file of a picture"),
    "index": gettext_lazy("index for search engines"),
    "sealed": gettext_lazy("everything private of it: its key is destroyed"),
    "backup": gettext_lazy("copies of its key in backups"),
    "export": gettext_lazy("what the team took out sealed: delete the slip and what was opened"),
    "mirror": gettext_lazy("site that keeps a copy"),
    "use": gettext_lazy("used by the film’s team: somebody takes it out by hand"),
    "finished": gettext_lazy("used by the film’s team, in what is finished"),
}


@require_safe
@studio(*CROSSING, FILM)
def ledger(request: HttpRequest) -> HttpResponse:
    """Every story that had to go, what is not done first."""
    lines, pages = queries.lines(page=page_of(request))
    return screen(
        request,
        "ledger.html",
        _("Where stories were"),
        lines=lines,
        page=min(page_of(request), pages),
        pages=pages,
    )


@require_safe
@studio(*CROSSING, FILM)
def cleared(request: HttpRequest, clearing: UUID) -> HttpResponse:
    """One story, place by place."""
    row = Clearing.objects.filter(pk=clearing).first()
    if row is None:
        raise Http404
    places = [(one, KINDS.get(one.kind, one.kind)) for one in queries.places(row.pk)]
    films = [one for one in FilmDays.objects.all() if one.finished_on]
    return screen(request, "cleared.html", _("Where it was"), row=row, places=places, films=films)
