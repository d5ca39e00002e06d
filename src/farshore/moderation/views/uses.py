"""What the film's team used, where: written down, taken out, and as a table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farshore.intake.models import FilmDays
from farshore.kernel import clock
from farshore.moderation.actions import uses as actions
from farshore.moderation.errors import CannotBeUndone, NotATable, NotToBeUsed
from farshore.moderation.models import Use
from farshore.moderation.queries import uses as queries
from farshore.moderation.roles import FILM
from farshore.moderation.uses import REASONS, Entry, read, slug_in
from farshore.moderation.uses import table as written
from farshore.moderation.views.door import page_of, screen, studio, user_of
from farshore.moderation.views.words import sentence_for


@require_http_methods(["GET", "HEAD", "POST"])
@studio(FILM)
def uses(request: HttpRequest) -> HttpResponse:
    """What was used, and what may be used of a story whose address was pasted; by POST a use is
    written down."""
    if request.method != "POST":
        return _show(request)
    try:
        made = actions.record(entry=_entry(request), by=user_of(request))
    except NotToBeUsed as refusal:
        return _show(request, error=_sentence(refusal.why))
    messages.success(request, _("Written down."))
    return redirect(f"{request.path}?story={made.slug}")


@require_POST
@studio(FILM)
def taken_out(request: HttpRequest, use: UUID) -> HttpResponse:
    """Somebody took it out by hand."""
    try:
        actions.take_out(use=use, by=user_of(request))
    except CannotBeUndone as refusal:
        messages.error(request, sentence_for(refusal))
    else:
        messages.success(request, _("Ticked. It is forgotten some weeks from now."))
    return redirect("moderation:uses")


@require_safe
@studio(FILM)
def table(_request: HttpRequest) -> HttpResponse:
    """Every use, for a spreadsheet."""
    response = HttpResponse(written(queries.rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="uses.csv"'
    return response


@require_POST
@studio(FILM)
def take_in(request: HttpRequest) -> HttpResponse:
    """A table that is pasted: what is new in it is written down, all of it or nothing. Not a file:
    the studio takes in no files but pictures."""
    try:
        entries = read(request.POST.get("table", "").encode())
        made = actions.record_many(entries=entries, by=user_of(request))
    except ValueError as refusal:
        return _show(request, error=_sentence(str(refusal)))
    except NotATable as refusal:
        return _show(request, error=_("Nothing was written down."), faults=refusal.faults)
    words = ngettext("%(many)d use is new.", "%(many)d uses are new.", made)
    messages.success(request, words % {"many": made})
    return redirect("moderation:uses")


def _show(
    request: HttpRequest, *, error: str = "", faults: list[tuple[int, str]] | None = None
) -> HttpResponse:
    typed = request.POST if error else {}
    slug = slug_in(str(typed.get("story") or request.GET.get("story", "")))[:300]
    lines, pages = queries.lines(page=page_of(request), slug=slug)
    about, unknown = _about(slug)
    more: dict[str, Any] = {
        "asked": slug,
        "about": about,
        "error": error or unknown,
        "faults": [(line, REASONS[why]) for line, why in faults or ()],
        "typed": typed,
        "lines": lines,
        "page": min(page_of(request), pages),
        "pages": pages,
        "films": list(FilmDays.objects.all()),
        "kinds": Use.In.choices,
        "today": clock.today(),
    }
    return screen(request, "uses.html", _("What was used"), status=409 if error else 200, **more)


def _about(slug: str) -> tuple[dict[str, Any] | None, str]:
    """What may be used of a story, and why nothing."""
    if not slug:
        return None, ""
    try:
        found = queries.allowed(slug)
    except NotToBeUsed as refusal:
        return None, _sentence(refusal.why)
    allowed = [(Use.In(used_in).label, without) for used_in, without in found.without.items()]
    return {"story": found, "allowed": allowed}, ""


def _entry(request: HttpRequest) -> Entry:
    post = request.POST
    return Entry(
        slug=slug_in(post.get("story", "")),
        part=post.get("part", "").strip(),
        used_in=post.get("used_in", ""),
        film=post.get("film", ""),
        where=post.get("where", ""),
        begins=post.get("begins", "").strip(),
        ends=post.get("ends", "").strip(),
        who=post.get("who", ""),
        day=post.get("day", ""),
    )


def _sentence(why: str) -> str:
    return _("Nothing was written down. %(why)s") % {"why": REASONS[why]}
