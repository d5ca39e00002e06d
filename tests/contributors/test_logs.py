"""Packages that log whom they were asked about are not heard, at no setting of the log."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import logging, sys
import django; django.setup()
logging.getLogger(sys.argv[1]).error("planted")
"""


def said(tmp_path: Path, name: str) -> str:
    """What a house that logs everything prints when this logger speaks."""
    given = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
        "FARSHORE_DATA": str(tmp_path / "data"),
        "FARSHORE_LOG": "DEBUG",
    }
    words = [sys.executable, "-c", PROGRAM, name]
    ran = subprocess.run(words, env=given, capture_output=True, text=True, check=True)
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["fido2.server", "urllib3.connectionpool", "allauth.x"])
def test_numbers_of_passkeys_and_ways_to_providers_are_not_printed(
    tmp_path: Path, name: str
) -> None:
    assert "planted" not in said(tmp_path, name)


def test_the_control_the_house_s_own_lines_are_printed(tmp_path: Path) -> None:
    assert "planted" in said(tmp_path, "farshore.x")
