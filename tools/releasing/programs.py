"""Running what a release is made with."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.setup.ground import Trouble


def told(
    command: Sequence[object],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    feed: bytes | None = None,
) -> bytes:
    """What a program writes to standard output. Raises `Trouble` where it fails."""
    words = [str(part) for part in command]
    try:
        ended = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(env or {})}, input=feed, capture_output=True
        )
    except FileNotFoundError:
        raise Trouble(f"{words[0]} is not on this machine.") from None
    if ended.returncode:
        tail = ended.stderr.decode("utf-8", "replace").strip().splitlines()[-12:]
        raise Trouble(f"$ {' '.join(words)}", *(f"  {line}" for line in tail))
    return ended.stdout
