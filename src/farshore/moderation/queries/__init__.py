"""Reads of the crossing."""

from django.conf import settings

from farshore.moderation.queries.cases import (
    Opened,
    case_of,
    given_to,
    last_message,
    open_changes,
    opened,
    unheard,
)

__all__ = [
    "Opened",
    "case_of",
    "given_to",
    "last_message",
    "open_changes",
    "opened",
    "team_of_one",
    "unheard",
]


def team_of_one() -> bool:
    """Whether one person may say both yes. The log says so openly each time."""
    return bool(settings.TEAM_OF_ONE)
