"""farshore demo."""

import argparse

from farshore.config.cli.house import open_house
from farshore.config.speech import DONE, REFUSED, Stop, say

ABOUT = """Fill an empty house with the demonstration: a fictional film and twelve invented stories.

A house that already has a film or a story is left as it is. To see it, start farshore run; with
FARSHORE_DEMO=yes it also makes two moderators, and says how they log in."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def main(given: argparse.Namespace) -> int:
    open_house(given.data)
    from farshore.config.running import prepare

    prepare.require_sound()
    prepare.migrate()
    if not prepare.fill_demo():
        raise Stop(
            "This house already has a film or stories, so the demonstration was not added.",
            "Try it in a folder of its own: farshore demo --data demo",
            code=REFUSED,
        )
    say("The demonstration is in. Start FARSHORE_DEMO=yes farshore run to see it.")
    return DONE
