"""farshore run."""

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from farshore.config import env
from farshore.config.cli.house import open_house, prepare_folder
from farshore.config.running.addresses import (
    PortRefused,
    PortTaken,
    back_socket,
    is_loopback,
    require_port,
)
from farshore.config.running.answers import answers
from farshore.config.running.family import Family
from farshore.config.running.front import become_front
from farshore.config.running.lock import AlreadyRunning, Lock
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG, Stop, complain, say

ABOUT = """Open the house, and serve until Ctrl-C or SIGTERM.

Checks the settings, brings the database up to date, and writes the public pages where they are
missing.

Starts four processes and keeps them alive: the front (files for visitors; no secrets, no
database), the back (sharing and the studio), and the workers urgent and media.
With FARSHORE_DEMO=yes an empty house is filled with a fictional film the first time."""

OPENING = 60.0
"""Seconds until the processes must answer after they were started."""

PATIENCE = 3.0
"""Seconds to let the processes of a run that was killed let go of the port."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="where to listen (default: 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="on which address (default: this machine only)"
    )


def main(given: argparse.Namespace) -> int:
    if not 1 <= given.port <= 65535:
        raise Stop("A port is a number from 1 to 65535.", code=WRONG)
    folder = prepare_folder(given.data)
    _name_the_house(given)
    try:
        with Lock(folder / "run" / "lock") as lock:
            _require_port(given, patience=PATIENCE if lock.unclean else 0.0)
            return _run(given, folder, lock)
    except AlreadyRunning as error:
        raise Stop(
            f"This house is open already (process {error}). It goes on undisturbed.",
            "Stop that one first, or open another with --data DIR and --port N.",
            code=REFUSED,
        ) from error


def _run(given: argparse.Namespace, folder: Path, lock: Lock) -> int:
    socket = back_socket(folder / "run")
    front = partial(
        become_front,
        site=folder / "site",
        socket=socket,
        host=given.host,
        port=given.port,
        trusted=env.networks("FARSHORE_TRUSTED_PROXIES"),
        secure=env.text("FARSHORE_BASE_URL").startswith("https://"),
        onion=env.onion("FARSHORE_ONION"),
    )
    with Family(in_child=lock.forget, told=complain) as family:
        family.start("The front", front)  # what was pressed before is there while we prepare
        try:
            with family.interruptible():
                _prepare(given)
        except KeyboardInterrupt:
            say("Closed before it was open. Nothing was left half done.")
            return DONE
        for name, child in _children(socket).items():
            family.start(name, child)
        if not _open(given, family):
            return DONE if family.stopping else PROBLEM
        _greet(given)
        family.watch()
    say("Closed. Nothing was left half done.")
    return DONE


def _prepare(given: argparse.Namespace) -> None:
    """Everything that must be so before Django may answer. Raises `Stop`."""
    open_house(given.data)
    from farshore.config.running import prepare

    prepare.require_sound()
    prepare.migrate()
    _fill(prepare.fill_demo)
    prepare.press_if_needed()
    import farshore.config.backserver  # noqa: F401 - loaded once here, shared by the children

    prepare.let_go()


def _fill(fill_demo: Callable[[], bool]) -> None:
    from django.conf import settings

    if settings.DEMO:
        say("Looking after the demonstration film. The first time takes a moment.")
        fill_demo()


def _children(socket: Path) -> dict[str, Callable[[], None]]:
    from farshore.config.backserver import serve
    from farshore.config.cli.worker import work

    return {
        "The back": partial(serve, socket),
        "The urgent worker": partial(work, "urgent"),
        "The media worker": partial(work, "media"),
    }


def _open(given: argparse.Namespace, family: Family) -> bool:
    """Wait until front and back answer; whether they did."""
    port, host = given.port, "127.0.0.1" if given.host in {"0.0.0.0", "::"} else given.host  # noqa: S104 - compared, not bound
    answer = partial(answers, host, port, "/health/ready")
    opened, late = False, monotonic() + OPENING

    def settled() -> bool:
        nonlocal opened
        opened = opened or answer()
        return opened or bool(family.deaths()) or monotonic() > late

    family.watch(until=settled, seconds=0.05)
    if not opened and not family.stopping:
        who = ", ".join(family.deaths()) or "The house"
        complain(
            f"{who} could not start. Nothing was lost.",
            "The lines above say why; farshore check may say more.",
        )
    return opened


def _greet(given: argparse.Namespace) -> None:
    from django.conf import settings

    base = settings.BASE_URL
    say(
        "",
        f"  The film        {base}/",
        f"  Share a story   {base}/share/",
        f"  The studio      {base}/studio/",
        "",
    )
    if settings.DEMO:
        from farshore.config.running.logins import demo_logins

        say(*demo_logins())
    if not is_loopback(given.host):
        complain("Other machines can reach this address.")
    say("Stop with Ctrl-C.")


def _name_the_house(given: argparse.Namespace) -> None:
    """Without an address of its own, the house is known by where it listens."""
    if not os.environ.get("FARSHORE_BASE_URL"):
        host = given.host if is_loopback(given.host) and ":" not in given.host else "127.0.0.1"
        os.environ["FARSHORE_BASE_URL"] = f"http://{host}:{given.port}"


def _require_port(given: argparse.Namespace, *, patience: float) -> None:
    try:
        require_port(given.host, given.port, patience=patience)
    except PortTaken as error:
        raise Stop(
            f"Something else listens on port {given.port} already. Nothing was changed.",
            f"Stop it, or choose another port: {_again(given.port + 1)}",
            code=REFUSED,
        ) from error
    except PortRefused as error:
        raise Stop(
            f"This user may not listen on {given.host}, port {given.port}: {error}.",
            "Choose a port above 1023 and an address of this machine. Nothing was changed.",
            code=REFUSED,
        ) from error


def _again(port: int) -> str:
    """How to say it again with another port, in the words that were used."""
    made = os.environ.get("FARSHORE_MAKE")
    return f"make run PORT={port}" if made else f"{Path(sys.argv[0]).name} run --port {port}"
