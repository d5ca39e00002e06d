"""Every measurement, one after the other, into bench/results.json: `make bench`.

Each program beside this one prints a JSON list of figures: name, value, unit, and where there are
any what was asked and what a peer reached in the same run. One that fails is said and left out;
the others' figures are kept.
"""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results.json"
LONGEST = 1800


def main() -> int:
    chosen = sys.argv[1:]
    programs = [p for p in sorted(HERE.glob("*.py")) if p.name != Path(__file__).name]
    failed: list[str] = []
    figures: list[dict[str, Any]] = []
    for program in programs:
        if not chosen or program.stem in chosen:
            print(f"bench/{program.name} …", flush=True)
            made = measured(program)
            failed += [] if made else [program.stem]
            figures += made
    write(figures, partly=bool(chosen))
    for figure in figures:
        print(line(figure))
    if failed:
        print(f"No figures from: {', '.join(failed)}. Theirs from before were not kept.")
    return 1 if failed else 0


def measured(program: Path) -> list[dict[str, Any]]:
    """The figures that a program prints; none where it fails."""
    began = time.monotonic()
    try:
        ended = subprocess.run(
            [sys.executable, str(program)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        made = json.loads(ended.stdout) if ended.returncode == 0 else []
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        print(f"  {program.name}: {error}")
        return []
    if ended.returncode:
        print("  " + "\n  ".join(ended.stderr.strip().splitlines()[-8:]))
    seconds = round(time.monotonic() - began, 1)
    own = {"program": f"bench/{program.name}", "took": seconds}
    return [{"asked": None, **figure, **own} for figure in made]


def write(figures: list[dict[str, Any]], *, partly: bool) -> None:
    """Whole or not at all. Of a run of some programs, the others' figures stay as they were."""
    kept: list[dict[str, Any]] = []
    if partly and RESULTS.is_file():
        fresh = {figure["program"] for figure in figures}
        kept = [f for f in json.loads(RESULTS.read_text())["figures"] if f["program"] not in fresh]
    stamp = {"machine": machine(), "commit": commit()}
    told = {
        "measured": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
        **stamp,
        "figures": kept + [{**figure, "commit": stamp["commit"]} for figure in figures],
    }
    part = RESULTS.with_suffix(".json.part")
    part.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    part.replace(RESULTS)


def line(figure: dict[str, Any]) -> str:
    """A figure for a person."""
    asked = f", asked {figure['asked']}" if figure.get("asked") else ""
    peer = f", peer {figure['peer']}" if figure.get("peer") else ""
    return f"  {figure['name']}: {figure['value']} {figure['unit']}{asked}{peer}"


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit, with a plus sign where the work tree differs from it."""
    name = _git("rev-parse", "--short=12", "HEAD")
    return name + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


def _processor() -> str:
    try:
        for row in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
