"""farshore keys: the team's keys, and the epochs."""

import argparse
import getpass
import sys
from pathlib import Path

from farshore.config.cli import acts
from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, REFUSED, Stop, complain, say
from farshore.kernel import clock

ABOUT = """Make the team's keys, and see which keys there are.

Contacts and originals are sealed to the public keys of the team. The private ones stay with people,
never on the machine that runs Farshore. docs/running/keys.md says how a small team keeps them."""

_CREATE = """Make a key pair, on a machine of the team's: never on the server.

Writes the private key to FILE, which only you can read, and shows the public one. The file is one
of the age program's, so that age can open what was sealed too. Needs no house and no network."""

_LIST = """Show the team's public keys and the epochs of this house.

For each key: its id, and how many sealed things it opens. A key that is no longer in
FARSHORE_TEAM_KEYS is listed as long as something still needs it."""

_BEGIN = """Begin an epoch although the older ones are lost.

Only for a house whose folder of epochs is gone, with every copy of it. What lay under them cannot
be read again; new stories can be taken in. Where epochs are in the folder, this changes nothing."""

_KEEP = (
    "How to keep it:",
    "  - Copy the file to two USB sticks, or print it, and give them to two people in two places.",
    "  - Then delete it from this machine, unless it is one that never goes online.",
    "  - Losing every copy means that what was sealed to it can never be read.",
    "  - Whoever has a copy can read it all. Make a new pair if one may have been seen.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    inside = acts.inside(parser)
    create = acts.add(inside, "create", _CREATE)
    create.add_argument("--out", metavar="FILE", required=True, help="where the private key goes")
    create.add_argument(
        "--passphrase", action="store_true", help="ask for a passphrase to protect the file"
    )
    acts.add(inside, "list", _LIST)
    acts.add(inside, "begin", _BEGIN)


def main(given: argparse.Namespace) -> int:
    return {"create": _create, "list": _list, "begin": _begin}[given.act](given)


def _create(given: argparse.Namespace) -> int:
    from farshore.vault import keypairs, team, whole

    out, house = Path(given.out).resolve(), Path(given.data).resolve()
    _require_apart(out, house)
    phrase = _phrase() if given.passphrase else ""
    public, data = keypairs.make(today=clock.today(), phrase=phrase)
    try:
        whole.write(out, data, anew=True)
    except FileExistsError:
        raise Stop(f"{out} is there already, and was left as it is.", code=REFUSED) from None
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}. No key was made.") from error
    say(f"The private key {team.key_id(public)} is in {out}.", "", *_KEEP, "")
    say("On the server, add the public key to FARSHORE_TEAM_KEYS:", "", f"  {public}", "")
    return DONE


def _require_apart(out: Path, house: Path) -> None:
    """Raise `Stop` for a file in the data folder, or in no folder at all."""
    if out.is_relative_to(house):
        raise Stop(
            f"{out} is in the data folder of a house. No key was made.",
            "The server must not hold it. Make it on another machine, or at least on a USB stick.",
            code=REFUSED,
        )
    if not out.parent.is_dir():
        raise Stop(f"There is no folder {out.parent}. No key was made.")
    if (house / "db.sqlite3").exists():
        complain("This looks like the machine that runs Farshore. Better make keys on another.")


def _phrase() -> str:
    """A passphrase from the terminal, twice; or, in a script, one line of standard input."""
    if not sys.stdin.isatty():
        first = second = sys.stdin.readline().rstrip("\n")
    else:
        first = getpass.getpass("Passphrase (five random words or more): ")
        second = getpass.getpass("Once more: ")
    if first != second:
        raise Stop("The two passphrases differ. No key was made.", code=REFUSED)
    if len(first) < 12:
        raise Stop("A passphrase needs 12 characters or more. No key was made.", code=REFUSED)
    return first


def _list(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from django.conf import settings

    from farshore.vault import queries, team

    counts = queries.sealed_by_key()
    ids = {team.key_id(one): one for one in settings.TEAM_KEYS}
    say("Keys of the team:" if ids else "The team has no keys: FARSHORE_TEAM_KEYS is not set.")
    say(*(f"  {id}  {_things(counts.get(id, 0))}  {key}" for id, key in ids.items()))
    older = sorted(counts.keys() - ids.keys())
    say(*(f"  {id}  {_things(counts[id])}  no longer in use, still needed" for id in older))
    say("Epochs:")
    say(*(f"  {id}  {count} keys  {_place(here)}" for id, count, here in queries.epochs_in_use()))
    return DONE


def _things(count: int) -> str:
    return f"opens {count} sealed thing{'' if count == 1 else 's'}"


def _place(here: bool) -> str:
    return "here" if here else "MISSING: put its file back"


def _begin(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.vault import rotation

    say(f"Keys of stories lie under epoch {rotation.begin().id} from now on.")
    return DONE
