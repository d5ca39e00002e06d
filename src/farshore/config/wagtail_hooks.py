"""The studio as a whole: one's keys in the account menu, and no names of files as titles."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from farshore.config import jinja


@hooks.register("register_account_menu_item")
def keys_of_the_account(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 - Wagtail names it
    return {
        "url": reverse("mfa_index"),
        "label": _("Password, passkeys and codes"),
        "help_text": _("What you log in with."),
    }


@hooks.register("insert_global_admin_js")
def propose_no_titles() -> str:
    return format_html('<script src="{}"></script>', jinja.asset("untitled.js"))
