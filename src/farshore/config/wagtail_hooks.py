"""The studio as a whole: one's keys in the account menu, accounts in the log, untitled files."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from farshore.config import jinja, studio_people
from farshore.moderation.actions.staff import note_account
from farshore.moderation.models import Act


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


@hooks.register("after_create_user")
def account_was_made(request: HttpRequest, user: User) -> None:
    by = request.user.get_username()
    note_account(user=user, act=Act.ACCOUNT_MADE, by=by, both=_said(user))


@hooks.register("after_edit_user")
def account_was_changed(request: HttpRequest, user: User) -> None:
    note_account(user=user, act=_act(user), by=request.user.get_username(), both=_said(user))


@hooks.register("after_delete_user")
def account_was_deleted(request: HttpRequest, user: User) -> None:
    note_account(user=user, act=Act.ACCOUNT_CLOSED, by=request.user.get_username())


@hooks.register("before_bulk_action")
def nobody_gets_both_at_once(
    request: HttpRequest, action: str, objects: Iterable[Any], bulk: Any
) -> HttpResponse | None:
    """A role for many accounts at once asks for no reason: it gives nobody contacts and stories."""
    if action != "assign_role":
        return None
    role = bulk.cleaned_form.cleaned_data["role"]
    refusal = studio_people.refusal_of_role(role, list(objects))
    if not refusal:
        return None
    messages.error(request, refusal)
    return redirect("wagtailusers_users:index")


@hooks.register("after_bulk_action")
def accounts_were_changed(
    request: HttpRequest, action: str, objects: Iterable[Any], _bulk: object
) -> None:
    """The same for many accounts at once; Wagtail does this in the change's transaction."""
    for user in objects:
        if isinstance(user, User):
            now = User.objects.filter(pk=user.pk).first()
            act = Act.ACCOUNT_CLOSED if action == "delete" or now is None else _act(now)
            note_account(user=now or user, act=act, by=request.user.get_username())


def _said(user: User) -> str:
    """Why this account may have to do with contacts and with stories, as its form said."""
    return str(getattr(user, "said_both", ""))


def _act(user: User) -> Act:
    return Act.ACCOUNT_CHANGED if user.is_active else Act.ACCOUNT_CLOSED
