"""farshore worker."""

import argparse
import signal
from threading import Event

from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE

ABOUT = """Run one worker until it is told to stop (Ctrl-C or SIGTERM).

farshore run starts both by itself. On several machines, run them where you like:
  urgent   writes changed pages within a second, hides at once; quick work only
  media    what takes long: pictures, deletions by date"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("which", choices=["urgent", "media"], help="which of the two")
    parser.add_argument(
        "--once", action="store_true", help="do what is waiting once, and come back"
    )


def main(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    if given.once:
        from farshore.kernel import clock
        from farshore.press.worker import run_once

        run_once(given.which, clock.now())
        return DONE
    work(given.which)
    return DONE


def work(which: str) -> None:
    """The worker's loop, in this process, until SIGTERM or SIGINT."""
    from farshore.press import worker

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    {"urgent": worker.run_urgent, "media": worker.run_media}[which](stop)
