"""The login's forms, where they are stricter or plainer than they come: a code opens once."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

_REMEMBERED = 120  # seconds: longer than any code of an app is good for


def was_used(user: AbstractBaseUser, code: str) -> bool:
    """Whether this code has opened the studio lately."""
    return cache.get(_mark(user, code)) is not None


class _Once:
    """A code that was looked at over a shoulder is worth nothing after it was used."""

    user: AbstractBaseUser

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(_mark(self.user, code), True, timeout=_REMEMBERED):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _mark(user: AbstractBaseUser, code: str) -> str:
    return f"farshore.code.{user.pk}.{''.join(code.split())}"


class CodeForm(_Once, AuthenticateForm):
    pass


class CodeAgainForm(_Once, ReauthenticateForm):
    pass


class PasswordForm(ChangePasswordForm):
    """A new password, in the words of these pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your present password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, once more")


class PasskeyForm(AddWebAuthnForm):
    """A passkey, and whether it opens the studio by itself: it does unless said otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call this device")
        self.fields["passwordless"].label = _("Opens the studio by itself, without the password")
        self.fields["passwordless"].help_text = _(
            "It asks for your finger, your face or its own PIN. Leave this out for a simple "
            "security key: it is then asked for after the password."
        )
        self.fields["passwordless"].initial = True
