"""farshore uses: what the film's team used of public stories, as a table that goes out and in."""

import argparse
from pathlib import Path

from farshore.config.cli import acts
from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG, Stop, complain, say

ABOUT = """What the film's team used of public stories, and where, as a table (CSV).

When a teller takes a story or a yes back, each line of it has to be taken out by hand. The studio
shows which (What was used); this command is for those who keep the list in a program of their own.
docs/using/film.md has more."""

_EXPORT = """Write every use to FILE, a table that no spreadsheet computes.

The last two columns say what was taken out, and what must go."""

_IMPORT = """Write down what is new in FILE: all of it, or nothing where a line must not be.

Columns are known by their names: story, part and used in must be there. Lines with an id that is
known here are left as they are. Refuses what a story's teller did not agree to."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    inside = acts.inside(parser)
    export = acts.add(inside, "export", _EXPORT)
    export.add_argument("--out", metavar="FILE", required=True, help="where to write it")
    taking = acts.add(inside, "import", _IMPORT)
    taking.add_argument("file", metavar="FILE", help="a table, as export writes it")


def main(given: argparse.Namespace) -> int:
    return {"export": _export, "import": _import}[given.act](given)


def _export(given: argparse.Namespace) -> int:
    out = Path(given.out)
    if out.exists():
        raise Stop(f"{out} is there already, and was left as it is.", code=REFUSED)
    open_house(given.data)
    require_tables()
    from farshore.moderation.queries.uses import rows
    from farshore.moderation.uses import table
    from farshore.vault import whole
    from farshore.vault.errors import NoRoom

    found = list(rows())
    try:
        whole.write(out, table(found), anew=True)
    except NoRoom:
        raise Stop(f"The disk is full: {out} was not written.") from None
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}.") from error
    say(f"{len(found)} uses are in {out}, {sum(one.must_go for one in found)} of them must go.")
    return DONE


def _import(given: argparse.Namespace) -> int:
    path = Path(given.file)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from error
    open_house(given.data)
    require_tables()
    from farshore.moderation.actions.uses import record_many
    from farshore.moderation.errors import NotATable
    from farshore.moderation.uses import REASONS, read

    try:
        made = record_many(entries=read(data), by=None)
    except ValueError as refusal:
        raise Stop(f"{REASONS[str(refusal)]} Nothing was written down.", code=WRONG) from None
    except NotATable as refusal:
        for line, why in refusal.faults:
            complain(f"Line {line}: {REASONS[why]}")
        complain("Nothing was written down.")
        return PROBLEM
    say(f"{made} uses are new.")
    return DONE
