"""What the pages tell a reader to type exists: targets of make, commands, settings, checks."""

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from farshore.config.checks.catalogue import BY_ID
from farshore.config.cli import parser
from farshore.config.described import SETTINGS
from tests.docs.reading import ROOT, Page, pages

TARGETS = frozenset(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
OWN_VARIABLES = frozenset({"FARSHORE_MAKE", "FARSHORE_TEST_DATABASE", "FARSHORE_TEST_TABLE"})
"""Of make and of the tests: no settings of a house."""

COMMAND = re.compile(
    r"^(?:[$#] )?(?:sudo (?:-\S+ \S+ )?)?(?:[A-Z_]+=\S+ )*(\S*/)?(make|farshore) (.*)"
)
SETTING = re.compile(r"\bFARSHORE_[A-Z_]*[A-Z]\b")
FORMAT = re.compile(r"^farshore [a-z ]+ \d+$")
"""How our formats call themselves: `farshore audit 1` is no command."""

CHECK = re.compile(r"\b[EW]0\d\d\b")


def typed(page: Page) -> Iterator[tuple[str, list[str]]]:
    """(`make` or `farshore`, the words after it) for each command that a page shows."""
    lines = [
        line.strip() for block in page.blocks for line in block.replace("\\\n", " ").split("\n")
    ]
    for line in [*lines, *page.inline]:
        if (found := COMMAND.match(line)) and not FORMAT.match(line):
            yield found[2], shlex.split(found[3], comments=True)


def faults(page: Page) -> list[str]:
    """What a page shows that does not exist."""
    told = []
    for program, words in typed(page):
        told += _make(words) if program == "make" else _farshore(words)
    told += [name for name in SETTING.findall(page.text) if not _is_setting(name)]
    return told + [id for id in CHECK.findall(page.text) if id not in BY_ID]


def _make(words: list[str]) -> list[str]:
    targets = [word for word in words if "=" not in word and not word.startswith("-")]
    return [f"make {word}" for word in targets if word not in TARGETS]


def _farshore(words: list[str]) -> list[str]:
    at, said = parser(), ["farshore"]
    while (inner := _commands(at)) and words and not words[0].startswith("-"):
        said.append(words.pop(0))
        if said[-1] not in inner:
            return [" ".join(said)]
        at = inner[said[-1]]
    options = [word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)]
    return [" ".join([*said, one]) for one in options if one not in at._option_string_actions]


def _commands(at: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands below a command; none where there are none."""
    chosen = [a for a in at._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(chosen[0].choices) if chosen else {}


def _is_setting(name: str) -> bool:
    return name.removesuffix("_FILE") in SETTINGS or name in OWN_VARIABLES


def test_everything_that_a_page_tells_to_type_exists() -> None:
    told = {page.name: bad for page in pages() if (bad := faults(page))}
    assert told == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Type `make tea`.", "make tea"),
        ("    make run\n    make coffee\n", "make coffee"),
        ("```sh\nfarshore brew --data x\n```\n", "farshore brew"),
        ("```sh\nFARSHORE_DEMO=yes farshore run --backwards\n```\n", "farshore run --backwards"),
        ("Set `FARSHORE_NOTHING`.", "FARSHORE_NOTHING"),
        ("See E999, or rather E099.", "E099"),
    ],
)
def test_what_does_not_exist_is_noticed(text: str, found: str) -> None:
    assert faults(Page(ROOT / "README.md", f"# A page\n\n{text}\n")) == [found]


def test_commands_are_told_from_prose() -> None:
    page = Page(
        ROOT / "README.md", "We make run of it; farshore is a house.\n\n    make run PORT=1\n"
    )
    assert list(typed(page)) == [("make", ["run", "PORT=1"])]


def test_every_command_and_every_setting_is_on_its_page() -> None:
    commands = Page.at(ROOT / "docs/running/commands.md").text
    settings = Page.at(ROOT / "docs/running/settings.md").text
    assert [name for name in _commands(parser()) if f"## farshore {name}\n" not in commands] == []
    assert [name for name in SETTINGS if f"| `{name}` |" not in settings] == []


def test_every_measurement_is_on_its_page() -> None:
    text = Page.at(ROOT / "docs/developing/measuring.md").text
    programs = {path.name for path in (ROOT / "bench").glob("*.py")} - {"run.py"}
    assert sorted(name for name in programs if f"| `{name}` |" not in text) == []
