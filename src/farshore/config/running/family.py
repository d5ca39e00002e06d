"""The parent of the house's processes: starts them, starts the dead again, stops all together.

Children are forked from a parent that has loaded Django already: they start at once, also when
one has died, and share their memory. The parent has no thread and no database connection.
"""

import gc
import os
import select
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from farshore.config.running.dying import die_with

GRACE = 2.0
"""Seconds from the word to stop until the kernel stops what has not."""

LONGEST_WAIT = 30.0
"""Seconds at most between two starts of a child that keeps dying."""

STEADY = 60.0
"""Seconds after which a child that dies is started again at once."""

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


@dataclass(slots=True)
class Child:
    """One process: `main` runs in it, and does not return unless it is over."""

    name: str
    main: Callable[[], None]
    pid: int = 0
    born: float = 0.0
    deaths: int = 0
    due: float | None = None
    """When it is to be started again, on the monotonic clock."""


class Family:
    """Processes that live and end together. Use as a context; `in_child` runs first in each."""

    def __init__(self, *, in_child: Callable[[], None], told: Callable[[str], None]) -> None:
        self._in_child = in_child
        self._told = told
        self._children: list[Child] = []
        self._stopping = False
        self._interrupting = False
        self._near, self._far = socket.socketpair()
        self._before: dict[int, object] = {}

    def __enter__(self) -> "Family":
        for end in (self._near, self._far):
            end.setblocking(False)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        signal.set_wakeup_fd(-1)
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type] # what signal() gave back
        self._near.close()
        self._far.close()

    @property
    def stopping(self) -> bool:
        """Whether somebody has asked the house to stop."""
        return self._stopping

    def start(self, name: str, main: Callable[[], None]) -> None:
        """Start a child, and keep it alive from now on."""
        child = Child(name, main)
        self._children.append(child)
        self._fork(child)

    def watch(self, *, until: Callable[[], bool] | None = None, seconds: float = 0.1) -> None:
        """Tend the children until somebody asks to stop; or, if given, until `until()` holds."""
        while not self._stopping and not (until and until()):
            self._sleep(seconds if until else self._next_due())
            self._reap()
            self._revive()

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Within the block, being asked to stop raises `KeyboardInterrupt`, wherever it stands."""
        self._interrupting = True
        try:
            if self._stopping:
                raise KeyboardInterrupt
            yield
        finally:
            self._interrupting = False

    def deaths(self) -> list[str]:
        """The names of children that have died, so far as they were not told to."""
        return [child.name for child in self._children if child.deaths]

    def stop(self) -> None:
        """Ask all to stop; after `GRACE` seconds, end what is left."""
        self._stopping = True
        self._signal(self._living(), signal.SIGTERM)
        until = monotonic() + GRACE
        while self._living() and monotonic() < until:
            self._sleep(0.05)
            self._reap()
        self._signal(self._living(), signal.SIGKILL)
        for child in self._living():
            os.waitpid(child.pid, 0)
            child.pid = 0

    def _heard(self, number: int, _frame: object) -> None:
        if number == signal.SIGCHLD:
            return
        self._stopping = True
        if self._interrupting:
            self._interrupting = False  # once: what is cleared up on the way is not interrupted
            raise KeyboardInterrupt

    def _fork(self, child: Child) -> None:
        gc.freeze()  # what is loaded stays shared: the collector does not touch it in children
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._live(child, parent)
        child.pid, child.born, child.due = pid, monotonic(), None

    def _live(self, child: Child, parent: int) -> None:
        """In the child: its own group, its own signals, no way back."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            os.setsid()
            die_with(parent)
            self._near.close()
            self._far.close()
            self._in_child()
            child.main()
            code = 0
        except BaseException:  # noqa: BLE001 - a child must never run on into its parent's code
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)

    def _sleep(self, seconds: float | None) -> None:
        """Until a signal comes, at most this long."""
        ready, _, _ = select.select([self._near], [], [], seconds)
        if ready:
            self._near.recv(512)

    def _next_due(self) -> float | None:
        due = [child.due for child in self._children if child.due is not None]
        return max(min(due) - monotonic(), 0.0) if due else None

    def _reap(self) -> None:
        for child in self._living():
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._buried(child, os.waitstatus_to_exitcode(status))

    def _buried(self, child: Child, code: int) -> None:
        """A child has ended: end what it left behind in its group, and plan its next start."""
        _kill_group(child.pid, signal.SIGKILL)
        child.pid = 0
        if self._stopping:
            return
        child.deaths = 1 if monotonic() - child.born > STEADY else child.deaths + 1
        wait = 0.0 if child.deaths == 1 else min(2.0 ** (child.deaths - 3), LONGEST_WAIT)
        child.due = monotonic() + wait
        self._told(f"{child.name} ended (code {code}); it starts again in {wait:g} s.")

    def _revive(self) -> None:
        for child in self._children:
            if child.due is not None and child.due <= monotonic() and not self._stopping:
                self._fork(child)

    def _living(self) -> list[Child]:
        return [child for child in self._children if child.pid]

    @staticmethod
    def _signal(children: Iterable[Child], number: int) -> None:
        """The first word goes to the child, which tells its own; the last to its whole group."""
        for child in children:
            if number == signal.SIGKILL:
                _kill_group(child.pid, number)
            else:
                os.kill(child.pid, number)


def _kill_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
        return
