"""Proof of work (ALTCHA, version 2), asked for only while more codes are tried than can be opened.

A browser that has done it comes through a door of its own, so that a flood of wrong codes costs the
flood more than the person. Nothing of it is kept: the key and the list of what was spent live in
this process's memory, and a challenge for as long as it is good. Who has no scripts is never asked.
"""

import base64
import json
import secrets
import time
from functools import partial
from threading import BoundedSemaphore, Lock
from typing import Any

from altcha import v2

ALGORITHM = "PBKDF2/SHA-256"

WORK = ((0, ""), (2_500, "00"), (10_000, "00"), (2_500, "000"))
"""By strain: the rounds of a try, and the hexadecimal digits that a key must begin with. From 256
tries in the middle, about a second on an old phone, to sixteen times that. Checking costs one try:
tries are short, so that nonsense tires the house less than a wrong code does."""

CHECKS = 2
"""Answers that are checked at once; more come through without, as if they had none."""

LASTS = 600
"""Seconds in which a challenge may be answered."""

LONGEST = 2_000
"""Characters of an answer; an honest one has about 700."""

_key = secrets.token_bytes(32)
_checking = BoundedSemaphore(CHECKS)


class _Refused(Exception):
    """This answer is not looked at: its challenge was answered before, or too many are checked."""


class Spent:
    """The challenges that were answered, each until it is no longer good."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = Lock()

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
            self._level = max(1, min(self._level + high, len(WORK) - 1))
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
    until, (rounds, prefix) = int(time.time()) + LASTS, WORK[level]
    made = v2.create_challenge(
        ALGORITHM, rounds, key_prefix=prefix, expires_at=until, hmac_secret=_key
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def is_done(answer: str) -> bool:
    """Whether this answers a challenge of ours that is still good; that is then spent, by a wrong
    answer too.

    One that was far easier than what is asked for now does not count, or it would pay to gather
    easy ones.
    """
    payload = _read(answer)
    if payload is None:
        return False
    asked = payload.challenge.parameters
    if _weight(asked.cost, asked.key_prefix) < _weight(*WORK[max(1, strain.level() - 1)]):
        return False
    try:
        return v2.verify_solution(payload, _key, derive_key=partial(_once, payload)).verified
    except _Refused:
        return False


def _once(payload: v2.Payload, asked: v2.ChallengeParameters, salt: bytes, word: bytes) -> bytes:
    """The key (bytes) of an answer whose challenge is known to be ours and good by now.

    Raises `_Refused`.
    """
    now = time.time()
    if not spent.spend(str(payload.challenge.signature), until=asked.expires_at or now, now=now):
        raise _Refused
    if not _checking.acquire(blocking=False):
        raise _Refused
    try:
        return v2.derive_key_pbkdf2(asked, salt, word)
    finally:
        _checking.release()


def _weight(rounds: int, prefix: str) -> int:
    """How many rounds an answer takes in the middle."""
    return rounds << (4 * len(prefix))


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
    kinds["keyPrefix"] = str
    signed = isinstance(told["challenge"]["signature"], str) and len(asked["keyPrefix"]) < 9
    return signed and all(type(asked[name]) is kind for name, kind in kinds.items())
