"""What a page carries from one step to the next, sealed by the house and kept nowhere.

There is no session: who has logged in is said by a hidden field of the page that is open, for half
an hour. Closing the page is logging out.
"""

import base64
import hashlib
import json
from threading import Lock
from time import monotonic
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from farshore.contributors.errors import NotProved
from farshore.kernel import clock

MINUTES = {"number": 10, "passkey": 10, "trip": 10, "in": 30}
"""How long a page of each kind is good for."""


def write(kind: str, told: dict[str, Any]) -> str:
    """The sealed field."""
    text = json.dumps({"kind": kind, **told})
    return _sealer().encrypt_at_time(text.encode(), int(clock.now().timestamp())).decode("ascii")


def read(kind: str, text: str) -> dict[str, Any]:
    """What `write` was given. Raises `NotProved` for what it did not write, and for what is old."""
    now = int(clock.now().timestamp())
    try:
        plain = _sealer().decrypt_at_time(text.encode(), MINUTES[kind] * 60, now)
    except InvalidToken as error:
        raise NotProved from error
    told: dict[str, Any] = json.loads(plain)
    if told.pop("kind") != kind:
        raise NotProved
    return told


def _sealer() -> Fernet:
    key = hashlib.sha256(b"farshore contributors page 1" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Counted:
    """How often something was done lately, in memory; forgotten when its time is over."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._held: dict[str, tuple[int, float]] = {}
        self._lock = Lock()

    def take(self, name: str) -> bool:
        """Whether this may be done once more."""
        now = monotonic()
        with self._lock:
            self._held = {one: held for one, held in self._held.items() if held[1] > now}
            count, until = self._held.get(name, (0, now + self.seconds))
            self._held[name] = (count + 1, until)
        return count < self.most

    def forget(self) -> None:
        """Begin anew, for tests."""
        self._held.clear()


spent = Counted(1, 660.0)
"""Numbers and passkeys' challenges that were used: longer than any of them is good for."""

tries = Counted(5, 660.0)
"""Of one number that was sent."""

mails = Counted(3, 3600.0)
"""To one address, asked for by one client: a stranger does not use up the owner's."""

mails_in_all = Counted(12, 3600.0)
"""To one address, whoever asks: a mailbox is not filled from here."""

sentences = Counted(10, 3600.0)
"""Tried on one notebook, by whoever has logged in to it: nobody else can use them up."""
