"""farshore createstaff."""

import argparse
import getpass
import secrets
import sys

from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, REFUSED, Stop, say

ABOUT = """Make an account for a member of the team.

Asks for a password, or with --generate makes one and shows it once. At the first login the
studio asks for a second factor: a passkey, or an authenticator app."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="the name to log in with")
    parser.add_argument("--email", default="", help="where mails to this person go")
    parser.add_argument(
        "--admin", action="store_true", help="may also make accounts and change every setting"
    )
    parser.add_argument("--generate", action="store_true", help="make a password and show it once")


def main(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from django.core.exceptions import ValidationError

    password = secrets.token_urlsafe(15) if given.generate else _ask()
    try:
        _create(given, password)
    except ValidationError as error:
        raise Stop(" ".join(error.messages), "No account was made.", code=REFUSED) from error
    say(f"{given.username} can log in at /studio/ now.")
    if given.generate:
        say(f"The password, shown only now: {password}")
    return DONE


def _create(given: argparse.Namespace, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    from farshore.moderation.actions.staff import create_staff

    validate_password(password)
    create_staff(username=given.username, password=password, email=given.email, admin=given.admin)


def _ask() -> str:
    """A password from the terminal, twice; or, in a script, one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Once more: ") != first:
        raise Stop("The two passwords differ. No account was made.", code=REFUSED)
    return first
