"""`/share/account/`: what each way of logging in gives away, and then the login itself."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.contributors import letters, passkeys, providers
from farshore.contributors.errors import NotProved
from farshore.contributors.views import inside
from farshore.contributors.views.pages import Inside, client, page
from farshore.contributors.views.pages import providers as wanted
from farshore.contributors.views.trip import abroad
from farshore.intake.views.hand import by_hand
from farshore.intake.views.limits import Turnstile
from farshore.intake.views.pace import evenly
from farshore.vault.errors import MissingEpoch

letters_from = Turnstile(5, 600.0, unnamed=120)
"""Mails that one client may have sent. The address counts besides, in `letters`."""

trips = Turnstile(30, 600.0, unnamed=600)
"""Ways out to providers: each may ask the provider something."""


@require_http_methods(["GET", "HEAD", "POST"])
@by_hand
def door(request: HttpRequest) -> HttpResponse:
    """The door by GET; by POST a way in, or what somebody does who is in."""
    verb, _colon, what = request.POST.get("go", "").partition(":")
    if "hand" in request.POST:
        return inside.act(request, verb, what)
    way = _WAYS.get(verb)
    if way is None or not _is_on(verb, what):
        return show()
    if verb in _AFTER_READING and not request.POST.get("read"):
        return show(_("Nothing has happened. Please read what this way gives away, then tick it."))
    try:
        return way(request, what)
    except NotProved:
        return page("not_in.html", status=403)
    except MissingEpoch:
        return page("not_kept.html", status=503)


def show(error: str = "", *, status: int = 200, typed: str = "") -> HttpResponse:
    """Without an account first; then the ways, each with what it gives away."""
    return page(
        "door.html",
        status=status,
        error=error,
        typed=typed,
        ways=settings.CONTRIBUTORS,
        providers=wanted(),
        sender=letters.sender(),
        host=urlsplit(settings.BASE_URL).hostname,
        origin=settings.BASE_URL,
        passkey=passkeys.challenge() if "passkey" in settings.CONTRIBUTORS else None,
    )


def _is_on(verb: str, what: str) -> bool:
    way = {"mail": "email", "number": "email", "make": "passkey", "ask": "passkey"}.get(verb, what)
    return way in settings.CONTRIBUTORS


def _mail(request: HttpRequest, _what: str) -> HttpResponse:
    """The same answer for every address, in steps of the same time."""
    typed = request.POST.get("email", "")[:254]
    if not letters_from.passes(client(request)):
        sentence = _("Nothing was sent. Too many numbers were asked for from here: please wait.")
        return show(sentence, status=429, typed=typed)
    return evenly(lambda: _sent(typed, client(request)))


def _sent(typed: str, asking: str) -> HttpResponse:
    try:
        return page("number.html", state=letters.send_number(typed, client=asking))
    except letters.NotAnAddress:
        return show(_("Nothing was sent. This is not an e-mail address."), typed=typed)
    except letters.NotSent:
        sentence = _("No mail could be sent just now. Please try again in a few minutes.")
        return show(sentence, status=503, typed=typed)


def _number(request: HttpRequest, _what: str) -> HttpResponse:
    state = request.POST.get("state", "")
    return inside.enter(Inside(letters.checked(state, request.POST.get("number", ""))))


def _make(request: HttpRequest, _what: str) -> HttpResponse:
    who, held = passkeys.made(request.POST.get("state", ""), request.POST.get("credential", ""))
    return inside.enter(Inside(who, passkey=held))


def _ask(request: HttpRequest, _what: str) -> HttpResponse:
    state, credential = request.POST.get("state", ""), request.POST.get("credential", "")
    return inside.enter(Inside(passkeys.known(state, credential)))


def _to(request: HttpRequest, slug: str) -> HttpResponse:
    """A page with a link: nobody is sent to a provider by a button that says something else."""
    asked = next((one for one in wanted() if one.slug == slug), None)
    if asked is None:
        raise NotProved
    if not trips.passes(client(request)):
        return show(_("Nothing has happened. Many people go there just now."), status=429)
    with abroad(request) as trip:
        request.session["language"] = get_language()
        address = providers.way_out(request, slug)
    return trip.keep(page("leaving.html", address=address, provider=asked))


_WAYS: dict[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "mail": _mail,
    "number": _number,
    "make": _make,
    "ask": _ask,
    "to": _to,
}
_AFTER_READING = frozenset({"mail", "make", "to"})
