"""What a house costs while nothing happens: `python bench/memory.py` prints a list of figures.

A real `farshore run` with the demonstration in it, after its processes have settled. Memory is
PSS: what is shared is counted by its share, so that the sum is what the machine misses.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.soak import watching  # noqa: E402 - the path comes first
from tests.browser.opening import open_house  # noqa: E402

SETTLING = 15.0
WATCHED = 20.0


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="farshore-memory-") as folder,
        open_house(Path(folder) / "data") as house,
    ):
        time.sleep(SETTLING)
        before = watching.family(os.getpid())
        time.sleep(WATCHED)
        after = watching.family(os.getpid())
        site = sum(path.stat().st_size for path in house.site.rglob("*") if path.is_file())
    spent = sum(one.cpu for one in after) - sum(one.cpu for one in before)
    front = [one for one in after if "farshore.front" in one.words]
    figures = [
        ("memory.idle.all", watching.total(after), "MB PSS"),
        ("memory.idle.front", watching.total(front), "MB PSS"),
        ("memory.idle.largest", max(one.pss for one in after), "MB PSS"),
        ("memory.idle.processes", len(after), "processes"),
        ("memory.idle.cpu", spent / WATCHED * 100, "% of one core"),
        ("memory.site.on_disk", site / 1e6, "MB"),
    ]
    rows = [{"name": name, "value": round(value, 2), "unit": unit} for name, value, unit in figures]
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
