"""Builds the gazetteer's index: `python -m farshore.places.build [--out FILE]`.

Needs the development dependencies, no network. An index of the same sources and the same recipe
is left alone.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path

from farshore.places.errors import GazetteerMissing
from farshore.places.index import INDEX, open_index

_RECIPE = ("compile.py", "fold.py", "layout.py", "native.py", "sources.py", "zones.py")


def build(out: Path = INDEX) -> bool:
    """Write the index to `out` unless it is there already; whether it was written."""
    from farshore.places.sources import versions

    wanted = {**versions(), "recipe": recipe()}
    if _is_fresh(out, wanted):
        return False
    _write(out, _compiled(wanted))
    return True


def recipe() -> str:
    """A fingerprint of the code that makes the index."""
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in _RECIPE)).hexdigest()


def main() -> int:
    """Build, and say in a sentence what was done."""
    parser = argparse.ArgumentParser(prog="farshore.places.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=INDEX, help="where to write the index")
    out: Path = parser.parse_args().out
    done = "Wrote" if build(out) else "Already fresh:"
    sys.stdout.write(f"{done} {out} ({out.stat().st_size / 1e6:.1f} MB)\n")
    return 0


def _compiled(wanted: dict[str, str]) -> bytes:
    from dataclasses import replace

    from farshore.places.compile import compiled
    from farshore.places.sources import read

    return compiled(replace(read(), versions=wanted))


def _is_fresh(out: Path, wanted: dict[str, str]) -> bool:
    try:
        return bool(open_index(out).head["sources"] == wanted)
    except GazetteerMissing:
        return False


def _write(out: Path, data: bytes) -> None:
    """Whole or not at all: processes that have the old file mapped keep it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(out)


if __name__ == "__main__":
    sys.exit(main())
