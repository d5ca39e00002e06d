"""Members of the team for tests, and their way into the studio."""

import time
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.test import Client

PASSWORD = "three random words"


def member(name: str = "ada", *roles: str, admin: bool = False, **more: Any) -> User:
    """An account with these roles (names of groups), and no second factor yet."""
    user: User = get_user_model()(username=name, is_superuser=admin, is_staff=admin, **more)
    user.password = _hashed(settings.PASSWORD_HASHERS[0])
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


@cache
def _hashed(_by: str) -> str:
    """The password as it is stored. Made once: a hash is slow on purpose."""
    return make_password(PASSWORD)


def enter(client: Client, user: User) -> Client:
    """Let this client be in the studio as somebody who logged in by both factors."""
    client.force_login(user)
    with_app(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def with_app(user: User) -> str:
    """Set an authenticator app up, where there is none; its secret."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None:
        row = TOTP.activate(user, generate_totp_secret()).instance
    return decrypt(row.data["secret"])


def code(secret: str, *, later: int = 0) -> str:
    """What an app with this secret shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
