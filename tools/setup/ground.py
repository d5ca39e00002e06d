"""What every stage stands on: stamps, fingerprints, programs started, and trouble said kindly."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
STAMPS = BUILD / "stamps"
LOGS = BUILD / "logs"

_NETWORK = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET|dns error|"
    r"Name or service not known|Temporary failure in name resolution|Failed to establish a new|"
    r"error sending request|Network is unreachable|Could not fetch|Failed to fetch|"
    r"Connection refused|Connection timed out|No matching distribution found for uv",
    re.IGNORECASE,
)
_DISK = re.compile(r"No space left on device|ENOSPC|os error 28", re.IGNORECASE)


class Trouble(Exception):
    """Setting up cannot go on: lines on what is the matter, what is safe, and what to do."""

    def __init__(self, *lines: str) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines


def say(line: str) -> None:
    """A line on what is being done, for work that takes long enough to wonder."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def setting_up() -> Iterator[None]:
    """Hold the folder while stages run: a second `make` waits until the first is through."""
    try:
        for folder in (STAMPS, LOGS):
            folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(BUILD / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Trouble(
            f"This folder cannot be written ({error.strerror}): {ROOT}. Nothing was changed.",
            "Copy it to a folder of your own, or give your user the right to write, and try again.",
        ) from error
    try:
        _hold(lock)
        yield
    except OSError as error:
        raise _from_system(error) from error
    finally:
        os.close(lock)


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """Of the contents of files and of everything in folders, and of some words."""
    told = hashlib.sha256("\0".join(words).encode())
    for path in sorted(_files(paths)):
        told.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def is_done(stage: str, mark: str, *, there: Path) -> bool:
    """Whether this stage was finished from these inputs, and what it made is still there."""
    stamp = STAMPS / stage
    return there.exists() and stamp.is_file() and stamp.read_text("ascii") == mark


def begin(stage: str) -> None:
    """Take the stamp away before anything is changed."""
    (STAMPS / stage).unlink(missing_ok=True)


def done(stage: str, mark: str) -> None:
    """Put the stamp down, whole or not at all."""
    part = STAMPS / f"{stage}.part"
    part.write_text(mark, "ascii")
    part.replace(STAMPS / stage)


def start(
    command: Sequence[str | Path],
    *,
    stage: str,
    doing: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a program, its words in build/logs/STAGE.txt. Raises `Trouble` where it fails."""
    log = LOGS / f"{stage}.txt"
    words = [str(part) for part in command]
    with log.open("wb") as out:
        ended = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(env or {})}, stdout=out, stderr=out, check=False
        )
    if ended.returncode:
        raise _from_program(doing, log, words)


def which(name: str) -> str | None:
    """Where a program of the system lies."""
    return shutil.which(name)


def _hold(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another make is setting up in this folder. Waiting for it …")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (inner for inner in path.rglob("*") if _counts(inner))
        elif path.is_file():
            yield path


def _counts(path: Path) -> bool:
    inner = path.relative_to(ROOT).parts
    return path.is_file() and "node_modules" not in inner and "__pycache__" not in inner


def _from_program(doing: str, log: Path, words: Sequence[str]) -> Trouble:
    text = log.read_text("utf-8", "replace")
    again = "Nothing else was touched. Try again when it is mended: it goes on where it stopped."
    if _DISK.search(text):
        return Trouble(f"The disk is full: {doing} failed.", f"Free some space. {again}")
    if _NETWORK.search(text):
        return Trouble(f"The network did not answer: {doing} failed.", again, *_tail(text, 3))
    return Trouble(
        f"{doing[0].upper()}{doing[1:]} failed. Nothing else was touched.",
        *_tail(text, 12),
        f"All of it is in {log.relative_to(ROOT)}; the command was: {' '.join(words)}",
    )


def _from_system(error: OSError) -> Trouble:
    where = f" ({error.filename})" if error.filename else ""
    return Trouble(
        f"The system said no: {error.strerror}{where}. Nothing else was touched.",
        "Mend that, and try again: it goes on where it stopped.",
    )


def _tail(text: str, lines: int) -> list[str]:
    return [f"  {line}" for line in text.strip().splitlines()[-lines:]]
