"""farshore verify-release."""

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from farshore.config.speech import DONE, REFUSED, Stop, say
from farshore.kernel import clock

if TYPE_CHECKING:
    from farshore.config.releases.examining import Verdict

ABOUT = """Tell whether an update is one that two founders signed, before you install it.

By the keys that the version you run holds, not by what comes with the update. Looks at every file
of a release's folder; with one FILE, at that one, its RELEASE.json and its SHA256SUMS.

Installs nothing, changes nothing, and needs no house and no network. docs/running/updating.md says
what a yes proves, and what it does not."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("release", metavar="FOLDER|FILE", help="what you have fetched")
    parser.add_argument(
        "--older", action="store_true", help="take a version older than the one that runs"
    )


def main(given: argparse.Namespace) -> int:
    from farshore.config.releases import examining, folder, founders
    from farshore.config.releases.errors import Refused

    path, running = Path(given.release), version("farshore")
    place, only = (path, "") if path.is_dir() else (path.parent, path.name)
    try:
        with folder.opened(place) as held:
            verdict = examining.examine(
                held,
                known=founders.installed(),
                running=running,
                today=clock.today(),
                only=only,
                older=given.older,
            )
    except Refused as why:
        raise Stop(f"Do not install it. {why}", why.hint, code=REFUSED) from None
    say(*_words(verdict, running, only))
    return DONE


def _words(verdict: "Verdict", running: str, only: str) -> list[str]:
    about = verdict.about
    what = f"{only} is" if only else f"{verdict.files} files are"
    same = "which you run already" if about.version == running else f"and you run {running}"
    return [
        f"{what} as {len(verdict.signers)} founders signed: {', '.join(verdict.signers)}.",
        f"It is Farshore {about.version}, {same}.",
        f"Made of commit {about.commit}, of {about.day}.",
        *verdict.notes,
    ]
