"""What waits for somebody, and what they wait for."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from farshore.kernel.glyph import glyph_path, glyph_points
from farshore.moderation.flags import WORDS
from farshore.moderation.queries import queue as lists
from farshore.moderation.queries import staff
from farshore.moderation.queries.log import read_many
from farshore.moderation.queries.queue import Line, concerns_for
from farshore.moderation.roles import MODERATE, OVERSEE
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
        many_read=read_many(but=user.get_username()),
        may_read=user.has_perm(MODERATE),
        may_oversee=user.has_perm(OVERSEE),
        waiting=staff.waiting_for_somebody() if user.has_perm(OVERSEE) else 0,
    )


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
