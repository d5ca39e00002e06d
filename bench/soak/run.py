"""Read, share, release, take back and press for as long as you like: `make soak MINUTES=10`.

A real house with its demonstration; two readers, a teller, a team of two. At the end its memory
must be where it was after the first third, nothing may have gone wrong, and answers may not have
become slower. Prints the figures as JSON; 1 where the house did not hold.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.request import urlopen

from bench.soak import people, watching
from tests.browser.opening import House, open_house

GROWTH = 1.05
"""How much more memory the last third may hold than the second, beside some megabytes."""

SLACK = 12.0
"""Megabytes that a house may breathe."""

ENOUGH = 20
SLOWER = 2.0
"""How much longer the slow answers of the last third may take than those of the second."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How the house stood at a moment (on the monotonic clock). `memory`: MB; `waiting`: pages."""

    at: float
    memory: float
    files: int
    waiting: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="farshore-soak-") as folder:
        with open_house(Path(folder) / "data") as house:
            notes, acts, moments = soak(house, seconds=given.minutes * 60)
            caught_up = until_pressed(house)
        said = (Path(folder) / "data.log").read_text("utf-8")
    figures = figures_of(notes, acts, moments)
    faults = faults_of(notes, acts, moments, caught_up=caught_up, said=said)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    for fault in faults[:30]:
        sys.stderr.write(f"{fault}\n")
    sys.stderr.write("The house held.\n" if not faults else "The house did not hold.\n")
    return 1 if faults else 0


def soak(house: House, *, seconds: float) -> tuple[people.Notes, Counter[str], list[Moment]]:
    """Let all of them loose for a while."""
    port, notes, stop = int(house.base.rpartition(":")[2]), people.Notes(), threading.Event()
    loose = [
        threading.Thread(target=_noted, args=(notes, people.read, port, notes, stop))
        for _ in range(2)
    ]
    loose.append(
        threading.Thread(
            target=_noted, args=(notes, people.tell, port, notes, stop), kwargs={"every": 8.0}
        )
    )
    team = _team(house)
    for one in loose:
        one.start()
    moments = _watch(house, until=time.monotonic() + seconds)
    stop.set()
    for one in loose:
        one.join(people.PATIENCE * 2)
    told, _ = team.communicate("", timeout=60)
    return notes, Counter(told.split("\n")[:-1]), moments


def until_pressed(house: House, *, seconds: float = 20.0) -> bool:
    """Whether the press catches up once nobody changes anything any more."""
    late = time.monotonic() + seconds
    while time.monotonic() < late:
        if _waiting(house) == 0:
            return True
        time.sleep(0.5)
    return False


def figures_of(
    notes: people.Notes, acts: Counter[str], moments: list[Moment]
) -> list[dict[str, object]]:
    """What was measured, in the shape of bench/results.json."""
    begun, ended = thirds(moments)
    rows = [
        ("soak.minutes", (moments[-1].at - moments[0].at) / 60, "min"),
        ("soak.memory.second_third", median(one.memory for one in begun), "MB"),
        ("soak.memory.last_third", median(one.memory for one in ended), "MB"),
        ("soak.files.last_third", max(one.files for one in ended), "open files"),
        ("soak.released", acts["agreed"], "stories"),
        ("soak.faults", len(notes.faults), "faults"),
    ]
    for kind in ("read", "share", "return"):
        taken = [seconds for _at, one, seconds in notes.times if one == kind]
        rows.append((f"soak.{kind}.count", len(taken), "answers"))
        rows.append((f"soak.{kind}.p95", p95(taken) * 1000, "ms"))
    return [{"name": name, "value": round(value, 3), "unit": unit} for name, value, unit in rows]


def faults_of(
    notes: people.Notes, acts: Counter[str], moments: list[Moment], *, caught_up: bool, said: str
) -> list[str]:
    """Why the house did not hold; empty where it did."""
    begun, ended = thirds(moments)
    before, after = median(m.memory for m in begun), median(m.memory for m in ended)
    told = [*notes.faults, *(act for act in acts if act.startswith("fault"))]
    told += [line for line in said.splitlines() if "Traceback" in line or " ended (code" in line]
    if after > before * GROWTH + SLACK:
        told.append(f"The memory grew from {before:.0f} to {after:.0f} MB.")
    if max(m.files for m in ended) > max(m.files for m in begun) + 20:
        told.append("More and more files stay open.")
    if not acts["agreed"]:
        told.append("Nothing was released: the soak tried too little.")
    if not caught_up:
        told.append("The press did not catch up.")
    return told + [f"Answers to {kind} became slower." for kind in slower(notes, begun, ended)]


def thirds(moments: list[Moment]) -> tuple[list[Moment], list[Moment]]:
    """The second and the last third; the first is for growing warm."""
    third = max(1, len(moments) // 3)
    return moments[third : 2 * third] or moments, moments[2 * third :] or moments


def slower(notes: people.Notes, begun: list[Moment], ended: list[Moment]) -> list[str]:
    """The kinds of answers whose slow ones became slower than twice, and by a tenth of a second.

    Of fewer than twenty the slowest one says nothing: a short soak does not judge them.
    """
    told = []
    for kind in ("read", "share", "return"):
        first = [s for at, one, s in notes.times if one == kind and begun[0].at <= at < ended[0].at]
        last = [s for at, one, s in notes.times if one == kind and at >= ended[0].at]
        enough = min(len(first), len(last)) >= ENOUGH
        if enough and p95(last) > max(p95(first) * SLOWER, p95(first) + 0.1):
            told.append(kind)
    return told


def p95(values: list[float]) -> float:
    """The 95th percentile; 0 of nothing."""
    return quantiles(values, n=20)[18] if len(values) > 1 else sum(values)


def _watch(house: House, *, until: float) -> list[Moment]:
    moments = []
    while time.monotonic() < until or len(moments) < 3:
        seen = [one for one in watching.family(os.getpid()) if "bench.soak.team" not in one.words]
        files = sum(one.files for one in seen)
        moments.append(Moment(time.monotonic(), watching.total(seen), files, _waiting(house)))
        time.sleep(2.0)
    return moments


def _waiting(house: House) -> int:
    with urlopen(f"{house.base}/health/ready", timeout=people.PATIENCE) as answer:
        return int(answer.read().split()[1])


def _team(house: House) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if "FARSHORE" not in name}
    environment |= {
        "FARSHORE_DATA": str(house.data),
        "FARSHORE_DEMO": "yes",
        "FARSHORE_LANGUAGES": "en,ko,ar",
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
    }
    command = [sys.executable, "-m", "bench.soak.team"]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _noted(notes: people.Notes, act: object, *given: object, **more: object) -> None:
    try:
        act(*given, **more)  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001 - a thread's fault must not pass unseen
        notes.fault(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    sys.exit(main())
