"""A page that fails, or refuses, is kind and tells nobody who asked for what, or when.

Tried in a process of its own: what a log really writes is seen where no test has put its ear.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import template

SECRET = "what Maria typed"

PROGRAM = """
import json, sys
import django
django.setup()
from django.db import OperationalError
from django.test import Client
from farshore.intake.views import hand
client = Client(raise_request_exception=False, headers={"User-Agent": "PhoneOfMaria"})
if sys.argv[1] == "broken":
    def fail():
        raise OperationalError("Key (find)=(what Maria typed) already exists")
    hand.house = fail
answers = []
for address, sent in json.loads(sys.argv[2]):
    answer = client.post(address, sent)
    held = dict(answer.items())
    answers.append([answer.status_code, answer.content.decode(), held, len(answer.cookies)])
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("house")
    if not template.lend(made / "db.sqlite3"):
        command = [sys.executable, "-m", "django", "migrate", "-v", "0"]
        subprocess.run(command, env=_environment(made), check=True, timeout=100)
    (made / "static").mkdir(exist_ok=True)
    return made


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FARSHORE_")}
    kept.pop("DATABASE_URL", None)
    paths = os.pathsep.join([str(Path("src").resolve()), str(Path.cwd())])
    return kept | {
        "FARSHORE_DATA": str(folder),
        "FARSHORE_LOG": "DEBUG",
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
        "PYTHONPATH": paths,
    }


def _asked(folder: Path, how: str, *posts: tuple[str, dict[str, str]]) -> tuple[list[Any], str]:
    """What was answered, and everything that was written to the terminal besides."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, how, json.dumps(posts)],
        env=_environment(folder),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1]), ended.stderr


@pytest.mark.promise("P-02")
def test_a_failing_page_is_kind_and_its_line_tells_only_where_in_the_code(folder: Path) -> None:
    ((status, page, held, cookies),), written = _asked(
        folder, "broken", ("/share/", {"text": SECRET})
    )
    assert status == 500 and "What you had saved is safe" in page
    assert SECRET not in page and "OperationalError" not in page
    assert held["Cache-Control"] == "no-store" and not cookies
    assert "A page failed: OperationalError" in written
    for secret in (SECRET, "/share/", "PhoneOfMaria", "127.0.0.1"):
        assert secret not in written


@pytest.mark.promise("P-02")
def test_a_refusal_writes_no_line(folder: Path) -> None:
    many = {f"f{number}": "x" for number in range(7000)}
    answers, written = _asked(
        folder,
        "whole",
        ("/share/", {"step": "story", "hand": "nonsense"}),
        ("/return/", {"hand": "nonsense"}),
        ("/nowhere-at-all/", {}),
        ("/share/", many),
    )
    assert [answer[0] for answer in answers] == [403, 403, 404, 413]
    for secret in ("/share/", "/return/", "/nowhere", "Forbidden", "PhoneOfMaria"):
        assert secret not in written
