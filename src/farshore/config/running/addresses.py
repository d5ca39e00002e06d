"""Where the house listens: the public port, and the socket between front and back."""

import errno
import os
import socket
import tempfile
from ipaddress import ip_address
from pathlib import Path
from time import monotonic, sleep

LONGEST_SOCKET = 100
"""Bytes. A Unix socket's path may have 107 on Linux and 103 on macOS."""


class PortTaken(Exception):
    """Somebody else listens there."""


class PortRefused(Exception):
    """The system does not let this user listen there; the argument says why."""


def require_port(host: str, port: int, *, patience: float) -> None:
    """Raise unless `host:port` can be listened on. `patience`: seconds to let another let go."""
    until = monotonic() + patience
    while True:
        try:
            return _try(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PortRefused(error.strerror or str(error)) from error
            if monotonic() >= until:
                raise PortTaken from error
        sleep(0.1)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def back_socket(run: Path) -> Path:
    """The socket's path, in the data folder or, where that is too long, in a private folder."""
    path = run / "back.sock"
    if len(os.fsencode(path)) > LONGEST_SOCKET:
        path = Path(tempfile.mkdtemp(prefix="farshore-")) / "back.sock"
    path.unlink(missing_ok=True)
    return path


def _try(host: str, port: int) -> None:
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
