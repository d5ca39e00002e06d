"""Whether what is sealed can be sealed, opened and ended."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.db import DatabaseError

from farshore.config import env
from farshore.config.checks.speak import finding
from farshore.kernel import clock
from farshore.vault import epochs


@register("farshore")
def team_has_keys(**_given: Any) -> list[CheckMessage]:
    """Outside the demonstration there is somebody to seal to; a wrong key is said elsewhere."""
    wrong = any(problem.name == "FARSHORE_TEAM_KEYS" for problem in env.PROBLEMS)
    if settings.DEMO or settings.TEAM_KEYS or wrong:
        return []
    return [finding("W020", "FARSHORE_TEAM_KEYS is not set.")]


@register("farshore")
def epochs_are_here(**_given: Any) -> list[CheckMessage]:
    """Every key of a story can be read."""
    from farshore.vault import queries

    try:
        missing = queries.missing_epochs()
    except DatabaseError:
        return []  # said by another check
    if not missing:
        return []
    if not epochs.ids(settings.EPOCHS):
        return [finding("E022", f"There is no epoch in {settings.EPOCHS}; {_told(missing)}.")]
    return [finding("W021", f"{settings.EPOCHS} lacks or cannot read: {_told(missing)}.")]


@register("farshore")
def epochs_end_on_time(**_given: Any) -> list[CheckMessage]:
    """A day late is late."""
    first = clock.today() - timedelta(days=2 * settings.EPOCH_DAYS + 1)
    late = [id for id in epochs.ids(settings.EPOCHS) if epochs.begun(id) < first]
    return [finding("W022", f"In {settings.EPOCHS}: {', '.join(late)}.")] if late else []


def _told(missing: dict[str, int]) -> str:
    return ", ".join(f"{id or 'no epoch'} ({count} keys)" for id, count in missing.items())
