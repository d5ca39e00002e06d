"""How fast places are found: `python bench/places.py` prints a JSON list of figures.

Two thousand beginnings of names, one to eight letters long, in the scripts that people type; the
first search of a new process; and what the index costs on disk and in memory.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from farshore.places import Precision, Role, Rule, get, search, show
from farshore.places.build import build
from farshore.places.index import INDEX, gazetteer

COUNT = 2_000
_SCRIPTS = {
    "latin": ("A", "ɏ", 8),
    "cyrillic": ("Ѐ", "ӿ", 3),
    "arabic": ("ء", "ۿ", 3),
    "hangul": ("가", "힣", 2),
    "han": ("一", "鿿", 2),
    "kana": ("ァ", "ヺ", 1),
    "ethiopic": ("ሀ", "፼", 1),
}
_COLD = """
import time
started = time.perf_counter()
from farshore.places import search
imported = time.perf_counter()
search("혜사", language="ko")
print(imported - started, time.perf_counter() - imported)
"""


def main() -> None:
    build()
    figures = [*_warm(), *_cold(), *_shown(), *_size()]
    print(json.dumps(figures, indent=1))


def prefixes(seed: int = 7) -> list[str]:
    """Beginnings of listed names; people ask for large places more often than for small ones."""
    choose = random.Random(seed)
    pools = {script: list(_names(first, last)) for script, (first, last, _) in _SCRIPTS.items()}
    weights = [weight for _first, _last, weight in _SCRIPTS.values()]
    picked = choose.choices(list(pools), weights, k=COUNT)
    return [choose.choice(pools[script])[: choose.randint(1, 8)] for script in picked]


def _names(first: str, last: str) -> Iterator[str]:
    index = gazetteer()
    for number in range(0, len(index.name_place), 3):
        if index.name_place[number] < 60_000 and first <= index.name(number)[0] <= last:
            yield index.name(number)


def _warm() -> Iterator[dict[str, object]]:
    typed = prefixes()
    search("warm")
    times = sorted(_timed(text) for text in typed)
    cut = quantiles(times, n=100)
    yield _figure("places.search.p50", cut[49] * 1000, "ms")
    yield _figure("places.search.p95", cut[94] * 1000, "ms", "< 10")
    yield _figure("places.search.p99", cut[98] * 1000, "ms")
    yield _figure("places.search.slowest", times[-1] * 1000, "ms")


def _timed(text: str) -> float:
    started = time.perf_counter()
    search(text)
    return time.perf_counter() - started


def _cold() -> Iterator[dict[str, object]]:
    """Twenty new processes: the first search each, without and with the import."""
    runs = []
    for _ in range(20):
        said = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, check=True)
        imported, searched = (float(part) for part in said.stdout.split())
        runs.append((searched, imported))
    searched = sorted(run[0] for run in runs)
    yield _figure("places.search.first.p95", searched[18] * 1000, "ms", "< 10")
    yield _figure("places.import", sorted(run[1] for run in runs)[10] * 1000, "ms")


def _shown() -> Iterator[dict[str, object]]:
    place, rule = get("t:2043837"), Rule()
    gates = {"choice": Precision.TOWN, "role": Role.LEFT, "rule": rule, "road_in_use": False}
    started = time.perf_counter()
    for _ in range(1_000):
        show(place, **gates)
    yield _figure("places.show", (time.perf_counter() - started) * 1000, "µs")


def _size() -> Iterator[dict[str, object]]:
    yield _figure("places.index.size", INDEX.stat().st_size / 1e6, "MB")
    status = Path("/proc/self/smaps_rollup")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines()[1:])
        yield _figure("places.bench.private", int(lines["Private_Dirty"].split()[0]) / 1e3, "MB")


def _figure(name: str, value: float, unit: str, asked: str | None = None) -> dict[str, object]:
    return {"name": name, "value": round(value, 3), "unit": unit, "asked": asked}


if __name__ == "__main__":
    main()
