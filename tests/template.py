"""A migrated, empty SQLite database, kept between runs: migrating takes most of a short run.

It is known by what made it. Whatever changes a migration or a dependency makes a new one; a test
in `tests/config` migrates from nothing all the same.
"""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "test-databases"


def likeness() -> str:
    """A fingerprint of all that migrations depend on."""
    told = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    told.update((ROOT / "src/farshore/config/settings.py").read_bytes())
    for path in sorted((ROOT / "src" / "farshore").glob("*/migrations/*.py")):
        told.update(path.relative_to(ROOT).as_posix().encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:24]


def lend(to: Path) -> bool:
    """Copy the kept database to `to`; whether there was one."""
    kept = KEPT / f"{likeness()}.sqlite3"
    if not kept.is_file():
        return False
    shutil.copyfile(kept, to)
    return True


def keep(database: Path) -> None:
    """Keep a freshly migrated database, whole or not at all, and let go of older ones."""
    KEPT.mkdir(parents=True, exist_ok=True)
    part = KEPT / f"{os.getpid()}.part"
    with sqlite3.connect(database) as source, sqlite3.connect(part) as target:
        source.backup(target)
    source.close()
    target.close()
    mine = KEPT / f"{likeness()}.sqlite3"
    part.replace(mine)
    for other in KEPT.glob("*.sqlite3"):
        if other != mine:
            other.unlink(missing_ok=True)
