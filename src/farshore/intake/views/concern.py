"""`/return/relative/…`: somebody says that they, or a relative, are in a public story.

It is hidden first, then people ask. No code, no name and no reason is needed, and the answer is
the same whatever the address stands for. docs/decisions/0008-concern.md has the why.
"""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake.views.hand import by_hand, page
from farshore.intake.views.limits import Burst, may_concern
from farshore.intake.views.pace import evenly
from farshore.kernel.registry import registry

LONGEST = 10_000

logger = logging.getLogger(__name__)
burst = Burst(least=5, seconds=3600.0)


@require_http_methods(["GET", "HEAD", "POST"])
@by_hand
def concern(request: HttpRequest, slug: str) -> HttpResponse:
    """The form by GET; by POST the story is hidden."""
    if request.method != "POST":
        return _form(slug)
    text = request.POST.get("text", "").strip()
    if len(text) > LONGEST:
        return _form(slug, _too_long(), text)
    if not may_concern(request):
        return _form(slug, _too_often(), text, status=429)
    lost_code = request.POST.get("mine") == "yes"
    return evenly(lambda: _hidden(slug, text, lost_code=lost_code))


def _form(slug: str, error: str = "", text: str = "", *, status: int = 200) -> HttpResponse:
    said = {"slug": slug, "error": error, "text": text, "days": settings.LOST_CODE_DAYS}
    return page("relative.html", status=status, **said)


def _hidden(slug: str, text: str, *, lost_code: bool) -> HttpResponse:
    """Never refused for the sake of a burst: whoever is in danger now is not to wait for others."""
    registry.request("concern_story", slug=slug, text=text, lost_code=lost_code)
    if many := burst.another():
        logger.warning(
            "%d requests within an hour said that somebody is in a story. Each hid one: look into "
            "the studio whether somebody is emptying the site.",
            many,
        )
    return page("relative_done.html")


def _too_long() -> str:
    return _(
        "Your words are still on this page, and the story is not hidden yet. "
        "They are more than fits: please make them shorter, or send none at all."
    )


def _too_often() -> str:
    return _(
        "Your words are still on this page. Several stories have just been hidden from here, so "
        "this one is not hidden yet. Please try again in an hour, or write to the team: the page "
        "“What this site knows of you” says how."
    )
