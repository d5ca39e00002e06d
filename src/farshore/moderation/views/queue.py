"""What waits for somebody, what they wait for, and the team's load."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from farshore.kernel.glyph import glyph_path, glyph_points
from farshore.moderation.actions.assigning import give_all_of
from farshore.moderation.flags import WORDS
from farshore.moderation.queries import queue as lists
from farshore.moderation.queries import staff
from farshore.moderation.queries.queue import Line, concerns_for
from farshore.moderation.roles import MODERATE, OVERSEE, RELEASE
from farshore.moderation.views.door import language, page_of, screen, studio, user_of


@require_safe
@studio()
def queue(request: HttpRequest, which: str = lists.OPEN) -> HttpResponse:
    """One of this person's lists."""
    user = user_of(request)
    found = lists.queue(user, which=which, page=page_of(request), language=language())
    return screen(
        request,
        "queue.html",
        "",
        queue=found,
        tabs=[
            (name, reverse(f"moderation:queue_{name}"), label, found.counts[name])
            for name, label in _labels().items()
        ],
        rows=[_row(line) for line in found.lines],
        concerns=concerns_for(user)[:50] if which == lists.OPEN else (),
        may_read=user.has_perm(MODERATE),
        may_oversee=user.has_perm(OVERSEE),
        waiting=staff.waiting_for_somebody() if user.has_perm(OVERSEE) else 0,
    )


@require_safe
@studio(OVERSEE)
def team(request: HttpRequest) -> HttpResponse:
    """Who has how much, and what nobody has. Nothing of any story."""
    names = {one.pk: one.get_username() for one in staff.holders(MODERATE)}
    names |= {one.pk: one.get_username() for one in staff.holders(RELEASE)}
    loads = {one.id: one.load for one in (*staff.people(MODERATE), *staff.people(RELEASE))}
    reading = {one.id for one in staff.people(MODERATE)}
    rows = [
        {"id": pk, "name": name, "load": loads.get(pk, 0), "reads": pk in reading}
        for pk, name in sorted(names.items(), key=lambda pair: pair[1])
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


def _labels() -> dict[str, str]:
    return {
        lists.OPEN: pgettext("a list of stories", "For you to do"),
        lists.ASKED: pgettext("a list of stories", "Waiting for the teller"),
        lists.AGREED: pgettext("a list of stories", "Waiting for others, or for their day"),
        lists.PUBLIC: pgettext("a list of stories", "On the site"),
        lists.CLOSED: pgettext("a list of stories", "Not taken"),
    }


def _row(line: Line) -> dict[str, object]:
    return {
        "line": line,
        "path": glyph_path(line.points),
        "knots": glyph_points(line.points),
        "flags": [(kind, WORDS[kind], many) for kind, many in line.flags],
    }
