"""farshore mirror: sites that keep a copy of this one, from both sides."""

import argparse
import re
from pathlib import Path

from farshore.config.cli import acts
from farshore.config.cli.house import open_house, require_tables
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG, Stop, complain, say
from farshore.kernel import clock

ABOUT = """Keep a copy of a house's open data, and let a house know who keeps one.

keep runs where the copy is, and needs no house there. The other acts run in the house.
docs/running/mirrors.md has both sides."""

_KEEP = """Bring a copy of another house's open data up to date.

First what the house has revoked is deleted, words and pictures; then what is new is fetched. Let a
timer run it every hour, or oftener. The folder can be served as it is: mirror.json in it tells the
house how far the copy is."""

_ADD = """Let this house know of a site that keeps a copy.

The ledger of every story that is hidden, changed or taken back waits for this site from then on.
The house asks URL/mirror.json every five minutes."""

_REMOVE = "Strike a site off: nothing waits for it any more."

_LIST = "Show the sites that keep a copy, and how far each says it is."

_KEY = """Show the key by which copies know this house, and what to type where the copy is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    inside = acts.inside(parser)
    keep = acts.add(inside, "keep", _KEEP)
    keep.add_argument("house", metavar="HOUSE", help="the house's address: https://film.example")
    keep.add_argument("--key", required=True, help="the house's key: farshore mirror key shows it")
    keep.add_argument("--out", metavar="FOLDER", required=True, help="where the copy lies")
    add = acts.add(inside, "add", _ADD)
    add.add_argument("name", metavar="NAME", help="what the team calls it")
    add.add_argument("url", metavar="URL", help="where it serves its folder")
    remove = acts.add(inside, "remove", _REMOVE)
    remove.add_argument("name", metavar="NAME")
    acts.add(inside, "list", _LIST)
    acts.add(inside, "key", _KEY)


def main(given: argparse.Namespace) -> int:
    known = {"keep": _keep, "add": _add, "remove": _remove, "list": _list, "key": _key}
    return known[given.act](given)


def _keep(given: argparse.Namespace) -> int:
    from farshore.kernel.fetch import Unreachable
    from farshore.stories.keeping import NotOpenData, keep
    from farshore.stories.revocations import NotTheList, StaleList

    house = given.house.rstrip("/")
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}=", given.key):
        raise Stop("That is no key of a house. Nothing was changed.", _ASK_FOR_KEY, code=WRONG)
    try:
        kept = keep(house=house, key=given.key, folder=Path(given.out), today=clock.today())
    except Unreachable as why:
        complain(f"{house} could not be asked: {why}.", "The copy is kept; try again later.")
        return PROBLEM
    except NotTheList:
        raise Stop(
            f"The list that {house} gives is not signed by this key. Nothing was changed.",
            _ASK_FOR_KEY,
            code=REFUSED,
        ) from None
    except StaleList:
        complain(
            f"The list that {house} gives is an old one. Nothing was changed.",
            "Something between you and the house may hold it back. Ask its team another way.",
        )
        return PROBLEM
    except NotOpenData:
        complain(
            "What was revoked is deleted. The open data of the house could not be read.",
            "The rest of the copy is as it was. Tell the house's team.",
        )
        return PROBLEM
    say(f"{kept.deleted} deleted, {kept.stories} kept, {kept.pictures} pictures fetched.")
    return DONE


_ASK_FOR_KEY = "Ask the house's team for it: farshore mirror key shows it there."


def _add(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.moderation.actions.mirrors import register
    from farshore.moderation.errors import NotAMirror

    try:
        register(name=given.name, url=given.url)
    except NotAMirror:
        raise Stop(
            "A mirror needs a name and an https address. Nothing was changed.", code=WRONG
        ) from None
    say(f"{given.name} is registered. What has to go from now on waits for it.")
    return DONE


def _remove(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.moderation.actions.mirrors import forget
    from farshore.moderation.errors import UnknownMirror

    try:
        forget(name=given.name)
    except UnknownMirror:
        raise Stop(f"No mirror is called {given.name}.", code=REFUSED) from None
    say(f"{given.name} is struck off. What it has kept, it has.")
    return DONE


def _list(given: argparse.Namespace) -> int:
    open_house(given.data)
    require_tables()
    from farshore.moderation.models import Mirror
    from farshore.stories.queries import serial

    rows = Mirror.objects.order_by("name")
    for row in rows:
        heard = f"heard on {row.heard_on}" if row.heard_on else "not heard yet"
        say(f"{row.name}  {row.url}  list {row.serial} of {serial()}, {heard}")
    if not rows:
        say("No site that keeps a copy is registered.")
    return DONE


def _key(given: argparse.Namespace) -> int:
    open_house(given.data)
    from django.conf import settings

    from farshore.kernel.signing import public_key

    key = public_key(settings.SIGNING_KEY)
    say(key)
    say("Where the copy is to be kept:")
    say(f"  farshore mirror keep {settings.BASE_URL} --key {key} --out copy")
    return DONE
