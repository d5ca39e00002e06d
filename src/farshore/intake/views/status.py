"""How a sent story stands, for whoever holds its code."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from farshore.intake import queries, retention
from farshore.intake.models import Status, Submission
from farshore.intake.telling import COLUMNS
from farshore.intake.views import signing
from farshore.intake.views.consent import said_back
from farshore.intake.views.contact import Said, offer
from farshore.intake.views.film import film_days, moved_since
from farshore.intake.views.hand import page
from farshore.intake.views.interviews import shown
from farshore.intake.views.words import day
from farshore.kernel.codes import Keys
from farshore.kernel.registry import registry
from farshore.stories.vocabulary import USES
from farshore.vault.queries import clock_of

CLOSED = frozenset({Status.WITHDRAWN})
_PATH = (
    frozenset({Status.SENT}),
    frozenset({Status.IN_REVIEW, Status.ASKED}),
    frozenset({Status.APPROVED}),
    frozenset({Status.SCHEDULED}),
)


_NARROWED = [(key, word) for key, word in USES.items() if key != "site"]


def status(
    keys: Keys,
    row: Submission,
    *,
    changes: bool | None = None,
    notice: str = "",
    error: str = "",
    typed: str = "",
    contact: Said | None = None,
) -> HttpResponse:
    """Before release everything; after it only what is public anyway."""
    said: dict[str, Any] = {"notice": notice, "error": error, "typed": typed}
    if row.slug:
        registry.request("contest_story", slug=row.slug)
        days = film_days()
        return page("status_public.html", keys=keys, row=row, uses=_NARROWED, days=days, **said)
    telling = queries.read(row)
    return page(
        "status.html",
        keys=keys,
        row=row,
        at=_at(row),
        held=row.status == Status.HIDDEN,
        rejected=row.status == Status.REJECTED,
        changes=queries.has_draft(keys) if changes is None else changes,
        conversation=queries.conversation(row),
        proposals=_readable(row),
        asked=shown(row),
        release=signing.offer(row, young=telling.is_young),
        message_days=settings.MESSAGE_DAYS,
        contact=offer(row, contact),
        agreed=said_back(telling),
        film=moved_since(telling),
        not_before=day(row.not_before) if row.not_before else "",
        ended_by=day(clock_of(row.key)),
        lapses=day(lapses) if (lapses := retention.ends_on(row)) else "",
        **said,
    )


def _at(row: Submission) -> int | None:
    """How far along its way the story is, from 0; None where it is on no way."""
    return next((n for n, names in enumerate(_PATH) if row.status in names), None)


def _readable(row: Submission) -> list[dict[str, object]]:
    """What the team proposes, with the number of the picture and the rows of its tiles."""
    proposed = queries.proposals(row, state="proposed")
    if not proposed:
        return []
    numbers = {one.id: n for n, one in enumerate(queries.read(row).pictures, start=1)}
    return [
        {
            "proposal": one,
            "picture": numbers.get(one.where),
            "tiles": [(tile // COLUMNS + 1, tile % COLUMNS + 1) for tile in one.tiles],
        }
        for one in proposed
    ]
