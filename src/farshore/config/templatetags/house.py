"""The house's name, its built files and the demonstration's code, for Django's templates."""

from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import get_language

from farshore.config import accounts, jinja
from farshore.config.demo.staff import current_code
from farshore.kernel.house import House
from farshore.kernel.registry import registry

register = template.Library()


@register.simple_tag
def the_house() -> House:
    """The house, in the language of this page."""
    made: House = registry.request("house", language=get_language() or settings.LANGUAGE_CODE)
    return made


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file."""
    return jinja.asset(name)


@register.simple_tag
def font_sheets() -> list[str]:
    """The further style sheets that this page's language needs."""
    return jinja.font_sheets([get_language() or settings.LANGUAGE_CODE])


@register.simple_tag
def in_demo() -> bool:
    """Whether this house is the demonstration."""
    return bool(settings.DEMO)


@register.simple_tag
def demo_code(user: AbstractBaseUser) -> str:
    """The code that an authenticator app would show now, for the demonstration's own accounts.

    Empty for everybody else, and in every house that is not the demonstration.
    """
    return current_code(user) if settings.DEMO and accounts.is_demo(user) else ""


@register.filter
def has_key(user: AbstractBaseUser, kind: str) -> bool:
    """Whether this account has a second factor of that kind (`totp`, `webauthn`)."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=kind).exists())
