"""The `farshore` command: one file for each of its commands.

Exit codes, the same for all: 0 done, 1 a problem was found, 2 wrong usage, 3 refused.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from farshore.config.cli import (
    audit,
    check,
    clips,
    createstaff,
    demo,
    hide,
    keys,
    mirror,
    pause,
    press,
    run,
    uses,
    vault,
    verify_release,
    worker,
)
from farshore.config.speech import PROBLEM, Stop, complain

COMMANDS = (
    run,
    demo,
    press,
    worker,
    check,
    createstaff,
    keys,
    vault,
    audit,
    hide,
    pause,
    mirror,
    clips,
    uses,
    verify_release,
)

_ABOUT = "Farshore: a documentary film's home on the web, and the home of the stories it sets free."
_CODES = "Exit codes: 0 done, 1 a problem was found, 2 wrong usage, 3 refused."


def name_of(command: ModuleType) -> str:
    """What one types for a command."""
    return command.__name__.rpartition(".")[2].replace("_", "-")


def parser() -> argparse.ArgumentParser:
    """The whole command line, from which docs/running/commands.md is written too."""
    top = argparse.ArgumentParser(prog="farshore", description=_ABOUT, epilog=_CODES)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in COMMANDS:
        name = name_of(module)
        short = module.ABOUT.partition("\n")[0]
        made = commands.add_parser(
            name,
            help=short,
            description=module.ABOUT,
            epilog=_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.add_argument(
            "--data",
            metavar="DIR",
            default=os.environ.get("FARSHORE_DATA") or "var",
            help="the folder that holds everything (default: FARSHORE_DATA, else ./var)",
        )
        module.add_arguments(made)
        made.set_defaults(main=module.main)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    given = parser().parse_args(arguments)
    try:
        code: int = given.main(given)
    except Stop as stop:
        complain(stop.sentence, stop.hint)
        return stop.code
    except KeyboardInterrupt:
        complain("Stopped, as you asked. Nothing is half done.")
        return PROBLEM
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEM
    return code
