"""A developer's command for releases: build, compare, sign, and the founders' keys.

.venv/bin/python -m tools.release build --out dist/0.2.0     from a clean checkout with its tag
.venv/bin/python -m tools.release compare FOLDER             build again here: is it the same?
.venv/bin/python -m tools.release sign FOLDER --as anna --key FILE
.venv/bin/python -m tools.release founders show|add|remove|sign

docs/developing/releasing.md has the whole way.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from farshore.config.releases import founders
from farshore.config.releases.errors import Refused
from tools.releasing import checkout, comparing, people, signing
from tools.releasing.assembling import assemble
from tools.releasing.checkout import Source
from tools.releasing.programs import told
from tools.setup.ground import ROOT, Trouble, say

Prepare = Callable[[Path], Path]
"""Builds what the packages need in a tree, and gives the environment to pack with."""


def made(tree: Path) -> Path:
    """`make build` in a fresh checkout."""
    told([sys._base_executable, "tools/make.py", "build"], cwd=tree)  # type: ignore[attr-defined] # not this environment's own
    return tree / ".venv"


def build(root: Path, out: Path, *, prepare: Prepare = made) -> Source:
    """A release's folder from the tagged commit that is checked out in `root`. Raises `Trouble`."""
    made_from = checkout.source(root)
    if out.exists() and any(out.iterdir()):
        raise Trouble(f"{out} is not empty. Nothing was built.")
    with tempfile.TemporaryDirectory(prefix="farshore-release-") as name:
        place = Path(name)
        tree = checkout.clone(root, place, made_from)
        tools = prepare(tree)
        out.mkdir(parents=True, exist_ok=True)
        assemble(tree, out.resolve(), place, made_from, tools=tools)
    return made_from


def compare(root: Path, folder: Path, *, prepare: Prepare = made) -> list[str]:
    """Where a folder differs from what is built here, in words."""
    with tempfile.TemporaryDirectory(prefix="farshore-compare-") as name:
        mine = Path(name) / "mine"
        build(root, mine, prepare=prepare)
        unlike = comparing.differences(folder, mine)
        return [*unlike, *comparing.made_differently(folder, mine)] if unlike else []


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        code: int = given.act(given)
    except Trouble as trouble:
        sys.stderr.write("".join(f"release: {line}\n" for line in trouble.lines))
        return 1
    except Refused as why:
        sys.stderr.write(f"release: {why}\n")
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="release", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    acts = top.add_subparsers(required=True)
    one = acts.add_parser("build")
    one.add_argument("--out", type=Path, required=True)
    one.set_defaults(act=_build)
    one = acts.add_parser("compare")
    one.add_argument("folder", type=Path)
    one.set_defaults(act=_compare)
    one = acts.add_parser("sign")
    one.add_argument("folder", type=Path)
    _signer(one)
    one.set_defaults(act=_sign)
    _founders(acts.add_parser("founders").add_subparsers(required=True))
    return top


def _founders(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    acts.add_parser("show").set_defaults(act=_show)
    one = acts.add_parser("add")
    one.add_argument("person")
    one.add_argument("public", type=Path, help="the .pub file")
    one.add_argument(
        "--until", type=date.fromisoformat, help="the day from which it does not count"
    )
    one.set_defaults(act=_add)
    one = acts.add_parser("remove")
    one.add_argument("person")
    one.set_defaults(act=_remove)
    one = acts.add_parser("sign")
    _signer(one)
    one.set_defaults(act=_sign_keys)


def _signer(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="person", required=True, help="your name among the founders")
    parser.add_argument("--key", type=Path, required=True, help="your private key, or its .pub")


def _build(given: argparse.Namespace) -> int:
    made_from = build(ROOT, given.out)
    say(f"{given.out} is Farshore {made_from.version} of {made_from.commit}. Nobody signed it yet.")
    return 0


def _compare(given: argparse.Namespace) -> int:
    unlike = compare(ROOT, given.folder)
    for line in unlike or ["It is the same as what was built here."]:
        say(line)
    return 1 if unlike else 0


def _sign(given: argparse.Namespace) -> int:
    about = signing.sign_release(given.folder, person=given.person, key=given.key, today=_today())
    say(f"{given.person} has signed {about.version}, commit {about.commit}.")
    return 0


def _show(_given: argparse.Namespace) -> int:
    now = founders.installed()
    say(f"Keys {now.number}: {', '.join(now.people(_today())) or 'nobody'}")
    for key in now.keys:
        line = f"{key.kind} {key.blob}\n".encode()
        print_of = subprocess.run(["ssh-keygen", "-lf", "-"], input=line, capture_output=True)
        say(f"  {key.person}: {print_of.stdout.decode().strip()}, until {key.until or 'removed'}")
    return 0


def _add(given: argparse.Namespace) -> int:
    public = given.public.read_text("ascii")
    path = people.add(founders.CHAIN, person=given.person, public=public, until=given.until)
    return _written(path)


def _remove(given: argparse.Namespace) -> int:
    return _written(people.remove(founders.CHAIN, person=given.person, today=_today()))


def _written(path: Path) -> int:
    say(f"{path.relative_to(ROOT)} is written.")
    if founders.number_of(path.name) != 1:
        say("Two founders of the keys before must sign it: release founders sign")
    return 0


def _sign_keys(given: argparse.Namespace) -> int:
    path = signing.sign_keys(founders.CHAIN, person=given.person, key=given.key, today=_today())
    say(f"{given.person} has signed {path.name}.")
    return 0


def _today() -> date:
    return datetime.now(UTC).date()


if __name__ == "__main__":
    sys.exit(main())
