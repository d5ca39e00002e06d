"""The back: Django under Granian on a Unix socket that only this user may open.

`front` (or any proxy) hands the dynamic addresses on to it. Nothing is written down about who
asked for what: there is no access log.
"""

import multiprocessing
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from farshore.config.running.dying import die_with
from farshore.config.wsgi import application

THREADS = 10
"""Requests answered at once. A person who sends thirty megabytes does not hold up the others."""

BACKLOG = 256


def serve(socket: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    socket.unlink(missing_ok=True)  # what a back that was killed has left would keep us out
    multiprocessing.set_start_method("fork", force=True)  # the worker shares what is loaded
    server = Granian(
        "farshore.config.wsgi:application",
        uds=socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=1,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=1,
    )
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)


def _load(parent: int) -> Callable[..., Any]:
    """In the worker: end with the parent, and answer with Django."""
    die_with(parent)
    return application
