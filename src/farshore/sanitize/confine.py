"""What the child does to itself before it reads a stranger's byte: it gives up everything.

Each lock is tried on its own and its success reported, since kernels and containers differ:
limits on memory, time, files and size; no core dump; no new privileges; a network of its own
with nothing in it; no file opened by name; no program, process or socket. Locks that do not
hold are a weaker house, not a broken one: ``isolation()`` says which hold here.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .syscalls import refusing_filter

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every machine
LANDLOCK_EVERYTHING = 0x1FFF  # all rights of the first version of the interface
NOBODY = 65534
MOST_FILES = 16


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def confine(*, memory_bytes: int, seconds: int) -> tuple[str, ...]:
    """Lock this process in for good; give the names of the locks that hold."""
    locks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("limits", lambda: _limits(memory_bytes, seconds)),
        ("network", _own_network),
        ("privileges", _no_privileges),
        ("files", _no_files),
        ("calls", _fewer_calls),
    )
    return tuple(name for name, lock in locks if _tried(lock))


def _tried(lock: Callable[[], bool]) -> bool:
    try:
        return lock()
    except (OSError, ValueError, AttributeError):
        return False


def _limits(memory_bytes: int, seconds: int) -> bool:
    _end_first()
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        _, most = resource.getrlimit(kind)
        lowest = value if most == resource.RLIM_INFINITY else min(value, most)
        # A second between the two: the soft limit of time tells by its signal what happened.
        hard = lowest + 1 if kind == resource.RLIMIT_CPU and lowest == value else lowest
        resource.setrlimit(kind, (lowest, hard))
    return True


def _end_first() -> None:
    """Where the whole machine runs out of memory, the kernel takes this process, not the house."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError("only Linux has these locks")
    return ctypes.CDLL(None, use_errno=True)


def _own_network() -> bool:
    """A namespace without even a working loopback; needs root or user namespaces."""
    libc = _libc()
    if libc.unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0:
        return True
    return bool(libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0)


def _no_privileges() -> bool:
    if os.geteuid() == 0 and os.getuid() == 0:
        _become_nobody()
    libc = _libc()
    asked = (
        (PR_SET_PDEATHSIG, int(signal.SIGKILL)),  # after the change of user, which clears it
        (PR_SET_DUMPABLE, 0),
        (PR_SET_NO_NEW_PRIVS, 1),
    )
    done = [libc.prctl(what, value, 0, 0, 0) == 0 for what, value in asked]  # each one is tried
    return all(done) and os.geteuid() != 0


def _become_nobody() -> None:
    """As far as is allowed: a container may forbid it, a user namespace may know nobody else."""
    with suppress(OSError):
        os.setgroups([])
    with suppress(OSError):
        os.setresgid(NOBODY, NOBODY, NOBODY)
    with suppress(OSError):
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _no_files() -> bool:
    """Landlock with every right handled and none granted: no file opens by name any more."""
    libc = _libc()
    handled = ctypes.c_uint64(LANDLOCK_EVERYTHING)
    size = ctypes.c_size_t(ctypes.sizeof(handled))
    rules = libc.syscall(LANDLOCK_CREATE_RULESET, ctypes.byref(handled), size, 0)
    if rules < 0:
        return False
    held = bool(libc.syscall(LANDLOCK_RESTRICT_SELF, rules, 0) == 0)
    os.close(rules)
    return held


def _fewer_calls() -> bool:
    steps = refusing_filter()
    if steps is None:
        return False
    program = _Program(len(steps) // 8, steps)
    asked = _libc().prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return bool(asked == 0)
