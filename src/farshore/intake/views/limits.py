"""How often one client may do what costs much. Counted in memory, forgotten with each window.

`front` tells a client by a hash that it makes new each day, in `X-Farshore-Client`: no address is
known here, and none is kept. Whom it cannot tell apart (an onion service, no `front` at all) it
does not name: one flood must not lock all of them out, so what bounds them is how many codes are
opened at once, and for what is written to the disk a count that they share.

Whoever did the work that a page asked for (`work`) has a lane of their own, named or not.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from django.http import HttpRequest

from farshore.intake.views import work

HEADER = "X-Farshore-Client"


class Turnstile:
    """Lets `times` through in each window of `seconds`, client by client.

    All that have no name share `unnamed`; None lets them pass.
    """

    def __init__(self, times: int, seconds: float, *, unnamed: int | None = None) -> None:
        self.times, self.seconds, self.unnamed = times, seconds, unnamed
        self._window = 0
        self._passed: dict[str, int] = {}
        self._lock = Lock()

    def passes(self, client: str, *, now: float | None = None) -> bool:
        """Whether this client may pass once more in this window."""
        most = self.times if client else self.unnamed
        if most is None:
            return True
        window = int((monotonic() if now is None else now) // self.seconds)
        with self._lock:
            if window != self._window:
                self._window, self._passed = window, {}
            passed = self._passed.get(client, 0)
            if passed < most:
                self._passed[client] = passed + 1
        return passed < most

    def forget(self) -> None:
        """Begin anew, for tests."""
        self._passed.clear()


class Seats:
    """Lets so many in at once in each lane.

    No lane can take another's seats, and whoever finds none is told at once: to wait would hold a
    thread of the back, of which there are few, and everybody else would wait too.
    """

    def __init__(self, of_each: int) -> None:
        self.of_each = of_each
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def one(self, lane: str) -> Iterator[bool]:
        """Whether there was a seat, which is kept until the end of the block."""
        with self._lock:
            seated = self._taken[lane] < self.of_each
            self._taken[lane] += seated
        try:
            yield seated
        finally:
            with self._lock:
                self._taken[lane] -= seated


class Burst:
    """Counts what happens in a window, whoever does it, and says when it is much."""

    def __init__(self, *, least: int, seconds: float) -> None:
        self.least, self.seconds = least, seconds
        self._window, self._count = 0, 0
        self._lock = Lock()

    def another(self, *, now: float | None = None) -> int:
        """How many there were in this window, at the least that is much and at each doubling."""
        window = int((monotonic() if now is None else now) // self.seconds)
        with self._lock:
            self._count = self._count + 1 if window == self._window else 1
            self._window = window
            times, rest = divmod(self._count, self.least)
        return self._count if not rest and times.bit_count() == 1 else 0

    def forget(self) -> None:
        """Begin anew, for tests."""
        self._count = 0


codes = Turnstile(10, 60.0)
opening = Seats(2)  # in three lanes: with an account's notebook that is 7 of the back's threads
beginnings = Turnstile(30, 60.0, unnamed=360)
worked_beginnings = Turnstile(600, 60.0)
concerns = Turnstile(3, 3600.0)


def may_try(request: HttpRequest, *, worked: bool) -> bool:
    """Whether this client may try a code now."""
    if worked or codes.passes(_client(request)):
        return True
    work.strain.refused(worked=False)
    return False


@contextmanager
def seated(request: HttpRequest, *, worked: bool) -> Iterator[bool]:
    """Whether there is a seat for opening a code, which is kept until the end of the block."""
    lane = "worked" if worked else "named" if _client(request) else "unnamed"
    with opening.one(lane) as seat:
        if not seat:
            work.strain.refused(worked=worked)
        yield seat


def may_begin(request: HttpRequest) -> bool:
    """Whether this client may open another draft now: a room full of people shares an address.

    Those who did the work have a count that they share, against a disk that fills.
    """
    worked = work.is_done(request.POST.get("work", ""))
    gate, name = (worked_beginnings, "worked") if worked else (beginnings, _client(request))
    if gate.passes(name):
        return True
    work.strain.refused(worked=worked)
    return False


def may_concern(request: HttpRequest) -> bool:
    """Whether this client may have another story hidden now."""
    return concerns.passes(_client(request))


def _client(request: HttpRequest) -> str:
    return str(request.headers.get(HEADER, ""))[:32]
