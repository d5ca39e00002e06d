"""farshore hide."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG, Stop, complain, say

if TYPE_CHECKING:
    from farshore.moderation.models import Scope

ABOUT = """Alarm: take one story, a whole country or everything off the site at once; and back.

All at once or nothing. Until it is ended with --show, what is released under it stays hidden too.
--show brings back what this alarm hid, and nothing that the team or a teller hid one by one.
docs/using/taking-down.md has more."""

REASONS = ("danger", "order", "attack", "mistake", "unsaid")
PATIENCE = 5.0
"""Seconds without a page taken down after which the press is said to be stuck."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    about = parser.add_mutually_exclusive_group(required=True)
    about.add_argument("--all", action="store_true", help="every story")
    about.add_argument("--country", metavar="CODE", help="every story with a place there: KP, KR…")
    about.add_argument("--story", metavar="SLUG", help="one story, by the end of its address")
    parser.add_argument("--show", action="store_true", help="end the alarm instead")
    parser.add_argument(
        "--reason", choices=REASONS, default="unsaid", help="why, for the audit log"
    )


def main(given: argparse.Namespace) -> int:
    folder = open_house(given.data)
    require_tables()
    scope, what = _about(given)
    began = time.monotonic()
    _show(scope, what) if given.show else _hide(scope, what, given.reason)
    return _pressed(folder, began)


def _about(given: argparse.Namespace) -> "tuple[Scope, str]":
    from farshore.moderation.models import Scope
    from farshore.moderation.queries.alarms import is_country

    if given.all:
        return Scope.ALL, ""
    if given.story:
        return Scope.STORY, given.story.strip().rstrip("/").rpartition("/")[2]
    code = given.country.strip().upper()
    if not is_country(code):
        raise Stop(
            f"{given.country} is no country's code. Nothing was hidden.",
            "Give two letters: KP for North Korea, KR for South Korea, CN for China.",
            code=WRONG,
        )
    return Scope.COUNTRY, code


def _hide(scope: "Scope", what: str, reason: str) -> None:
    from farshore.moderation.actions.panic import raise_alarm
    from farshore.moderation.models import Reason
    from farshore.stories.errors import UnknownStory

    try:
        many = raise_alarm(scope=scope, what=what, reason=Reason(reason))
    except UnknownStory:
        raise Stop(f"There is no story {what}. Nothing was hidden.", code=REFUSED) from None
    say(f"{_stories(many)} hidden. The alarm stands until it is ended with --show.")


def _show(scope: "Scope", what: str) -> None:
    from farshore.moderation.actions.panic import end_alarm
    from farshore.moderation.errors import NoAlarm

    try:
        many = end_alarm(scope=scope, what=what)
    except NoAlarm:
        raise Stop("No such alarm stands. Nothing was changed.", code=REFUSED) from None
    say(f"The alarm has ended. {_stories(many)} shown again.")


def _stories(many: int) -> str:
    return "1 story is" if many == 1 else f"{many} stories are"


def _pressed(folder: Path, began: float) -> int:
    """Wait until the pages are as they should be. Where no house runs, press them here: two
    presses at once could undo each other's work."""
    from farshore.config.running.lock import AlreadyRunning, Lock

    try:
        with Lock(folder / "run" / "lock"):
            done = _press()
    except AlreadyRunning:
        done = _wait()
    if done:
        say(f"Every page says so, {time.monotonic() - began:.1f} seconds after.")
        return DONE
    complain(
        "The pages are not all written yet, and no worker seems to write them.",
        "Restart farshore run, or see what farshore check says.",
    )
    return PROBLEM


def _press() -> bool:
    from farshore.kernel import clock
    from farshore.press.actions import press_waiting
    from farshore.press.queries import backlog

    while press_waiting(clock.now()):
        pass
    return not backlog(clock.now())


def _wait() -> bool:
    """Whether the running house's worker has come to the end; False when it stands still."""
    from farshore.kernel import clock
    from farshore.press.queries import backlog

    left, moved = backlog(clock.now()), time.monotonic()
    while left and time.monotonic() - moved < PATIENCE:
        time.sleep(0.1)
        now = backlog(clock.now())
        if now < left:
            moved = time.monotonic()
        left = now
    return not left
