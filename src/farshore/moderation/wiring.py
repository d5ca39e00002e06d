"""What lower rooms may ask of the crossing, and what it looks for by itself."""

from django.conf import settings

from farshore.kernel.registry import registry
from farshore.moderation.actions import (
    assigning,
    audit,
    ending,
    forgetting,
    hiding,
    lapsing,
    ledger,
    losing,
    mirrors,
    narrowing,
    panic,
    releasing,
    sweeping,
    uses,
    widening,
)
from farshore.moderation.queries import ledger as queries


def wire() -> None:
    """Bind everything. Calling it again changes nothing."""
    registry.serve("assign_story", assigning.assign_story)
    registry.serve("hide_story", hiding.hide_story)
    registry.serve("unhide_story", hiding.unhide_story)
    registry.serve("withdraw_story", ending.withdraw_story)
    registry.serve("narrow_story", narrowing.narrow_story)
    registry.serve("film_taken_back", narrowing.film_taken_back)
    registry.serve("widen_story", widening.ask_wider)
    registry.serve("concern_story", hiding.concern_story)
    registry.serve("contest_story", losing.contest)
    registry.serve("record_export", audit.record_export)
    registry.serve("record_dispatch", audit.record_dispatch)
    registry.serve("still_at", queries.open_kinds)
    registry.on_settled(ledger.acknowledge)
    registry.every(2, "alarms", lambda _now: panic.cover_missed())
    seconds = 1 if settings.RELEASE_AT_ONCE else 60
    registry.every(seconds, "release", releasing.release_due, worker="media")
    registry.every(60, "assign", lambda _now: assigning.assign_waiting(), worker="media")
    registry.every(3600, "messages", forgetting.forget_messages, worker="media")
    registry.every(3600, "lost codes", losing.end_lost, worker="media")
    registry.every(3600, "lapsed stories", lapsing.end_lapsed, worker="media")
    registry.every(3600, "yeses", narrowing.end_due, worker="media")
    registry.every(3600, "ledger", ledger.sweep, worker="media")
    registry.every(3600, "uses", uses.sweep, worker="media")
    registry.every(300, "mirrors", lambda _now: mirrors.hear_all(), worker="media")
    registry.every(600, "release sweep", sweeping.sweep, worker="media")
