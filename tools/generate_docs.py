"""Writes the pages of docs/ that say what the code says; `--check` fails where they differ.

python tools/generate_docs.py            write docs/running/{settings,commands,findings}.md, checks/
python tools/generate_docs.py --check    change nothing; 1 where a page is stale
"""

import argparse
import ast
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "farshore"
RUNNING = ROOT / "docs" / "running"
NOTE = "<!-- Written by tools/generate_docs.py. Change the code, not this page. -->\n\n"


@dataclass(frozen=True, slots=True)
class Read:
    """One place where the environment is read."""

    name: str
    kind: str
    default: str
    least: str = ""
    most: str = ""


class Undescribed(Exception):
    """Settings are read that config/described.py has no words for, or the reverse."""


def pages() -> dict[Path, str]:
    """Every generated page."""
    made = {RUNNING / "settings.md": settings_page(), RUNNING / "commands.md": commands_page()}
    return made | check_pages() | {RUNNING / "findings.md": findings_page()}


def settings_page() -> str:
    """A table of every setting that the code reads."""
    from farshore.config.described import SETTINGS

    reads = {read.name: read for read in _reads()}
    if apart := sorted(set(reads) ^ set(SETTINGS)):
        raise Undescribed(f"config/described.py and the code differ in: {', '.join(apart)}")
    lines = [f"{NOTE}# Settings\n"]
    lines += [
        "Settings come from the environment. A value that cannot be used stops the start with a "
        "sentence\nand a hint. A secret may lie in a file instead: `NAME_FILE` names it.\n",
        "| setting | value | default | what it does |\n|---|---|---|---|",
    ]
    for name, words in SETTINGS.items():
        read = reads[name]
        lines.append(f"| `{name}` | {_value(read)} | {_default(read)} | {words} |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """The help of every command."""
    from farshore.config.cli import COMMANDS, name_of, parser

    os.environ["COLUMNS"] = "92"
    top = parser()
    chosen = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    lines = [f"{NOTE}# Commands\n", f"{top.description}\n", f"{top.epilog}\n"]
    for name in map(name_of, COMMANDS):
        lines += _helped(chosen.choices[name], f"## farshore {name}")
    return "\n".join(lines)


def _helped(parser: argparse.ArgumentParser, title: str) -> list[str]:
    """A command's help, and that of its acts."""
    lines = [f"{title}\n\n```text\n{parser.format_help().strip()}\n```\n"]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                lines += _helped(inner, f"#{title} {name}")
    return lines


def check_pages() -> dict[Path, str]:
    """A page for each check, and their list."""
    from farshore.config.checks.catalogue import ENTRIES

    made = {ROOT / entry.page: _check_page(entry) for entry in ENTRIES}
    rows = [f"| [{e.id}]({e.id}.md) | {_level(e.stops)} | {e.title} |" for e in ENTRIES]
    head = f"{NOTE}# Checks\n\n`farshore check` looks for these, and so does every start.\n\n"
    made[RUNNING / "checks" / "README.md"] = (
        head + "| id | kind | what is the matter |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )
    return made


def findings_page() -> str:
    """Everything that a running house is graded for."""
    from farshore.config.grading.catalogue import ENTRIES

    lines = [f"{NOTE}# What a house is graded for\n"]
    lines.append(
        "`farshore check --deploy URL` looks at these; [how the grade is made](grading.md).\n"
    )
    for entry in ENTRIES:
        lines += [f"## {entry.id}\n", f"{entry.title} (counts as: {entry.level}).\n"]
        lines += [f"{entry.why}\n", f"*What to do.* {entry.do}\n"]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    made = pages()
    kept = {path for path in (RUNNING / "checks").glob("*.md") if path not in made}
    stale = [path for path, text in made.items() if _now(path) != text]
    if check:
        for path in sorted([*stale, *kept]):
            sys.stdout.write(f"stale: {path.relative_to(ROOT)}\n")
        return 1 if stale or kept else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], "utf-8")
    for path in kept:
        path.unlink()
    sys.stdout.write(f"{len(stale)} pages written, {len(made) - len(stale)} were fresh.\n")
    return 0


def _reads() -> Iterator[Read]:
    """Every call of a typed reader, of `keys.secret` and of `os.environ.get("FARSHORE_…")`."""
    for name in ("settings", "keys", "env"):
        tree = ast.parse((SOURCE / "config" / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from _read(node, node.func)


def _read(call: ast.Call, called: ast.Attribute) -> Iterator[Read]:
    owner = ast.unparse(called.value)
    if owner not in {"env", "keys", "os.environ"} or not call.args:
        return
    first = call.args[0]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return
    default = ast.unparse(call.args[1]) if len(call.args) > 1 else ""
    bounds = {key.arg or "": ast.unparse(key.value) for key in call.keywords}
    kind = called.attr if owner != "os.environ" else "text"
    yield Read(first.value, kind, default, bounds.get("least", ""), bounds.get("most", ""))


def _value(read: Read) -> str:
    bounds = f"{read.least} to {read.most}".replace("_", "\u202f") if read.least else ""
    return {
        "boolean": "yes or no",
        "integer": bounds,
        "span": f"two numbers, {bounds}",
        "languages": "codes",
        "zone": "a time zone",
        "base_url": "an address",
        "database": "an address",
        "secret": "a secret",
        "team_keys": "public keys",
    }.get(read.kind, "text")


def _default(read: Read) -> str:
    if read.kind == "secret":
        return "made at the first start"
    if read.kind == "boolean":
        return "yes" if read.default == "True" else "no"
    if read.kind == "span":
        return read.default.strip("()").replace(", ", "-")
    plain = read.default.strip("'\"").replace("_", "\u202f")
    known = {"DATABASE_URL": "SQLite in the data folder", "FARSHORE_DATA": "`./var`"}
    known["FARSHORE_MAIL_FROM"] = "`farshore@localhost`"
    return known.get(read.name) or (f"`{plain}`" if plain else "")


def _check_page(entry: object) -> str:
    from farshore.config.checks.catalogue import Entry

    assert isinstance(entry, Entry)
    effect = (
        "The house does not open until it is mended. Nothing that was handed over is touched."
        if entry.stops
        else "The house opens all the same."
    )
    return (
        f"{NOTE}# farshore.{entry.id}: {entry.title}\n\n{entry.why}\n\n{effect}\n\n"
        f"**What to do.** {entry.do}\n"
    )


def _level(stops: bool) -> str:
    return "error" if stops else "warning"


def _now(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
