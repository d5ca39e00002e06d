"""After an installation that was killed, and without a network: a sentence, and a clean start."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nothing listens there."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What make needs before anything is installed."""
    place = tmp_path / "a checkout"
    place.mkdir()
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, place)
    shutil.copytree(ROOT / "tools", place / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    return place


def build(place: Path) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "PYTHON": sys._base_executable,  # type: ignore[attr-defined] # not this environment's own
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE),
    }
    return subprocess.run(
        ["make", "build"], cwd=place, env=environment, capture_output=True, text=True, timeout=100
    )


@pytest.mark.faults
def test_after_an_interrupted_installation_and_without_a_network_it_says_so(checkout: Path) -> None:
    """What a first `make` leaves that was killed in the middle, and then the network is gone."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").write_text("half a Python")
    (checkout / "build").mkdir()
    (checkout / "build" / "venv-unfinished").touch()
    ended = build(checkout)
    assert ended.returncode == 2
    assert "The last installation was interrupted. Beginning again" in ended.stdout
    assert "The network did not answer: fetching uv failed." in ended.stderr
    assert "Try again when it is mended" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert not (checkout / "build" / "stamps" / "python").exists()
    assert (checkout / "build" / "venv-unfinished").exists()
