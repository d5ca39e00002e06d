"""Looking at the processes of a house: how much memory they hold, how busy they are."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """One process at one moment. `pss`: MB, shared pages counted by their share; `cpu`: seconds."""

    pid: int
    words: str
    pss: float
    cpu: float
    files: int


def family(of: int) -> list[Process]:
    """A process's descendants that are alive, the oldest first. Linux only."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
    inside = {of}
    while more := {pid for pid, parent in parents.items() if parent in inside} - inside:
        inside |= more
    looked = (_look(pid) for pid in sorted(inside - {of}))
    return [one for one in looked if one]


def total(processes: list[Process]) -> float:
    """Their memory together, in MB."""
    return sum(one.pss for one in processes)


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _look(pid: int) -> Process | None:
    place = Path("/proc") / str(pid)
    try:
        rows = dict(
            row.split(":", 1) for row in (place / "smaps_rollup").read_text().split("\n")[1:-1]
        )
        spent = (place / "stat").read_text().rpartition(")")[2].split()
        words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        files = len(list((place / "fd").iterdir()))
    except OSError:  # it ended while we looked
        return None
    cpu = (int(spent[11]) + int(spent[12])) / _TICK
    return Process(pid, words.strip(), int(rows["Pss"].split()[0]) / 1e3, cpu, files)
