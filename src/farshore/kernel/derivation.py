"""A bound on how many keys are derived at once, so that wrong codes cannot exhaust the machine."""

import threading

from farshore.kernel.codes import Code, Keys, derive

AT_ONCE = 2
PATIENCE = 8.0


class Busy(Exception):
    """Too many codes are being tried just now: what was typed is not lost, a moment helps."""


_room = threading.BoundedSemaphore(AT_ONCE)


def derive_in_turn(code: Code, *, pepper: bytes, patience: float = PATIENCE) -> Keys:
    """`derive`, at most two at a time in this process; waits `patience` seconds, then `Busy`."""
    if not _room.acquire(timeout=patience):
        raise Busy
    try:
        return derive(code, pepper=pepper)
    finally:
        _room.release()
