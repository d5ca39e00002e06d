"""How often one client may do what costs much. Counted in memory, forgotten with each window.

`front` tells a client by a hash that it makes new each day, in `X-Farshore-Client`: no address is
known here, and none is kept. Whom it cannot tell apart (an onion service, no `front` at all) it
does not name: one flood must not lock all of them out, so what bounds them is how many codes are
opened at once, and for what is written to the disk a count that they share.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from django.http import HttpRequest

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
    """Lets so many in at once of those with a name, and as many of those without.

    Neither kind can take the other's seats, and whoever finds none is told at once: to wait would
    hold a thread of the back, of which there are few, and everybody else would wait too.
    """

    def __init__(self, of_each: int) -> None:
        self.of_each = of_each
        self._taken: Counter[bool] = Counter()
        self._lock = Lock()

    @contextmanager
    def one(self, client: str) -> Iterator[bool]:
        """Whether there was a seat, which is kept until the end of the block."""
        kind = bool(client)
        with self._lock:
            seated = self._taken[kind] < self.of_each
            self._taken[kind] += seated
        try:
            yield seated
        finally:
            with self._lock:
                self._taken[kind] -= seated


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
opening = Seats(3)  # of the back's eight threads, so that two are always free for others
beginnings = Turnstile(30, 60.0, unnamed=360)
concerns = Turnstile(3, 3600.0)


def may_try(request: HttpRequest) -> bool:
    """Whether this client may try a code now."""
    return codes.passes(_client(request))


@contextmanager
def seated(request: HttpRequest) -> Iterator[bool]:
    """Whether there is a seat for opening a code, which is kept until the end of the block."""
    with opening.one(_client(request)) as seat:
        yield seat


def may_begin(request: HttpRequest) -> bool:
    """Whether this client may open another draft now: a room full of people shares an address."""
    return beginnings.passes(_client(request))


def may_concern(request: HttpRequest) -> bool:
    """Whether this client may have another story hidden now."""
    return concerns.passes(_client(request))


def _client(request: HttpRequest) -> str:
    return str(request.headers.get(HEADER, ""))[:32]
