"""The hand: how a request proves whose story it is, without cookie, session or address.

Each form carries the two keys in a hidden field. That field is the whole authority, so these
views need no CSRF token: a stranger's page cannot know it. Browsers that say where a request
comes from are listened to all the same.
"""

import secrets
from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import get_template
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from farshore.kernel.house import House
from farshore.kernel.registry import registry


class View(Protocol):
    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse: ...


def by_hand(view: View) -> View:
    """A view whose authority is the hand in its body; posts from other sites are refused."""

    @csrf_exempt
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_foreign(request):
            return page("foreign.html", status=403)
        if not is_readable(request):
            return page("too_much.html", status=413)
        return view(request, *args, **kwargs)

    return guarded


def is_readable(request: HttpRequest) -> bool:
    """Whether the whole form has arrived: not cut off, not more than this house takes at once."""
    try:
        request.POST  # noqa: B018 - Django reads the body when it is first asked for
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return False
    return True


def is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this. Silence is no accusation."""
    fetched = request.headers.get("Sec-Fetch-Site", "")
    if fetched in {"cross-site", "same-site"}:
        return True
    origin = request.headers.get("Origin", "")
    return origin not in {"", "null"} and urlsplit(origin).netloc != request.get_host()


def house() -> House:
    """The house in the language of this request."""
    made: House = registry.request("house", language=translation.get_language() or "en")
    return made


def page(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A private page."""
    body = get_template(f"intake/{template}", using="jinja2").render({**shared(), **context})
    return HttpResponse(body, status=status)


def shared() -> dict[str, Any]:
    """What every page of the room has: the house, and a fresh number for its forms."""
    return {"house": house(), "nonce": secrets.token_urlsafe(9)}
