"""farshore createstaff."""

import argparse
import getpass
import secrets
import sys

from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, REFUSED, WRONG, Stop, say
from farshore.moderation.errors import BadAccount, BothHands, NameTaken, NoSuchAccount
from farshore.moderation.roles import (
    EDITORS,
    FILM_TEAM,
    FULFILMENT,
    MODERATORS,
    OPERATORS,
    RELEASERS,
    SAFEGUARDING,
)

ABOUT = """Make an account for a member of the team, or give one new keys.

Asks for a password, or with --generate makes one and shows it once. At the first login the studio
asks for a second key: a passkey, or an authenticator app. Log in soon: until then, whoever learns
the password could set up theirs.

What each role may do:
  moderator  read the stories given to them, ask the teller, approve
  releaser   release stories that another person approved
  safeguarding  the same, and the second yes to stories of people under 18
  fulfilment take out sealed contacts; reads no story, and no contact on this machine
  operator   give stories to others, alarm, pause; reads neither
  film       the film's days, and what was used where; reads no unreleased story
  editor     the film's pages and pictures

Who has lost a password, a phone or a passkey gets in again by --reset: a new password, and all
second keys taken away."""

ROLES = {
    "moderator": MODERATORS,
    "releaser": RELEASERS,
    "safeguarding": SAFEGUARDING,
    "fulfilment": FULFILMENT,
    "operator": OPERATORS,
    "film": FILM_TEAM,
    "editor": EDITORS,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="NAME", help="the name to log in with")
    parser.add_argument(
        "--role",
        action="append",
        choices=sorted(ROLES),
        default=[],
        help="what this person does; may be given several times",
    )
    parser.add_argument(
        "--admin", action="store_true", help="may also make accounts and change every setting"
    )
    parser.add_argument(
        "--both",
        action="store_true",
        help="let one person have to do with sealed contacts and with stories; the log says so",
    )
    parser.add_argument("--email", default="", help="where mails to this person go")
    parser.add_argument("--generate", action="store_true", help="make a password and show it once")
    parser.add_argument(
        "--reset", action="store_true", help="give an account that exists new keys instead"
    )


def main(given: argparse.Namespace) -> int:
    _require_sense(given)
    open_house(given.data)
    require_tables()
    password = secrets.token_urlsafe(15) if given.generate else _ask()
    try:
        (_reset if given.reset else _create)(given, password)
    except NameTaken as error:
        raise Stop(
            f"There is an account called {error} already. Nothing was changed.",
            f"Choose another name, or give it new keys: farshore createstaff {error} --reset",
            code=REFUSED,
        ) from error
    except BothHands as error:
        raise Stop(
            "Whoever takes out sealed contacts should read no stories. No account was made.",
            "Give the roles to two people; or say that one person does both, with --both.",
            code=REFUSED,
        ) from error
    except NoSuchAccount as error:
        raise Stop(f"No account is called {error}. Nothing was changed.", code=REFUSED) from error
    except BadAccount as error:
        raise Stop(" ".join(error.sentences), "Nothing was changed.", code=REFUSED) from error
    _tell(given, password)
    return DONE


def _require_sense(given: argparse.Namespace) -> None:
    if given.reset and (given.role or given.admin or given.email):
        raise Stop(
            "--reset changes nothing but the keys. Nothing was changed.",
            "Roles and mail of an account are changed in the studio, under Settings, Users.",
            code=WRONG,
        )
    if not (given.reset or given.role or given.admin):
        raise Stop(
            "Without a role the account could do nothing. No account was made.",
            f"Say what {given.username} does: --role {', '.join(ROLES)}, or --admin.",
            code=WRONG,
        )


def _create(given: argparse.Namespace, password: str) -> None:
    from farshore.moderation.actions.staff import create_staff
    from farshore.moderation.both import Both

    create_staff(
        username=given.username,
        password=password,
        email=given.email,
        admin=given.admin,
        roles=sorted({ROLES[role] for role in given.role}),
        both=Both.SAID if given.both else "",
    )


def _reset(given: argparse.Namespace, password: str) -> None:
    from farshore.moderation.actions.staff import reset_staff

    reset_staff(username=given.username, password=password)


def _tell(given: argparse.Namespace, password: str) -> None:
    say(f"{given.username} can log in at /studio/ now.")
    if given.generate:
        say(f"The password, shown only now: {password}")


def _ask() -> str:
    """A password from the terminal, twice; or, in a script, one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Once more: ") != first:
        raise Stop("The two passwords differ. Nothing was changed.", code=REFUSED)
    return first
