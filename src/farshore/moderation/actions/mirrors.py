"""Sites that keep a copy of ours: told by the list of revocations, heard by what they publish."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from django.db import transaction

from farshore.kernel import clock
from farshore.kernel.fetch import Unreachable, fetch, is_safe
from farshore.moderation.actions.ledger import MIRROR
from farshore.moderation.errors import NotAMirror, UnknownMirror
from farshore.moderation.models import Mirror, Reached
from farshore.stories.queries import serial

log = logging.getLogger(__name__)

FORMAT = "farshore mirror 1"
LONGEST = 4096
"""Bytes of what a mirror says of itself."""

AT_ONCE = 8
"""Mirrors that are asked at the same time."""


@transaction.atomic
def register(*, name: str, url: str) -> None:
    """Take in a mirror, or give a known one another address. Raises `NotAMirror`."""
    address = url.rstrip("/")
    if not name.strip() or len(name) > 80 or len(address) > 200 or not is_safe(address):
        raise NotAMirror
    Mirror.objects.update_or_create(name=name.strip(), defaults={"url": address})


@transaction.atomic
def forget(*, name: str) -> None:
    """Strike a mirror off, and what the ledgers wait for from it. Raises `UnknownMirror`."""
    row = Mirror.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise UnknownMirror
    Reached.objects.filter(kind=MIRROR, place=str(row.pk)).delete()
    row.delete()


def hear_all() -> int:
    """Ask each mirror how far it is, and tick what it has deleted; how many answered.

    Several are asked at once, as one that does not answer takes its time; what they say is noted
    here, since a thread would need a connection of its own to the database.
    """
    _number_those_without()
    mirrors = list(Mirror.objects.order_by("name"))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(_heard, mirrors))
    for mirror, followed in zip(mirrors, told, strict=True):
        if followed is not None:
            _note(mirror, followed)
    return sum(followed is not None for followed in told)


def _number_those_without() -> None:
    """Let each waiting line know which list names its record.

    Counted after the record was written down for good: a list of so many ids holds it, since ids
    are never taken off. A count in the transaction that adds one could miss another's.
    """
    waiting = Reached.objects.filter(kind=MIRROR, cleared=False, serial=None)
    if waiting.exists():
        waiting.update(serial=serial())


def _heard(mirror: Mirror) -> int | None:
    """The serial that a mirror says it has followed; None where it says nothing sensible."""
    try:
        return _read(fetch(f"{mirror.url}/mirror.json", most=LONGEST))
    except (Unreachable, NotAMirror) as error:
        log.warning("The mirror %s could not be heard: %s", mirror.name, error or "no mirror")
        return None


@transaction.atomic
def _note(mirror: Mirror, followed: int) -> None:
    Mirror.objects.filter(pk=mirror.pk).update(serial=followed, heard_on=clock.today())
    mine = Reached.objects.filter(kind=MIRROR, place=str(mirror.pk), cleared=False)
    mine.filter(serial__lte=followed).update(cleared=True)


def _read(data: bytes) -> int:
    """The serial of the list that a mirror says it has followed. Raises `NotAMirror`."""
    try:
        told: dict[str, Any] = json.loads(data)
        followed, _day = int(told["serial"]), date.fromisoformat(told["day"])
        fits = told["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        raise NotAMirror from None
    if not fits or not 0 <= followed < 2**31:
        raise NotAMirror
    return followed
