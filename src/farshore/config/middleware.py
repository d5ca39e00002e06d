"""Headers of the pages that Django itself answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PRIVATE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Wagtail's forms carry scripts and styles of their own, and show a file before it is uploaded.
_STUDIO = (
    "default-src 'self'; script-src 'self'{inline}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'self'"
)
_DOOR = "/studio/account/"
_CROSSING = "/studio/stories/"
"""Where storytellers' words are read: a script that slipped in with them does not run."""


class PrivateHeaders:
    """Nothing that the back answers is kept by a cache, a proxy or the phone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        path = request.path_info
        response.headers.setdefault("Content-Security-Policy", _policy(path))
        response.headers.setdefault("Cache-Control", "no-store")
        # A form of the studio must say where it comes from; nobody else learns that.
        within = "same-origin" if path.startswith("/studio/") else "no-referrer"
        response.headers["Referrer-Policy"] = within
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(self)"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SECURE and not _is_onion(request):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _policy(path: str) -> str:
    if not path.startswith("/studio/") or (path.startswith(_DOOR) and path != _DOOR):
        return _PRIVATE
    return _STUDIO.format(inline="" if path.startswith(_CROSSING) else " 'unsafe-inline'")


def _is_onion(request: HttpRequest) -> bool:
    return request.get_host().partition(":")[0].endswith(".onion")
