"""The Python environment `.venv`, from uv.lock."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.setup.ground import ROOT, STAMPS, Trouble, begin, done, fingerprint, is_done, say, start

VENV = ROOT / ".venv"
UV = "uv==0.13.9"
NODE_FROM = (22, 0)

_GROUPS = STAMPS / "groups"
_UNFINISHED = ROOT / "build" / "venv-unfinished"


def program(name: str) -> Path:
    """A program that was installed into the environment."""
    return VENV / "bin" / name


def install(groups: frozenset[str]) -> None:
    """Create `.venv` and bring it in line with the lock, with these groups besides `dev`."""
    wanted = sorted(groups | _asked_before() | ({"node"} if system_node() is None else set()))
    inputs = (ROOT / "uv.lock", ROOT / "pyproject.toml")
    mark = fingerprint(inputs, sys.executable, sys.version, UV, *wanted)
    if is_done("python", mark, there=program("farshore")) and not _UNFINISHED.exists():
        return
    begin("python")
    _make()
    say("Installing the Python packages of uv.lock …")
    _sync(wanted)
    _GROUPS.write_text(" ".join(wanted), "ascii")
    done("python", mark)


def system_node() -> Path | None:
    """The system's Node.js where it is new enough, with its npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", told)
    return Path(node) if found and (int(found[1]), int(found[2])) >= NODE_FROM else None


def node_path() -> str:
    """A PATH on which the Node.js to use comes first."""
    system = system_node()
    first = system.parent if system else VENV / "bin"
    return f"{first}{os.pathsep}{os.environ.get('PATH', '')}"


def _make() -> None:
    """A venv with uv in it. One whose making was interrupted is made again from nothing."""
    if _UNFINISHED.exists():
        say("The last installation was interrupted. Beginning again …")
        shutil.rmtree(VENV, ignore_errors=True)
    if _has_uv():
        return
    _UNFINISHED.write_text("", "ascii")
    if not program("python").exists():
        say(f"Making .venv with {sys.executable} …")
        _venv()
    command = [program("python"), "-m", "pip", "install", "--quiet", UV]
    start(command, stage="uv", doing="fetching uv")
    _UNFINISHED.unlink()


def _venv() -> None:
    try:
        start([sys.executable, "-m", "venv", VENV], stage="venv", doing="making .venv")
    except Trouble as trouble:
        if "ensurepip" not in str(trouble):
            raise
        raise Trouble(
            f"{sys.executable} lacks its venv module. Nothing was changed.",
            "Install it (Debian: apt install python3-venv), and try again.",
        ) from trouble


def _has_uv() -> bool:
    """Whether the environment works and holds the uv that is asked for."""
    try:
        told = subprocess.run(
            [program("uv"), "--version"], capture_output=True, text=True, check=False
        )
        works = subprocess.run([program("python"), "-c", ""], capture_output=True, check=False)
    except OSError:
        return False
    return works.returncode == 0 and UV.partition("==")[2] in told.stdout


def _sync(groups: list[str]) -> None:
    """Exactly what the lock says. While it runs, the environment counts as unfinished."""
    _UNFINISHED.write_text("", "ascii")
    command = [program("uv"), "sync", "--frozen", "--compile-bytecode", "--no-progress"]
    extra = [part for group in groups for part in ("--group", group)]
    environment = {
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": str(program("python")),
        "UV_PYTHON_DOWNLOADS": "never",
    }
    start([*command, *extra], stage="sync", doing="installing Python packages", env=environment)
    if not program("uv").exists():
        start([program("python"), "-m", "pip", "install", "-q", UV], stage="uv", doing="keeping uv")
    _UNFINISHED.unlink()


def _asked_before() -> frozenset[str]:
    """Groups that an earlier `make test` installed: `make run` does not take them away."""
    return frozenset(_GROUPS.read_text("ascii").split()) if _GROUPS.is_file() else frozenset()
