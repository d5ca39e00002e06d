"""A real data folder that processes can be killed over."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import template

Run = Callable[..., "subprocess.Popen[str]"]

_HEAD = "import sys, django; django.setup()\n"


def _environment(folder: Path) -> dict[str, str]:
    """SQLite in the folder, whatever database the rest of the run is tried on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FARSHORE_")}
    kept.pop("DATABASE_URL", None)
    paths = os.pathsep.join([str(Path("src").resolve()), str(Path.cwd())])
    return kept | {
        "FARSHORE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
        "PYTHONPATH": paths,
    }


@pytest.fixture(scope="session")
def _empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    command = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    if not template.lend(folder / "db.sqlite3"):
        subprocess.run(command, env=_environment(folder), check=True, timeout=100)
    return folder


@pytest.fixture
def folder(_empty_house: Path, tmp_path: Path) -> Path:
    """A migrated, empty data folder of this test's own."""
    target = tmp_path / "data"
    shutil.copytree(_empty_house, target)
    return target


@pytest.fixture
def start(folder: Path) -> Run:
    """Start a Python program, given as text, over the folder; Django is set up before it."""

    def run(program: str, *arguments: str, **more: object) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _HEAD + program, *arguments]
        return subprocess.Popen(
            command,
            env=_environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,  # type: ignore[call-overload]
        )

    return run
