"""`make bench` and `make soak`."""

import subprocess

from tools.setup.environment import program
from tools.setup.ground import ROOT


def bench() -> int:
    """Every measurement in bench/, written to bench/results.json."""
    return subprocess.run([program("python"), "bench/run.py"], cwd=ROOT, check=False).returncode


def soak(minutes: int) -> int:
    """The house under gentle, endless use."""
    command = [program("python"), "-m", "bench.soak.run", "--minutes", str(minutes)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
