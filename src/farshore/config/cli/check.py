"""farshore check."""

import argparse
import json

from farshore.config.cli.house import open_house
from farshore.config.speech import DONE, PROBLEM, WRONG, Stop, say
from farshore.kernel import clock

ABOUT = """Look for what is wrong with this installation, and say how to mend it.

Changes nothing. Every finding has an id and a page of its own under docs/running/checks/.
Warnings are worth reading; only errors make the exit code 1.

With --deploy and an address a running house is graded from outside, A to F, by its public pages
alone: no code is sent and no story begun, and it need not be this installation's own house.
docs/running/grading.md has the rule. A grade below B, or below --least, makes the exit code 1."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deploy",
        nargs="?",
        const=True,
        default=False,
        metavar="URL",
        help="check also what matters on the open internet; or grade the house at URL",
    )
    parser.add_argument("--json", action="store_true", help="write the findings as JSON")
    outside = parser.add_argument_group("for grading the house at URL")
    outside.add_argument(
        "--least", choices=list("ABCDEF"), default="B", help="the grade that is enough (default: B)"
    )
    outside.add_argument("--studio", metavar="URL", help="where the studio has its own host name")
    outside.add_argument("--key", default="", help="the house's key: farshore mirror key shows it")
    outside.add_argument("--ca", metavar="FILE", help="trust the certificates in this file alone")
    outside.add_argument(
        "--at", metavar="HOST:PORT", default="", help="connect there, whatever the name says"
    )


def main(given: argparse.Namespace) -> int:
    if isinstance(given.deploy, str):
        return _grade(given)
    if given.studio or given.key or given.ca or given.at:
        raise Stop("There is no house to grade.", "Name it: --deploy URL.", code=WRONG)
    open_house(given.data)
    from farshore.config.checks import report

    findings = report.findings(deploy=given.deploy)
    if given.json:
        say(json.dumps([found.as_dict() for found in findings], indent=2, ensure_ascii=False))
    else:
        say(*report.in_words(findings))
    return PROBLEM if any(found.stops for found in findings) else DONE


def _grade(given: argparse.Namespace) -> int:
    """Needs no house: only the address of one."""
    from farshore.config.grading import asking, house, report
    from farshore.config.grading.visit import NotAHouse

    try:
        target = asking.target(given.deploy, at=given.at)
        own = asking.target(given.studio, at=given.at) if given.studio else None
        trust = asking.trusting(given.ca)
    except asking.NotAnAddress:
        raise Stop("That is no address of a house.", _ADDRESS, code=WRONG) from None
    except OSError:
        raise Stop(f"{given.ca} holds no certificates that can be read.", code=WRONG) from None
    try:
        found = house.graded(target, trust=trust, now=clock.now(), own=own, key=given.key)
    except NotAHouse as why:
        raise Stop(*map(report.tame, why.args)) from None
    made = report.grade(found)
    if given.json:
        told = {"address": target.origin, "grade": made, "least": given.least}
        told |= {"findings": [one.as_dict() for one in found]}
        say(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        say(*report.in_words(target.origin, found))
    return DONE if report.is_enough(made, least=given.least) else PROBLEM


_ADDRESS = (
    "Write scheme and host, and nothing after them, such as https://film.example/; --at is "
    "HOST:PORT."
)
