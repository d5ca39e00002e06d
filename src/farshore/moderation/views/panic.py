"""Alarm: many stories off the site at once, after one more question, and back again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from farshore import places
from farshore.intake.models import Pause
from farshore.moderation.actions import panic, pausing
from farshore.moderation.errors import NoAlarm
from farshore.moderation.models import Reason, Scope
from farshore.moderation.queries import alarms
from farshore.moderation.roles import OVERSEE, RELEASE
from farshore.moderation.views.door import language, screen, studio, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@studio(RELEASE, OVERSEE)
def alarm(request: HttpRequest) -> HttpResponse:
    """What to hide, then how many stories that is, then it is done."""
    if request.method != "POST":
        return _asked(request)
    scope, what = _about(request)
    if scope is None:
        sentence = _("Nothing was hidden. Choose everything, or one of the countries.")
        return _asked(request, error=sentence, status=409)
    if request.POST.get("sure") != "yes":
        return _asked(request, sure=True, many=len(alarms.under(scope, what)))
    many = panic.raise_alarm(scope=scope, what=what, reason=_reason(request), by=user_of(request))
    said = ngettext("%(many)s story is hidden.", "%(many)s stories are hidden.", many)
    messages.success(request, said % {"many": many})
    return redirect("moderation:alarm")


@require_POST
@studio(RELEASE, OVERSEE)
def end(request: HttpRequest) -> HttpResponse:
    scope, what = _standing(request)
    try:
        many = panic.end_alarm(scope=scope, what=what, by=user_of(request))
    except NoAlarm:
        messages.warning(request, _("Nothing was changed. That alarm has ended already."))
        return redirect("moderation:alarm")
    said = ngettext(
        "The alarm has ended. %(many)s story is shown again.",
        "The alarm has ended. %(many)s stories are shown again.",
        many,
    )
    messages.success(request, said % {"many": many})
    return redirect("moderation:alarm")


@require_POST
@studio(RELEASE, OVERSEE)
def pause(request: HttpRequest) -> HttpResponse:
    given = request.POST.get("why", "")
    reason = Pause.Reason(given) if given in Pause.Reason.values else Pause.Reason.UNSAID
    pausing.pause_intake(reason=reason, by=user_of(request))
    messages.success(request, _("No stories are taken in. Codes work on as before."))
    return redirect("moderation:alarm")


@require_POST
@studio(RELEASE, OVERSEE)
def resume(request: HttpRequest) -> HttpResponse:
    if pausing.resume_intake(by=user_of(request)):
        messages.success(request, _("Stories are taken in again."))
    else:
        messages.warning(request, _("Nothing was changed. The pause has ended already."))
    return redirect("moderation:alarm")


def _asked(
    request: HttpRequest, *, error: str = "", sure: bool = False, many: int = 0, status: int = 200
) -> HttpResponse:
    return screen(
        request,
        "alarm.html",
        _("Alarm"),
        standing=alarms.standing(),
        countries=places.countries(language()),
        reasons=Reason.choices,
        pauses=Pause.Reason.choices,
        paused=Pause.objects.first(),
        typed=request.POST,
        error=error,
        sure=sure,
        many=many,
        status=status,
    )


def _about(request: HttpRequest) -> tuple[Scope | None, str]:
    """What was chosen on the form; a country that there is, or everything."""
    about = request.POST.get("about", "")
    code = request.POST.get("country", "")
    if about == Scope.ALL:
        return Scope.ALL, ""
    if about == Scope.COUNTRY and alarms.is_country(code):
        return Scope.COUNTRY, code
    return None, ""


def _standing(request: HttpRequest) -> tuple[Scope, str]:
    """Which alarm's button was pressed; one that no screen offers ends nothing."""
    scope = request.POST.get("scope", "")
    known = scope if scope in Scope.values else Scope.ALL.value
    return Scope(known), request.POST.get("what", "") if scope == known else "?"


def _reason(request: HttpRequest) -> Reason:
    given = request.POST.get("reason", "")
    return Reason(given) if given in Reason.values else Reason.UNSAID
