"""farshore audit: whether the log is what was written, and a copy of it to keep elsewhere."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from farshore.config.cli import acts
from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, PROBLEM, REFUSED, Stop, complain, say

ABOUT = """Check the log of what the team did, and take a copy of it.

Each line of the log covers the one before: nobody can change, add or take out one unnoticed. Only
whoever can write to the whole database could write another log from its beginning; a copy that lies
elsewhere shows that as well. The log names members of the team and days, and no teller."""

_VERIFY = """Go through the whole chain: exit code 0 when it is whole, 1 when it is broken.

Says the first line that does not fit. With FILE, checks a copy instead: on any machine, without a
house and without a network."""

_EXPORT = """Write the log as lines of JSON, for keeping elsewhere. docs/running/audit.md has more.

Writes also what is broken, and says so with exit code 1: it may be evidence."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    inside = acts.inside(parser)
    verify = acts.add(inside, "verify", _VERIFY)
    verify.add_argument("file", metavar="FILE", nargs="?", help="a copy that export has written")
    export = acts.add(inside, "export", _EXPORT)
    export.add_argument("--json", action="store_true", help="lines of JSON: so it is always")
    export.add_argument("--out", metavar="FILE", help="where to write it (default: to the screen)")


def main(given: argparse.Namespace) -> int:
    if given.act == "export":
        return _export(given)
    return _verify_copy(Path(given.file)) if given.file else _verify(given)


def _verify(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.moderation.errors import BrokenChain
    from farshore.moderation.queries.log import last_line, verify_chain

    try:
        count = verify_chain()
    except BrokenChain as broken:
        return _complain_of(broken.number)
    say(_whole(count), f"The hash of its end: {last_line().hash}")
    return DONE


def _verify_copy(path: Path) -> int:
    from farshore.moderation import copies
    from farshore.moderation.errors import BrokenChain, NotALog

    try:
        with path.open(encoding="utf-8") as file:
            count = copies.verify(file)
    except BrokenChain as broken:
        return _complain_of(broken.number)
    except (NotALog, UnicodeDecodeError):
        raise Stop(f"{path} is no copy of an audit log.") from None
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from error
    say(_whole(count))
    return DONE


def _export(given: argparse.Namespace) -> int:
    out = Path(given.out) if given.out else None
    if out and out.exists():
        raise Stop(f"{out} is there already, and was left as it is.", code=REFUSED)
    open_house(given.data)
    require_tables()
    from farshore.moderation.errors import BrokenChain
    from farshore.moderation.queries.log import copied, verify_chain

    _write(out, copied())
    try:
        count = verify_chain()
    except BrokenChain as broken:
        return _complain_of(broken.number)
    if out:
        say(f"The log is in {out}. {_whole(count)}")
    return DONE


def _write(out: Path | None, lines: Iterable[bytes]) -> None:
    from farshore.vault import whole
    from farshore.vault.errors import NoRoom

    if out is None:
        for line in lines:
            sys.stdout.write(line.decode())
        return
    try:
        whole.write(out, lines, anew=True)
    except NoRoom:
        raise Stop(f"The disk is full: {out} was not written.") from None
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}.") from error


def _whole(count: int) -> str:
    return f"The log is whole: {count} lines, each as it was written."


def _complain_of(number: int) -> int:
    complain(
        f"The log is not what was written: line {number} is the first that does not fit.",
        "Somebody has changed it. Compare it with a copy that lies elsewhere.",
    )
    return PROBLEM
