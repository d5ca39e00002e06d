"""farshore vault: sealed things on their way from the server to the team, and opened there."""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from farshore.config.cli import acts
from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, PROBLEM, REFUSED, Stop, complain, say
from farshore.kernel import clock

if TYPE_CHECKING:
    from farshore.vault.opening import Opened
    from farshore.vault.pack import Item

ABOUT = """Take what is sealed to the team out of the server, and open it on the team's machine.

On the server: export, slip. They cannot open anything. On a machine of the team's: open, which
needs the team's private key, and neither a house nor a network. docs/running/keys.md has more."""

_EXPORT = """Write sealed things to FILE, and what opens their outer layer to FILE.slip.

The audit log says so. Carry both files to the team's machine. FILE ends by itself: when a teller
takes a story back, no new slip opens it. So do not keep slips: make a new one when it is needed."""

_SLIP = """Make a new slip for FILE: it opens what still stands, and nothing that was taken back."""

_OPEN = """Open what was exported, with the team's private key, on a machine of the team's.

Without --csv, --labels or --recordings it only says what could be opened. Writes a file whole or
not at all, and over nothing that is there. Delete what you wrote, and the slip, when you are done
with them."""

_KEY = "a file that farshore keys create has written (may be given several times)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    inside = acts.inside(parser)
    export = acts.add(inside, "export", _EXPORT)
    export.add_argument("--kind", required=True, help="what to export: contact or release")
    export.add_argument("--out", metavar="FILE", required=True, help="where to write it")
    slip = acts.add(inside, "slip", _SLIP)
    slip.add_argument("file", metavar="FILE", help="an export")
    slip.add_argument("--out", metavar="SLIP", required=True, help="where to write it")
    _add_opening(acts.add(inside, "open", _OPEN))


def _add_opening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="an export, its slip beside it")
    parser.add_argument("--key", metavar="KEYFILE", action="append", required=True, help=_KEY)
    parser.add_argument(
        "--slip", metavar="SLIP", action="append", help="a slip (default: FILE.slip of each)"
    )
    made = parser.add_mutually_exclusive_group()
    made.add_argument("--csv", metavar="OUT", help="write a table that spreadsheets can open")
    made.add_argument("--labels", metavar="OUT", help="write address labels (PDF)")
    parser.add_argument(
        "--recordings",
        metavar="FOLDER",
        help="write spoken releases there (a new folder)",
    )
    parser.add_argument(
        "--delimiter", choices=[",", ";", "tab"], default=",", help="between cells of the table"
    )
    parser.add_argument(
        "--sheet", choices=["a4", "letter"], default="a4", help="24 labels of 70 x 37 mm, or 30"
    )
    parser.add_argument(
        "--anyway", action="store_true", help="write what could be opened, without the rest"
    )


def main(given: argparse.Namespace) -> int:
    return {"export": _export, "slip": _slip, "open": _open}[given.act](given)


def _export(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.vault import export

    out = Path(given.out)
    slip = _beside(out)
    _require_new(out, slip)
    if not export.count(given.kind):
        say(f"Nothing of the kind {given.kind} waits here. No file was written.")
        return DONE

    def write(lines: Iterable[bytes], key: bytes) -> None:
        _write(slip, key)
        try:
            _write(out, lines)
        except Stop:
            slip.unlink()
            raise

    count = _logged(lambda: export.take_out(given.kind, staff="", write=write))
    say(f"{count} sealed things are in {out}, what opens their outer layer is in {slip}.")
    say("Carry both to a machine of the team's, and open them there with farshore vault open.")
    return DONE


def _slip(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.kernel.registry import registry
    from farshore.vault import export

    out = Path(given.out)
    _require_new(out)
    kind, items = _items(Path(given.file))

    def make() -> int:
        slip = export.slip_for(one.id for one in items)
        registry.request("record_export", staff="", kind=kind, items=len(items))
        _write(out, slip)
        return len(items)

    _logged(make)
    say(f"The slip is in {out}. It opens those of {len(items)} that still stand.")
    return DONE


def _logged(act: Callable[[], int]) -> int:
    """Do what the audit log must know; refuse where it cannot."""
    from farshore.kernel.registry import UnknownCommand
    from farshore.vault.errors import NoTeamKeys

    try:
        return act()
    except UnknownCommand:
        raise Stop("The audit log cannot take this down. Nothing left.", code=REFUSED) from None
    except NoTeamKeys:
        raise Stop(
            "The team has no keys, so no slip can be sealed. Nothing left.",
            "Set FARSHORE_TEAM_KEYS (docs/running/keys.md).",
            code=REFUSED,
        ) from None


def _open(given: argparse.Namespace) -> int:
    outs = [Path(out) for out in (given.csv, given.labels, given.recordings) if out]
    _require_new(*outs)
    opened = _opened(given)
    failed = _say_what_opened(opened)
    if failed and outs and not given.anyway:
        raise Stop(
            f"{outs[0]} was not written.",
            "Give every key that is needed, or write what could be opened with --anyway.",
        )
    names = _recordings(Path(given.recordings), opened) if given.recordings else {}
    if given.csv:
        _table(given, opened, names)
    if given.labels:
        failed = _labels(given, opened) or failed
    return PROBLEM if failed else DONE


def _recordings(folder: Path, opened: "Opened") -> dict[str, str]:
    """Write every recording into a new folder; the file's name for each item."""
    from farshore.vault.recordings import recordings

    found = recordings(opened.contents)
    for name, data in found.values():
        _write(folder / name, data)
    say(f"{len(found)} recordings are in {folder}." if found else "There are no recordings.")
    return {id: name for id, (name, _data) in found.items()}


def _table(given: argparse.Namespace, opened: "Opened", names: dict[str, str]) -> None:
    from farshore.vault import recordings
    from farshore.vault.table import KNOWN, RELEASE, table

    kinds = {_items(Path(file))[0] for file in given.files}
    between = "\t" if given.delimiter == "tab" else given.delimiter
    told = recordings.without(opened.contents, names)
    known = RELEASE if kinds == {"release"} else KNOWN
    _write(Path(given.csv), table(told, delimiter=between, known=known))
    say(f"The table is in {given.csv}.")


def _opened(given: argparse.Namespace) -> "Opened":
    from farshore.vault import opening
    from farshore.vault.errors import Damaged, SlipOver, WrongKey

    keys = [key for path in given.key for key in _identities(Path(path))]
    items = [item for path in given.files for item in _items(Path(path))[1]]
    held = opening.Slip(None, {})
    for path in given.slip or [str(_beside(Path(file))) for file in given.files]:
        try:
            slip = opening.open_slip(_read(Path(path)), keys, today=clock.today())
        except WrongKey:
            raise Stop(f"{path} was sealed to other keys than the ones you gave.") from None
        except Damaged:
            raise Stop(f"{path} is no slip, or is damaged. Make a new one on the server.") from None
        except SlipOver as over:
            raise Stop(
                f"{path} was to be used until {over.args[0]:%d %B %Y}.",
                "Make a new one with farshore vault slip: some things may have been taken back.",
                code=REFUSED,
            ) from None
        held.keys.update(slip.keys)
    return opening.open_items(items, held, keys)


def _identities(path: Path) -> list[object]:
    from farshore.vault import opening
    from farshore.vault.errors import NotAKey, WrongPassphrase

    data = _read(path)
    phrase = _phrase(path) if opening.is_protected(data) else ""
    try:
        return list(opening.identities(data, phrase=phrase))
    except WrongPassphrase:
        raise Stop(f"The passphrase does not open {path}.") from None
    except NotAKey:
        raise Stop(f"{path} holds no private key of the team.") from None


def _phrase(path: Path) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(f"Passphrase of {path}: ")


def _say_what_opened(opened: "Opened") -> bool:
    """Say it; whether something that stands could not be opened."""
    say(f"{len(opened.contents)} opened.")
    if opened.ended:
        say(f"{len(opened.ended)} were taken back or ended since the export, and are left out.")
    if opened.locked:
        wanted = " or ".join(sorted({id for item in opened.locked for id in item.to}))
        complain(f"{len(opened.locked)} need another key: {wanted}.")
    if opened.damaged:
        complain(f"{len(opened.damaged)} are damaged: {', '.join(opened.damaged)}.")
    return bool(opened.locked or opened.damaged)


def _labels(given: argparse.Namespace, opened: "Opened") -> bool:
    """Write labels; whether some had to be left out. Raises `Stop` where that was not asked for."""
    from farshore.vault import labels
    from farshore.vault.errors import Undrawable

    lines = {id: labels.address(fields) for id, fields in opened.contents.items()}
    lines = {id: told for id, told in lines.items() if told}
    if without := len(opened.contents) - len(lines):
        say(f"{without} have no postal address.")
    sheet, assets = labels.SHEETS[given.sheet], Path(__file__).resolve().parents[2] / "assets"
    left: list[str] = []
    try:
        data = labels.pdf(list(lines.values()), sheet=sheet, assets=assets) if lines else b""
    except Undrawable as error:
        left = [list(lines)[number - 1] for number in error.args[0]]
        complain(f"These cannot be drawn as they are written: {', '.join(left)}.")
        if not given.anyway:
            raise Stop(
                f"{given.labels} was not written.",
                "Take them from the table (--csv), and leave them out here with --anyway.",
            ) from None
        rest = [told for id, told in lines.items() if id not in left]
        data = labels.pdf(rest, sheet=sheet, assets=assets) if rest else b""
    if data:
        _write(Path(given.labels), data)
    drawn = len(lines) - len(left)
    say(f"{drawn} labels are in {given.labels}." if data else "There is nothing to draw.")
    return bool(left)


def _items(path: Path) -> tuple[str, tuple["Item", ...]]:
    from farshore.vault import pack
    from farshore.vault.errors import Damaged

    try:
        held = pack.read(_read(path))
    except Damaged:
        raise Stop(
            f"{path} is not an export as it was written: cut off, changed, or another file.",
            "Copy it again, or export it again.",
        ) from None
    return held.kind, held.items


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from error


def _write(path: Path, data: bytes | Iterable[bytes]) -> None:
    from farshore.vault import whole
    from farshore.vault.errors import NoRoom

    try:
        whole.write(path, data, anew=True)
    except NoRoom:
        raise Stop(f"The disk is full: {path} was not written.") from None
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}.") from error


def _require_new(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise Stop(f"{path} is there already, and was left as it is.", code=REFUSED)
        if not path.resolve().parent.is_dir():
            raise Stop(f"There is no folder {path.resolve().parent}.")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.slip")
