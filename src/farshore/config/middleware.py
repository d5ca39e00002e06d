"""Headers of the pages that Django itself answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PRIVATE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Wagtail's admin carries inline scripts and styles of its own; nobody outside the team sees it.
_STUDIO = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'self'"
)


class PrivateHeaders:
    """Nothing that the back answers is kept by a cache, a proxy or the phone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        studio = request.path.startswith("/studio/")
        response.headers.setdefault("Content-Security-Policy", _STUDIO if studio else _PRIVATE)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Referrer-Policy"] = "same-origin" if studio else "no-referrer"
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(self)"
        if settings.SECURE and not request.get_host().endswith(".onion"):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
