"""`make check`: what can be known without running the tests."""

import os
import subprocess
import sys
import time

from tools.auditing import NOTE
from tools.setup.environment import node_path, program
from tools.setup.frontend import FRONTEND
from tools.setup.ground import ROOT, say

_PYTHON = program("python")
_FIND_TEMPLATES = "git ls-files -z --cached --others --exclude-standard 'src/*/templates/*.html'"

CHECKS = {
    "style (ruff)": f"{program('ruff')} check src tests tools bench",
    "format (ruff)": f"{program('ruff')} format --check src tests tools bench",
    "templates (djade)": f"{_FIND_TEMPLATES} | xargs -0 -r {program('djade')} --check"
    " --target-version 5.2",
    "types (mypy)": f"{program('mypy')}",
    "imports (import-linter)": f"{program('lint-imports')}",
    "migrations": f"{_PYTHON} tools/check_migrations.py",
    "documents": f"{_PYTHON} tools/generate_docs.py --check",
    "front end: types and style": f"npm --prefix {FRONTEND} run --silent check",
    "front end: tests": f"npm --prefix {FRONTEND} run --silent test",
    "known vulnerabilities": f"{_PYTHON} -m tools.check_dependencies",
    "the wheel alone": f"{_PYTHON} -m tools.check_wheel",
}
"""Commands of the shell, run in the repository's root."""


def check() -> int:
    """Run every check, also after one has failed; 0 when all pass."""
    results = {name: _one(name, command) for name, command in CHECKS.items()}
    say("")
    for name, (sound, seconds) in results.items():
        say(f"{'ok    ' if sound else 'FAILED'}  {name}, {seconds:.1f} s")
    return 0 if all(sound for sound, _ in results.values()) else 1


def _one(name: str, command: str) -> tuple[bool, float]:
    began = time.monotonic()
    environment = {**os.environ, "PATH": node_path(), "NO_COLOR": "1"}
    ended = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        say(f"\n=== {name} ===\n$ {command}")
        sys.stdout.write(ended.stdout + ended.stderr)
    else:
        _say_notes(ended.stdout)
    return ended.returncode == 0, time.monotonic() - began


def _say_notes(output: str) -> None:
    """What a check could not look at must be seen, although it passes."""
    for line in output.splitlines():
        if line.startswith(NOTE):
            say(line)
