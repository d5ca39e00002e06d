"""The team's load, and what each member is known by. Nothing of any story."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farshore import places
from farshore.moderation.actions.assigning import give_all_of, set_profile
from farshore.moderation.errors import NotYours
from farshore.moderation.models import StaffProfile
from farshore.moderation.queries import staff
from farshore.moderation.roles import MODERATE, OVERSEE, RELEASE
from farshore.moderation.views.door import language, screen, studio, user_of


@require_safe
@studio(OVERSEE)
def team(request: HttpRequest) -> HttpResponse:
    """Who has how much, and how many stories nobody has."""
    reading = {one.id: one.load for one in staff.people(MODERATE)}
    loads = {one.id: one.load for one in staff.people(RELEASE)} | reading
    members = User.objects.filter(pk__in=loads).order_by("username")
    rows = [
        {"id": one.pk, "name": one.username, "load": loads[one.pk], "reads": one.pk in reading}
        for one in members
    ]
    return screen(
        request,
        "team.html",
        _("The team"),
        rows=rows,
        unread=staff.without_moderator().count(),
        unreleased=staff.without_second().count(),
    )


@require_POST
@studio(OVERSEE)
def give(request: HttpRequest, user: int) -> HttpResponse:
    """Give to others what somebody has to read."""
    given = give_all_of(user=user, by=user_of(request))
    messages.success(request, _("Stories given to somebody else: %(many)d.") % {"many": given})
    return redirect("moderation:team")


@require_http_methods(["GET", "HEAD", "POST"])
@studio(OVERSEE)
def profile(request: HttpRequest, user: int) -> HttpResponse:
    """The communities and countries of a member of the team."""
    if request.method == "POST":
        return _kept(request, user)
    whose = User.objects.filter(pk=user, is_active=True).first()
    if whose is None:
        raise NotYours
    known = StaffProfile.objects.filter(user=whose).first() or StaffProfile()
    return screen(
        request,
        "profile.html",
        whose.username,
        whose=whose,
        communities=", ".join(known.communities),
        chosen=known.countries,
        countries=places.countries(language()),
    )


def _kept(request: HttpRequest, user: int) -> HttpResponse:
    typed = request.POST.get("communities", "")[:1_000].split(",")
    known = {code for code, _name in places.countries("en")}
    set_profile(
        user=user,
        communities=[one.strip() for one in typed if one.strip()],
        countries=sorted(known & set(request.POST.getlist("countries"))),
        by=user_of(request),
    )
    messages.success(request, _("Noted. Stories that this person may not read go to others."))
    return redirect("moderation:team")
