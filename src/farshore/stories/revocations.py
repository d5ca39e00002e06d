"""The list by which copies elsewhere learn what to delete: random ids, a day, a signature.

An id retires when its story is hidden, changed or taken back, and the list does not say which. It
carries no time but the day on which it was written, and ids in an order that tells nothing. Plain
Python, no models: whoever keeps a copy reads it without a house.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from farshore.kernel.signing import is_signed, public_key, sign

FORMAT = "farshore revocations 1"
ADDRESS = "/data/revocations.json"
FRESH = timedelta(days=7)
"""An older list may be one that somebody holds back: whoever keeps a copy asks again."""


class NotTheList(Exception):
    """These bytes are no list of this house, or not as it wrote them."""


class StaleList(Exception):
    """A list that this house wrote, and not its latest."""


@dataclass(frozen=True, slots=True)
class Revocations:
    """What was read: the day it was written, and the ids that must go."""

    day: date
    revoked: frozenset[UUID]

    @property
    def serial(self) -> int:
        """It only grows: ids are never taken off the list."""
        return len(self.revoked)


def written(*, base_url: str, day: date, revoked: Iterable[UUID], secret: str) -> bytes:
    """The file's bytes, the same for the same day and ids."""
    ids = sorted(str(one) for one in revoked)
    told = {
        "format": FORMAT,
        "house": base_url,
        "day": day.isoformat(),
        "serial": len(ids),
        "revoked": ids,
        "key": public_key(secret),
    }
    return json.dumps(told | {"signature": sign(secret, _message(told))}, indent=0).encode()


def read(data: bytes, *, key: str) -> Revocations:
    """What a list says, if the holder of this key wrote it. Raises `NotTheList`."""
    try:
        told: dict[str, Any] = json.loads(data)
        signature = str(told.pop("signature"))
        made = Revocations(date.fromisoformat(told["day"]), frozenset(map(UUID, told["revoked"])))
        fits = (told["format"], told["serial"]) == (FORMAT, made.serial)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotTheList from None
    if not fits or not is_signed(_message(told), signature=signature, key=key):
        raise NotTheList
    return made


def check_fresh(found: Revocations, *, today: date, least: int = 0) -> None:
    """`least` is the serial of the list before. Raises `StaleList` for one that is held back."""
    if found.serial < least or today - found.day > FRESH:
        raise StaleList


def _message(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
