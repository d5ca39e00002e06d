"""Children that do not outlive their parent, even when it is killed outright."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Ask the kernel to end this process when `parent`, its parent, ends. Linux only.

    Elsewhere a parent killed outright leaves its children; the next start says the port is taken.
    """
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(0)
