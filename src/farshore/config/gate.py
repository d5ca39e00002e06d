"""The studio's gate: no page behind it without a second factor, and no address before it."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from farshore.config import accounts, studio_nonsense

STUDIO = "/studio/"
ACCOUNTS = ("/studio/users/", "/studio/groups/")

_OPEN = ("account_login", "account_logout", "account_inactive", "wagtailadmin_login")
_OPEN_FACTORS = ("mfa_authenticate", "mfa_login_webauthn")
_SETTING_UP = (
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "wagtailadmin_logout",
)

_TELLING = (
    "REMOTE_ADDR",
    "REMOTE_HOST",
    "REMOTE_PORT",
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
)
_MAC = re.compile(r"Mac|iPod|iPhone|iPad")

Answer = Callable[[HttpRequest], HttpResponse]


class Nameless:
    """Takes away where a request came from, before any code could keep it.

    A browser's own name goes too. The studio shows keys by it, so "Mac" is left of it there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in _TELLING:
            request.META.pop(name, None)
        agent = request.META.pop("HTTP_USER_AGENT", "")
        if request.path_info.startswith(STUDIO) and _MAC.search(agent):
            request.META["HTTP_USER_AGENT"] = "Mac"
        return self.get_response(request)


class OwnHost:
    """Answers for the studio only under its own host name, where it has one: under the public's
    there is nothing, not even a login to be guessed at."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = settings.STUDIO_HOST
        if own and request.path_info.startswith(STUDIO) and _host(request) != own:
            raise Http404
        return self.get_response(request)


class Whole:
    """Answers an address with a NUL in it as one at which nothing is: PostgreSQL takes none in, and
    a page that asks it would fail."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return self.get_response(request)


def _host(request: HttpRequest) -> str:
    return split_domain_port(request.get_host())[0]


class SecondFactor:
    """Lets into the studio only who logged in by a passkey, or by password and a second factor.

    Who has none yet is led to set one up. It stands before every view, so that a page of Wagtail,
    of another app or of tomorrow is behind it too; only the login itself is open.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STUDIO):
            return self.get_response(request)
        _speak_to(request)
        if request.user.is_authenticated:
            return self._known(request)
        if request.path_info in _paths(_OPEN + _OPEN_FACTORS):
            return self.get_response(request)
        return _to_login(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, given: Any
    ) -> HttpResponse | None:
        """An account or group changed here and its line in the log stand or fall together."""
        if studio_nonsense.is_nonsense(request, given):
            raise Http404
        if request.method != "POST" or not request.path_info.startswith(ACCOUNTS):
            return None
        with transaction.atomic():
            answer: HttpResponse = view(request, *args, **given)
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask again who it is. allauth would put the whole request aside, with its headers."""
        if not isinstance(exception, ReauthenticationRequired):
            return None
        methods = accounts.StaffAdapter(request).get_reauthentication_methods(request.user)
        where = methods[0]["url"] if methods else settings.LOGIN_URL
        return redirect_to_login(request.path, login_url=where)

    def _known(self, request: HttpRequest) -> HttpResponse:
        if refusal := _refusal(request):
            logout(request)
            messages.error(request, refusal)
            return _to_login(request)
        set_up = accounts.has_second_factor(request.user)  # type: ignore[arg-type]
        if set_up and accounts.gave_second_factor(request):
            return self._staff(request)
        if set_up:  # a session from before the second factor was set up in another
            logout(request)
            return _to_login(request)
        if request.path_info in _paths(_OPEN + _SETTING_UP):
            return self.get_response(request)
        return _or_denied(request, HttpResponseRedirect(reverse("mfa_index")))

    def _staff(self, request: HttpRequest) -> HttpResponse:
        request.is_staff_request = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            accounts.remember_browser(request, response)
        return response


def _refusal(request: HttpRequest) -> str:
    """Why an account that has logged in cannot go on, if so."""
    user: Any = request.user
    if accounts.is_demo(user) and not settings.DEMO:
        return _("This account belongs to the demonstration. It opens nothing here.")
    if not user.has_perm("wagtailadmin.access_admin"):
        return _("This account has no task in the studio yet. Whoever made it can give it one.")
    return ""


def _to_login(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else STUDIO
    return _or_denied(request, redirect_to_login(back, login_url=settings.LOGIN_URL))


def _or_denied(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A script cannot follow a redirection to a page for people."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    return answer


def _speak_to(request: HttpRequest) -> None:
    """The studio's addresses have no language in front: its pages speak that of the browser."""
    translation.activate(translation.get_language_from_request(request))
    request.LANGUAGE_CODE = translation.get_language()


@cache
def _paths(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(reverse(name) for name in names)
