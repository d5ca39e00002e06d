"""The demonstration's moderators: two people, so that a release can be tried as it is done.

Their passwords and second factors are made from this house's own secret key: no two houses share
them, nobody knows them who cannot read the terminal, and they can be said again at each start.
Outside the demonstration the gate refuses these accounts.
"""

import base64
import hashlib
import hmac
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from farshore.config.account_forms import was_used
from farshore.config.accounts import DEMO_DOMAIN
from farshore.moderation.actions.staff import create_staff
from farshore.moderation.roles import EDITORS, FILM_TEAM, MODERATORS, RELEASERS

NAMES = ("mara", "tomas")
_STEP = 30


def demo_password(name: str) -> str:
    """`lamp-xxxx-xxxx-xxxx`: easy to type, 60 bits."""
    letters = base64.b32encode(_derived(f"password {name}")).decode("ascii").lower()
    return f"lamp-{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def current_code(user: AbstractBaseUser) -> str:
    """What an authenticator app would show for this account now, or next where that was used
    already; empty without an app.
    """
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return ""
    secret = decrypt(row.data["secret"])
    now = int(time.time()) // _STEP
    codes = [str(format_hotp_value(hotp_value(secret, now + step))) for step in (0, 1, -1)]
    return next((code for code in codes if not was_used(user, code)), codes[0])


def make_demo_staff() -> list[str]:
    """Make the accounts that are missing; their names."""
    known = set(get_user_model().objects.values_list("username", flat=True))
    missing = [name for name in NAMES if name not in known]
    for name in missing:
        _make(name)
    return missing


@transaction.atomic
def _make(name: str) -> None:
    user = create_staff(
        username=name,
        password=demo_password(name),
        email=f"{name}@{DEMO_DOMAIN}",
        roles=(MODERATORS, RELEASERS, EDITORS, FILM_TEAM),
    )
    secret = base64.b32encode(_derived(f"second factor {name}")[:20]).decode("ascii")
    TOTP.activate(user, secret)


def _derived(what: str) -> bytes:
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"farshore demonstration: {what}".encode(), hashlib.sha256)
