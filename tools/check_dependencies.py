"""Are vulnerabilities known in what the lock files name? Passes, and says so, where nobody answers.

Sends names and versions of packages to OSV and to npm's registry, and nothing else.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tools.auditing import (
    Ended,
    Finding,
    Unclear,
    Unreachable,
    Verdict,
    allowances,
    in_frontend,
    in_python,
    judge,
    locked_versions,
)
from tools.setup.environment import node_path, program
from tools.setup.frontend import FRONTEND
from tools.setup.ground import ROOT

EXCEPTIONS = ROOT / "tools" / "audit-exceptions.toml"
PATIENCE = 25.0
"""Seconds for each audit; both run at once."""

UV: tuple[str | Path, ...] = (
    program("uv"),
    "audit",
    "--frozen",
    "--quiet",
    "--output-format=json",
    "--preview-features=audit-command,json-output",
)
# All of the front end is bundled by esbuild, so that package.json calls all of it "dev": --omit=dev
# would ask about nothing. Only the lock counts, not what happens to be installed.
NPM: tuple[str | Path, ...] = ("npm", "audit", "--json", "--include=dev", "--package-lock-only")

Audit = Callable[[], Sequence[Finding]]


def main() -> int:
    verdict = verdict_on(UV, NPM)
    sys.stdout.write("".join(f"{line}\n" for line in verdict.lines))
    return 0 if verdict.sound else 1


def verdict_on(uv: Sequence[str | Path], npm: Sequence[str | Path]) -> Verdict:
    """Ask with these two commands, at once, and judge what they say."""
    with ThreadPoolExecutor() as pool:
        python = pool.submit(partial(_python, uv))
        frontend = pool.submit(partial(_frontend, npm))
        audits = {"uv.lock": python.result, "frontend/package-lock.json": frontend.result}
        today = datetime.now(UTC).date()
        try:
            return judge(audits, allowances(EXCEPTIONS.read_text("utf-8")), today)
        except Unclear as error:
            return Verdict(False, (str(error),))


def _python(command: Sequence[str | Path]) -> list[Finding]:
    return in_python(_ended(command, ROOT))


def _frontend(command: Sequence[str | Path]) -> list[Finding]:
    versions = locked_versions((FRONTEND / "package-lock.json").read_text("utf-8"))
    return in_frontend(_ended(command, FRONTEND), versions)


def _ended(command: Sequence[str | Path], folder: Path) -> Ended:
    """What the command wrote. Raises Unreachable where it takes too long, Unclear without it."""
    hurry = {"UV_HTTP_RETRIES": "1", "UV_HTTP_TIMEOUT": "10", "npm_config_fetch_retries": "0"}
    environment = {**os.environ, **hurry, "PATH": node_path(), "NO_COLOR": "1"}
    try:
        ended = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise Unreachable(f"nothing within {PATIENCE:.0f} s") from error
    except OSError as error:
        raise Unclear(f"{command[0]} cannot be started: {error.strerror}") from error
    return Ended(ended.stdout, ended.stderr)


if __name__ == "__main__":
    sys.exit(main())
