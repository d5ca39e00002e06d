"""Every import contract holds, and every one would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.rooms import FAR, NEAR, PLAIN, ROOT, SOURCE, built, contracts

BREACHES = {
    "rooms": ("stories/slugs.py", "from farshore.globe import sphere"),
    "one-door": ("globe/queries.py", "from farshore.intake import models"),
    "press-knows-the-registry": ("press/queries.py", "from farshore.stories import slugs"),
    "preview-only": ("intake/queries.py", "from farshore.stories.models import Story"),
    "plain": ("kernel/clock.py", "import django.utils.timezone"),
    "inside-a-room": ("stories/queries.py", "from farshore.stories import actions"),
    "server-cannot-open": ("intake/queries.py", "from farshore.vault import opening"),
    "web-stays-home": ("uploads/queries.py", "from farshore.intake.forms import fields"),
}
"""For each contract, a file and a line that breaks it."""


_LINT = """
import sys
sys.path.insert(0, "src")
from importlinter.cli import lint_imports_command
lint_imports_command()
"""


def lint(place: Path) -> subprocess.CompletedProcess[str]:
    """import-linter's answer about the package in `place/src`."""
    command = [sys.executable, "-P", "-c", _LINT, "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package's Python files and the contracts, to be spoilt."""
    only_python = shutil.ignore_patterns("assets", "data", "__pycache__", "theme", "templates")
    shutil.copytree(SOURCE, tmp_path / "src" / "farshore", ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.promise("P-01")
def test_every_contract_holds(copy: Path) -> None:
    ended = lint(copy)
    assert ended.returncode == 0, ended.stdout
    assert f"{len(contracts())} kept, 0 broken" in ended.stdout


def test_every_contract_notices_a_breach(copy: Path) -> None:
    assert BREACHES.keys() == contracts().keys()
    for file, line in BREACHES.values():
        path = copy / "src" / "farshore" / file
        path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    told = lint(copy).stdout
    for name, contract in contracts().items():
        assert f"{contract['name']} BROKEN" in told, name


def test_a_room_without_a_decision_is_noticed(copy: Path) -> None:
    new = copy / "src" / "farshore" / "cellar"
    new.mkdir()
    (new / "__init__.py").write_text("")
    ended = lint(copy)
    assert ended.returncode == 1
    assert "farshore.cellar" in ended.stdout


def test_contracts_name_every_room_that_exists() -> None:
    """A room that was built later is in the contracts of its shore."""

    def named(contract: str, key: str) -> set[str]:
        return {module.split(".")[1] for module in contracts()[contract][key]}

    assert named("one-door", "source_modules") == FAR & built()
    assert named("one-door", "forbidden_modules") == NEAR & built()
    assert named("plain", "source_modules") == PLAIN & built()
    upper = {"press", "config", "kernel", "moderation", "front"}
    assert named("press-knows-the-registry", "forbidden_modules") == built() - upper - NEAR
    with_models = {path.parent.name for path in SOURCE.glob("*/models*") if path.parent != SOURCE}
    containers = {name.split(".")[1] for name in contracts()["inside-a-room"]["containers"]}
    assert with_models <= containers
