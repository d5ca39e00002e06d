"""Staff accounts: who is asked for what at the studio's door, and what is remembered of it.

No address is known here. Failed logins are counted in memory, under the daily name that `front`
makes of the client's address; a browser from which somebody has logged in before is counted by
itself, so that strangers cannot use up its tries. Clients without a name (they come through an
onion service, many by one address) are not counted, or one could lock out all: passwords are
checked a few at a time, which is slow enough for who guesses.
"""

import base64
import hashlib
import re
import secrets
from threading import BoundedSemaphore
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from farshore.kernel import clock

DEMO_DOMAIN = "demonstration.invalid"
"""The mail domain of the demonstration's accounts, which no real person can have."""

KNOWN_COOKIE = "studio_known"
KNOWN_DAYS = 90
_SALT = "farshore.studio.known"

AT_ONCE, PATIENCE = 2, 5.0
"""How many passwords are checked at once (it is slow on purpose), and seconds to wait for that."""

PASSWORD_STAYS_FRESH = 300.0
"""Seconds after a login in which a second factor may be set up without asking again."""

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_turns = BoundedSemaphore(AT_ONCE)
_CLIENT = re.compile(r"[\w-]{1,64}", re.ASCII)

_MISMATCH = _(
    "Nothing has happened. Name and password do not belong together; please try once more."
)
_WRONG_CODE = _(
    "Nothing has happened. This code is not right, or it was used already. The app shows a new "
    "one every half a minute."
)


class StaffAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and nobody's address is known."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "account_inactive": _("This account is closed. Whoever runs this house can open it."),
        "incorrect_password": _(
            "Nothing has happened. That is not the password; please try once more."
        ),
        "enter_current_password": _(
            "Nothing has changed. That is not your present password; please try once more."
        ),
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _(
            "Nothing has happened. There were too many tries from here; please wait five minutes. "
            "A passkey works all the same."
        ),
        "rate_limited": _("Nothing has happened. There were too many tries; please wait a little."),
        "busy": _(
            "Nothing has happened. Many people try to log in just now: please press the button "
            "again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth names it
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What tries are counted under, where allauth would ask for an address."""
        known = _known_browser(request)
        if known:
            return f"known-{known[1]}"
        return f"client-{_client(request) or secrets.token_hex(8)}"

    def get_http_user_agent(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth names it
        return ""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after a login: who has just given a password is not asked for it again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and clock.now().timestamp() - records[-1]["at"] < PASSWORD_STAYS_FRESH:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if _client(request) or _known_browser(request):
            super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        if not _turns.acquire(timeout=PATIENCE):
            raise self.validation_error("busy")
        try:
            user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        finally:
            _turns.release()
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One account's tries, counted for each client apart: a stranger locks out nobody else."""
        login = str(credentials.get("username") or credentials.get("email") or "").lower()
        known = _known_browser(request)
        if known and _is_name_of(login, known[0]):
            return f"known-{known[1]}:{login}"
        return f"client-{_client(request)}:{login}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors lie in the database sealed under a key that is not in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _WRONG_CODE}

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Where the house's secret key has changed, a secret that no code fits."""
        try:
            return _sealer().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether a passkey or an authenticator app is set up for this account."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=_FACTORS).exists())


def gave_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_demo(user: AbstractBaseUser) -> bool:
    """Whether this account belongs to the demonstration."""
    return str(getattr(user, "email", "")).endswith(f"@{DEMO_DOMAIN}")


def may_ask_for_passkey(request: HttpRequest) -> bool:
    """Whether another challenge is made. Each makes a session, so that nameless clients share."""
    used = ratelimit.consume(
        request,
        app="farshore",
        action="challenge",
        config={"challenge": "30/m/key"},
        key=_client(request) or "nameless",
        limit_get=True,
    )
    return used is not None


def factor_was_added(
    sender: object,  # noqa: ARG001 - signals name it
    request: HttpRequest,
    user: AbstractBaseUser,
    authenticator: Authenticator,
    **_given: Any,
) -> None:
    """Setting a second factor up has just proved that it is at hand: not asked again at once."""
    if authenticator.type in _FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser of somebody who came in by both factors be counted by itself next time."""
    known = _known_browser(request)
    if known and known[0] == request.user.pk:
        return
    value = signing.dumps([request.user.pk, secrets.token_hex(8)], salt=_SALT)
    response.set_cookie(
        KNOWN_COOKIE,
        value,
        max_age=KNOWN_DAYS * 86400,
        path="/studio/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_browser(request: HttpRequest) -> tuple[int, str] | None:
    """(account, random mark) of a browser from which somebody has come in before."""
    try:
        user, mark = signing.loads(
            request.COOKIES.get(KNOWN_COOKIE, ""), salt=_SALT, max_age=KNOWN_DAYS * 86400
        )
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return user, mark


def _client(request: HttpRequest) -> str:
    """The daily name that `front` gives this client; empty where it gives none."""
    given = request.headers.get("X-Farshore-Client", "")
    return given if _CLIENT.fullmatch(given) else ""


def _is_name_of(login: str, pk: int) -> bool:
    user = get_user_model().objects.filter(pk=pk).first()
    return user is not None and login in {user.get_username().lower(), user.email.lower()}


def _sealer() -> Fernet:
    key = hashlib.sha256(b"farshore second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
