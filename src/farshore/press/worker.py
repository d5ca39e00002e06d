"""The workers' loops. Work is found from state, so that no queue row tells when somebody sent.

`urgent` presses within a fifth of a second of a change; `media` does what takes long. Neither
holds a connection or a transaction while it sleeps.
"""

import logging
from datetime import datetime
from threading import Event
from time import monotonic

from django.db import DatabaseError, close_old_connections

from farshore.kernel import clock
from farshore.kernel.registry import Standing, registry
from farshore.press.actions import press_waiting

log = logging.getLogger(__name__)

URGENT_POLL = 0.1
MEDIA_POLL = 0.5


def run_urgent(stop: Event) -> None:
    """Press what changes, and do the urgent chores, until `stop` is set."""
    registry.every(URGENT_POLL, "press", press_waiting, worker="urgent")
    _run("urgent", stop, URGENT_POLL)


def run_media(stop: Event) -> None:
    """Do the chores that take long, until `stop` is set."""
    _run("media", stop, MEDIA_POLL)


def run_once(worker: str, now: datetime) -> None:
    """Every chore of a worker, once: for tests and for `farshore worker --once`."""
    for standing in registry.chores(worker):
        standing.chore(now)


def _run(worker: str, stop: Event, poll: float) -> None:
    last: dict[str, float] = {}
    while not stop.is_set():
        for standing in registry.chores(worker):
            if monotonic() - last.get(standing.name, float("-inf")) >= standing.seconds:
                _do(standing)
                last[standing.name] = monotonic()
        stop.wait(poll)


def _do(standing: Standing) -> None:
    """One chore; a fault is written down without what it was about, and tried again later."""
    try:
        standing.chore(clock.now())
    except DatabaseError:
        log.exception("The database did not answer %s; it is tried again", standing.name)
        close_old_connections()
    except Exception:
        log.exception("The chore %s failed; it is tried again", standing.name)
