"""How many codes may be tried. Counted in memory under a hash that `front` makes new each day."""

from collections import deque
from threading import Lock
from time import monotonic

from django.http import HttpRequest

TRIES, SECONDS = 10, 60.0
_MOST_KEYS = 20_000

_tries: dict[str, deque[float]] = {}
_lock = Lock()


def may_try(request: HttpRequest) -> bool:
    """Whether this client may try a code now. No address is known here, and none is kept."""
    client = request.headers.get("X-Farshore-Client", "")[:32]
    if not client:
        return True
    now = monotonic()
    with _lock:
        if len(_tries) > _MOST_KEYS:
            _forget(now)
        mine = _tries.setdefault(client, deque())
        while mine and now - mine[0] > SECONDS:
            mine.popleft()
        if len(mine) >= TRIES:
            return False
        mine.append(now)
    return True


def _forget(now: float) -> None:
    for client in [key for key, tries in _tries.items() if not tries or now - tries[-1] > SECONDS]:
        del _tries[client]
