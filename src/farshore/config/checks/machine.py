"""What this machine must offer: files, a database, a sandbox, a clock."""

import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.db import DatabaseError, connection

from farshore.config.checks.speak import finding
from farshore.kernel import clock

OLDEST_SQLITE = (3, 35)

WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
"""When this version was written: no clock that is right says less."""


@register("farshore")
def front_end_is_built(**_given: Any) -> list[CheckMessage]:
    if (settings.ASSETS / "manifest.json").is_file():
        return []
    return [finding("E010", f"There is no manifest.json in {settings.ASSETS}.")]


@register("farshore")
def gazetteer_is_built(**_given: Any) -> list[CheckMessage]:
    from farshore.places.index import INDEX

    return [] if INDEX.is_file() else [finding("E011", f"There is no {INDEX}.")]


@register("farshore")
def data_folder_is_ours(**_given: Any) -> list[CheckMessage]:
    """It can be written, and nobody else on this machine can look in."""
    try:
        (settings.RUN).mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = settings.RUN / ".try-check"
        trial.write_bytes(b"")
        trial.unlink()
        mode = stat.S_IMODE(settings.DATA.stat().st_mode)
    except OSError as error:
        return [finding("E012", f"{settings.DATA}: {error.strerror}.")]
    if mode & 0o077:
        return [finding("E013", f"{settings.DATA} has mode {mode:o}, but must have 700.")]
    return []


@register("farshore")
def database_answers(**_given: Any) -> list[CheckMessage]:
    """It is new enough, it answers, and its tables are those of this version."""
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return [finding("E015", f"This Python has SQLite {sqlite3.sqlite_version}.")]
    from farshore.config.running import prepare

    try:
        waiting = [] if prepare.is_new() else prepare.unapplied()
    except DatabaseError as error:
        return [finding("E014", f"The database says: {_first_line(error)}.")]
    if not waiting:
        return []
    return [finding("W007", f"{len(waiting)} migrations have not been applied.")]


@register("farshore")
def sandbox_is_strong(**_given: Any) -> list[CheckMessage]:
    from farshore import sanitize

    words = sanitize.isolation()
    return [finding("W003", words)] if "does not allow" in words else []


@register("farshore")
def clock_is_right(**_given: Any) -> list[CheckMessage]:
    """It is not before this version was written, nor before the newest page was pressed."""
    now = clock.now()
    if now < WRITTEN:
        return [finding("E016", f"It says {now:%d %B %Y}, before this version was written.")]
    page = settings.SITE / "index.html"
    if page.is_file():
        pressed = datetime.fromtimestamp(page.stat().st_mtime, UTC)
        if now < pressed - timedelta(days=1):
            return [finding("E016", f"It says {now:%d %B %Y}; a page was pressed after that.")]
    return []


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
