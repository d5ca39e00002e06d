"""The cookie of a trip to a provider and back. It is the only one, and ends when one is back.

Without it anybody could be led to come back as somebody else, by an address sent to them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from farshore.contributors.providers import Trip

COOKIE = "trip"


@dataclass(slots=True)
class Kept:
    """What a trip came to."""

    value: str = ""

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Set the cookie, for the way back and nothing else."""
        response.set_cookie(
            COOKIE,
            self.value,
            path=_path(),
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def end(response: HttpResponse) -> HttpResponse:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path=_path(), samesite="Lax")
    return response


@contextmanager
def abroad(request: HttpRequest) -> Iterator[Kept]:
    """Lets allauth see the trip where it looks for a session, and nobody who is logged in."""
    own, kept = request.session, Kept()
    request.session = Trip(request.COOKIES.get(COOKIE, ""))
    request.user = AnonymousUser()
    try:
        yield kept
        request.session.save()
        kept.value = request.session.session_key or ""
    finally:
        request.session = own


def _path() -> str:
    return reverse("contributors_back", kwargs={"slug": "x"}).removesuffix("x/")
