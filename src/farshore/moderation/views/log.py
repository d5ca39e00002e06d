"""The audit log, for whoever has to do with the crossing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from farshore.moderation.errors import BrokenChain
from farshore.moderation.queries.log import log_page, verify_chain
from farshore.moderation.views.details import in_words
from farshore.moderation.views.door import page_of, screen, studio


@require_safe
@studio()
def log(request: HttpRequest) -> HttpResponse:
    """The lines, newest first; with `?check` the whole chain is gone through."""
    found = log_page(page_of(request))
    rows = [(line, in_words(line)) for line in found.lines]
    checked = _check() if "check" in request.GET else {}
    return screen(request, "log.html", _("Audit log"), found=found, rows=rows, **checked)


def _check() -> dict[str, Any]:
    try:
        return {"whole": verify_chain()}
    except BrokenChain as broken:
        return {"broken": broken.number}
