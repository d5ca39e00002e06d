"""Proof of work (ALTCHA, version 2), asked for only while more codes are tried than can be opened.

A browser that has done it comes through a door of its own, so that a flood of wrong codes costs the
flood more than the person. Nothing of it is kept: the key and the list of what was spent live in
this process's memory, and a challenge for as long as it is good. Who has no scripts is never asked.
"""

import base64
import json
import secrets
import time
from threading import Lock
from typing import Any

from altcha import v2

ALGORITHM, PREFIX = "PBKDF2/SHA-256", "00"
"""A key must begin with a byte of zeros: 256 tries in the middle, each of so many rounds."""

ROUNDS = (0, 2_500, 10_000, 40_000)
"""By strain: from about a second on an old phone to about half a minute."""

LASTS = 600
"""Seconds in which a challenge may be answered."""

LONGEST = 2_000
"""Characters of an answer; an honest one has about 700."""

_key = secrets.token_bytes(32)


class Spent:
    """The challenges that were answered, each until it is no longer good."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def __contains__(self, signature: str) -> bool:
        return signature in self._until

    def spend(self, signature: str, *, until: float, now: float) -> bool:
        """Whether it is spent by this, and had not been before."""
        with self._lock:
            fresh = signature not in self._until
            self._until = {one: end for one, end in self._until.items() if end >= now}
            self._until[signature] = until
        return fresh


class Strain:
    """How hard pressed the house is: 0 not at all, from 1 to 3 work is asked for.

    It rises with those who had done their work and found no seat all the same, `much` of them, and
    falls with each window of `seconds` in which there was none.
    """

    def __init__(self, *, much: int, seconds: float) -> None:
        self.much, self.seconds = much, seconds
        self._level, self._workers, self._window = 0, 0, 0
        self._lock = Lock()

    def refused(self, *, worked: bool, now: float | None = None) -> None:
        """Somebody found no seat."""
        with self._lock:
            self._turn(now)
            self._workers += worked
            high = self._workers >= self.much
            self._level = max(1, min(self._level + high, len(ROUNDS) - 1))
            self._workers *= not high

    def level(self, *, now: float | None = None) -> int:
        with self._lock:
            self._turn(now)
            return self._level

    def forget(self) -> None:
        """Begin anew, for tests."""
        self._level, self._workers = 0, 0

    def _turn(self, now: float | None) -> None:
        """Let go of what was in windows that are over."""
        window = int((time.monotonic() if now is None else now) // self.seconds)
        passed = window - self._window
        if passed:
            self._level = max(0, self._level - max(0, passed - bool(self._workers)))
            self._workers, self._window = 0, window


spent = Spent()
strain = Strain(much=20, seconds=30.0)


def challenge() -> str:
    """What a browser has to work on, as JSON; empty while nobody is asked to."""
    level = strain.level()
    if not level:
        return ""
    until = int(time.time()) + LASTS
    made = v2.create_challenge(
        ALGORITHM, ROUNDS[level], key_prefix=PREFIX, expires_at=until, hmac_secret=_key
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def is_done(answer: str) -> bool:
    """Whether this answers a challenge of ours that is still good; that is then spent.

    One that was far easier than what is asked for now does not count, or it would pay to gather
    easy ones.
    """
    payload = _read(answer)
    if payload is None or not payload.challenge.signature:
        return False
    asked, signature = payload.challenge.parameters, payload.challenge.signature
    if signature in spent or not v2.verify_solution(payload, _key).verified:
        return False
    if asked.cost < ROUNDS[max(1, strain.level() - 1)]:
        return False
    now = time.time()
    return spent.spend(signature, until=asked.expires_at or now, now=now)


def _read(answer: str) -> v2.Payload | None:
    """The answer, if it has the shape of one; whatever stands in it is checked afterwards."""
    if not answer or len(answer) > LONGEST:
        return None
    try:
        told: Any = json.loads(base64.b64decode(answer, validate=True))
        return v2.Payload.from_dict(told) if _has_shape(told) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _has_shape(told: Any) -> bool:
    """Whether the values are of the kinds that we sent: the rest is refused by the signature."""
    asked = told["challenge"]["parameters"]
    kinds = {"cost": int, "nonce": str, "salt": str, "algorithm": str, "expiresAt": int}
    signed = isinstance(told["challenge"]["signature"], str)
    return signed and all(type(asked[name]) is kind for name, kind in kinds.items())
