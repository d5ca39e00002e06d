"""What `make` does: install, build, start, test. Plain Python, before anything is installed.

Every stage leaves a stamp with a fingerprint of what it was made from, written last. A stage whose
inputs are the same is skipped; one that was interrupted has no stamp, and is done again.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import checking, cleaning, measuring, testing
from tools.setup import environment, frontend, gazetteer
from tools.setup.ground import ROOT, Trouble, setting_up

TARGETS = ("run", "build", "test", "check", "browser", "bench", "soak", "clean")


def build(*, groups: frozenset[str] = frozenset()) -> None:
    """Everything that the house needs, in order."""
    with setting_up():
        environment.install(groups)
        frontend.install()
        frontend.build()
        gazetteer.build()


def run(given: argparse.Namespace) -> int:
    """Become `farshore run`."""
    build()
    os.chdir(ROOT)
    command = [str(environment.program("farshore")), "run"]
    os.execv(command[0], [*command, "--port", given.port, "--host", given.host])


def main() -> int:
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--port", default="8000")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--minutes", type=int, default=10)
    given = parser.parse_args()
    try:
        return _do(given)
    except Trouble as trouble:
        sys.stderr.write("".join(f"farshore: {line}\n" for line in trouble.lines))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"\nfarshore: Stopped. make {given.target} goes on where this left off.\n")
        return 130


def _do(given: argparse.Namespace) -> int:
    if given.target == "run":
        return run(given)
    if given.target == "clean":
        return cleaning.clean()
    if given.target == "build":
        build()
        return 0
    if given.target in {"test", "browser"}:
        build(groups=testing.needed_groups())
        return testing.test(only_browser=given.target == "browser")
    build()
    if given.target == "check":
        return checking.check()
    return measuring.bench() if given.target == "bench" else measuring.soak(given.minutes)


if __name__ == "__main__":
    sys.exit(main())
