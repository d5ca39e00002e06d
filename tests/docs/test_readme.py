"""What the README and the first pages tell a newcomer is so."""

import re
import tomllib

from farshore.config.demo import fill
from farshore.config.demo.staff import NAMES
from tests.docs.reading import ROOT, Page

README = Page.at(ROOT / "README.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NUMBERS = {2: "two", 12: "twelve"}
MOST = 400_000
"""Bytes of the picture: whoever clones the repository carries it."""


def test_two_commands_are_all_there_is_to_type() -> None:
    assert [block.strip() for block in README.blocks] == ["make run", "make test"]


def test_the_python_that_is_asked_for_is_the_one_that_is_needed() -> None:
    least = PROJECT["requires-python"].removeprefix(">=")
    assert f"Python {least} or newer" in README.text
    found = (ROOT / "tools" / "find-python").read_text("utf-8")
    assert f"needs Python {least} or newer" in found
    assert f"({', '.join(least.split('.'))})" in found


def test_the_demonstration_is_as_large_as_it_is_said() -> None:
    stories = fill._read("stories.toml")["story"]
    assert f"with {NUMBERS[len(stories)]} invented stories" in " ".join(README.text.split())
    assert f"logins for {NUMBERS[len(NAMES)]} moderators" in README.text


def test_the_demonstration_crosses_the_world_and_runs_both_ways() -> None:
    stories = fill._read("stories.toml")["story"]
    assert len({story["language"] for story in stories}) == 5
    assert {"ar", "fa"} & {story["language"] for story in stories}


def test_the_licence_is_the_one_that_is_named() -> None:
    assert PROJECT["license"] == "AGPL-3.0-or-later"
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text("utf-8")[:200]
    assert "version 3 or\nlater" in README.text


def test_the_picture_is_a_picture_and_light_enough_to_carry() -> None:
    (link,) = [link for link in README.links if link.endswith(".png")]
    data = (ROOT / link).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) < MOST


def test_every_room_is_on_the_one_page_about_the_house() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "src" / "farshore").glob("*/__init__.py")}
    assert sorted(room for room in rooms if not re.search(rf"`{room}`", text)) == []


def test_the_architecture_has_the_order_of_the_contract() -> None:
    """The table's rows, from the top, are the layers that import-linter holds."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = contract["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.MULTILINE)
    told = [re.findall(r"`(\w+)`", row) for row in rows]
    built = {path.parent.name for path in (ROOT / "src" / "farshore").glob("*/__init__.py")}
    held = [[n for n in re.findall(r"\w+", layer) if n in built] for layer in layers]
    assert [set(row) for row in told] == [set(row) for row in held if row]
