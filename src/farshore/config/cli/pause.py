"""farshore pause."""

import argparse

from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, REFUSED, Stop, say

ABOUT = """Take no stories in for a while; and take them in again with --resume.

The page for sharing says so, and why. What was begun stays, and whoever has a code can come back,
answer, hide and take back as always. docs/using/taking-down.md has more."""

REASONS = ("away", "full", "danger", "unsaid")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--resume", action="store_true", help="take stories in again")
    parser.add_argument(
        "--reason", choices=REASONS, default="unsaid", help="why, for whoever comes to tell"
    )


def main(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.intake.models import Pause
    from farshore.moderation.actions.pausing import pause_intake, resume_intake

    if not given.resume:
        pause_intake(reason=Pause.Reason(given.reason))
        say("No stories are taken in until: farshore pause --resume")
        return DONE
    if not resume_intake():
        raise Stop("There was no pause. Nothing was changed.", code=REFUSED)
    say("Stories are taken in again.")
    return DONE
