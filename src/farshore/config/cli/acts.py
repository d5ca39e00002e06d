"""Commands that have acts of their own, such as `farshore keys create`."""

import argparse
from typing import Any


def inside(parser: argparse.ArgumentParser) -> Any:
    """Where a command's acts are added."""
    return parser.add_subparsers(dest="act", metavar="ACT", required=True)


def add(acts: Any, name: str, about: str) -> argparse.ArgumentParser:
    """One act. `about` begins with a line that says it all."""
    made: argparse.ArgumentParser = acts.add_parser(
        name,
        help=about.partition("\n")[0],
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return made
