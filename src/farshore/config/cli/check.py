"""farshore check."""

import argparse
import json

from farshore.config.cli.house import open_house
from farshore.config.speech import DONE, PROBLEM, say

ABOUT = """Look for what is wrong with this installation, and say how to mend it.

Changes nothing. Every finding has an id and a page of its own under docs/running/checks/.
Warnings are worth reading; only errors make the exit code 1."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deploy", action="store_true", help="check also what matters on the open internet"
    )
    parser.add_argument("--json", action="store_true", help="write the findings as JSON")


def main(given: argparse.Namespace) -> int:
    open_house(given.data)
    from farshore.config.checks import report

    findings = report.findings(deploy=given.deploy)
    if given.json:
        say(json.dumps([found.as_dict() for found in findings], indent=2, ensure_ascii=False))
    else:
        say(*report.in_words(findings))
    return PROBLEM if any(found.stops for found in findings) else DONE
