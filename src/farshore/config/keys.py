"""The installation's own secrets: made at the first start, kept apart from the database.

The pepper makes every code's derivation this house's own: a stolen database cannot be searched
for codes without it. Several hosts share both through the environment.
"""

import os
import secrets
from pathlib import Path

from farshore.config import env


def secret(name: str, *, folder: Path, file: str) -> str:
    """From the environment, else from `folder/file`, else made now (mode 0600)."""
    if value := env.text(name):
        return value
    path = folder / file
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(path)


def _make(path: Path) -> str:
    """Create the file whole or not at all; of two processes starting at once, one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return path.read_text(encoding="ascii").strip()
