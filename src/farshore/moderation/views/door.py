"""Who may open which screen. What is not yours, or is gone, is answered alike: not found."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.admin.auth import require_admin_access

from farshore.intake.errors import UnknownPart as UnknownPartOfStory
from farshore.moderation.errors import NotYours, UnknownPart
from farshore.moderation.roles import CROSSING
from farshore.stories.errors import UnknownStory
from farshore.vault.errors import Shredded, UnknownBlob

View = TypeVar("View", bound=Callable[..., HttpResponse])

_NOT_FOUND = (
    NotYours,
    UnknownPart,
    UnknownPartOfStory,
    UnknownStory,
    Shredded,
    UnknownBlob,
)


def studio(*permissions: str) -> Callable[[View], View]:
    """A screen for members of the team who hold one of these; without any, one of the crossing's.

    Nothing of it is kept by the browser or told to an error report.
    """
    wanted = permissions or CROSSING

    def decorate(view: View) -> View:
        @require_admin_access
        @never_cache
        @sensitive_post_parameters()
        @sensitive_variables()
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.has_perm(one) for one in wanted):
                raise Http404
            _drop_nul(request)
            try:
                return view(request, *args, **kwargs)
            except _NOT_FOUND:
                raise Http404 from None

        return cast("View", guarded)

    return decorate


def _drop_nul(request: HttpRequest) -> None:
    """Take NULs out of what was typed: PostgreSQL takes none in, and a page would fail over one."""
    given = list(request.POST.lists())
    if any("\0" in value for _name, values in given for value in values):
        clean = request.POST.copy()
        for name, values in given:
            clean.setlist(name, [value.replace("\0", "") for value in values])
        request.POST = clean  # type: ignore[assignment]


def user_of(request: HttpRequest) -> User:
    """Whoever is logged in; the door has seen to it."""
    assert isinstance(request.user, User)
    return request.user


def page_of(request: HttpRequest) -> int:
    """The number of the page that is asked for; the first for anything else."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def language() -> str:
    return get_language() or "en"


def screen(
    request: HttpRequest, template: str, heading: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """One of our panels in Wagtail's frame."""
    here = [{"url": reverse("moderation:queue"), "label": _("Stories")}]
    if heading:
        here.append({"url": "", "label": heading})
    context = {
        "breadcrumbs_items": here,
        "header_title": heading or _("Stories"),
        "header_icon": "farshore-line",
        **more,
    }
    return render(request, f"moderation/{template}", context, status=status)
