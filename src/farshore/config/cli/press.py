"""farshore press."""

import argparse

from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, PROBLEM, say

ABOUT = """Write the public pages to site/.

Without --all: what has changed or fallen due, as the urgent worker does by itself.
With --all: every page, after a restored backup or whenever in doubt. Pages whose bytes are the
same are left alone; pages of what is no longer public are replaced by a notice."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="every page, not only what waits")


def main(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.config.running import prepare
    from farshore.kernel import clock
    from farshore.press.actions import press_waiting
    from farshore.press.queries import backlog

    if given.all:
        say(f"{prepare.press_everything()} pages are in place.")
        return DONE
    done = press_waiting(clock.now())
    waiting = backlog(clock.now())
    say(f"{done} pages were pressed, {waiting} wait.")
    return PROBLEM if waiting and not done else DONE
