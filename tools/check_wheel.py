"""The shipped thing is what gets tested: the wheel, in an environment with nothing else.

Builds it, and the source package, twice: in the checkout, and in a copy of it elsewhere, as
somebody else would. Both must have the same bytes, or nobody could check a release by building it.
Then installs the wheel into a new environment with the locked versions of what it needs, and there,
without npm, without the checkout, opens a house and asks it for pages.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from tools.releasing.packing import pack
from tools.setup.ground import Trouble

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
BUILT = (ROOT / "src/farshore/assets", ROOT / "src/farshore/places/data")
ASKED = ("/", "/stories/", "/health/ready")
PATIENCE = 180.0
EPOCH = 1_767_225_600
"""A time for both builds. A release takes its commit's."""


class Unsound(Exception):
    """The wheel does not do what it must; the argument says what."""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="farshore-wheel-") as folder:
        place = Path(folder)
        try:
            wheel = build(place)
            try_out(install(wheel, place), place)
        except (Unsound, Trouble) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    sys.stdout.write("The wheel opens a house by itself, and is the same when it is built again.\n")
    return 0


def build(place: Path) -> Path:
    """The wheel, built from the checkout as it is. Raises `Unsound` where a second one differs."""
    first = pack(ROOT, place / "dist", epoch=EPOCH)
    again = pack(_copy(place / "another copy"), place / "again", epoch=EPOCH)
    unlike = [one.name for one, two in zip(first, again, strict=True) if not _same(one, two)]
    if unlike:
        raise Unsound(f"Built again from the same files, they differ: {', '.join(unlike)}.")
    return next(path for path in first if path.suffix == ".whl")


def _copy(new: Path) -> Path:
    """What git knows and what is built, with other times, and modes for nobody else."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    known = [ROOT / os.fsdecode(name) for name in told.split(b"\0") if name]
    made = [path for folder in BUILT for path in folder.rglob("*") if path.is_file()]
    for path in filter(Path.is_file, [*known, *made]):
        there = new / path.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
        there.chmod(path.stat().st_mode & 0o700)
    return new


def _same(one: Path, two: Path) -> bool:
    return one.name == two.name and one.read_bytes() == two.read_bytes()


def install(wheel: Path, place: Path) -> Path:
    """The new environment's `farshore`."""
    locked = place / "locked.txt"
    export = [UV, "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet"]
    _run([*export, "--output-file", locked], cwd=ROOT)
    venv.create(place / "venv", with_pip=False)
    python = place / "venv" / "bin" / "python"
    quiet = ["--quiet", "--python", python]
    _run([UV, "pip", "install", *quiet, "--require-hashes", "-r", locked], cwd=place)
    _run([UV, "pip", "install", *quiet, "--no-deps", wheel], cwd=place)
    return place / "venv" / "bin" / "farshore"


def try_out(farshore: Path, place: Path) -> None:
    """Check it, open it, and ask it for pages."""
    environment = {"PATH": "/usr/bin:/bin", "FARSHORE_DEMO": "yes", "HOME": str(place)}
    _run([farshore, "check", "--data", place / "data"], cwd=place, env=environment)
    port = _free_port()
    command = [str(farshore), "run", "--data", str(place / "data"), "--port", str(port)]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
        try:
            _ask(process, port)
        except Unsound as error:
            raise Unsound(f"{error}\n{(place / 'log').read_text('utf-8')}") from error
        finally:
            process.terminate()
            process.wait(timeout=20)


def _ask(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    waiting = list(ASKED)
    while waiting:
        if process.poll() is not None:
            raise Unsound("farshore run ended by itself.")
        if time.monotonic() > until:
            raise Unsound(f"No answer at {', '.join(waiting)}.")
        waiting = [path for path in waiting if _status(port, path) != 200]
        time.sleep(0.2)


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[object], *, cwd: Path, env: dict[str, str] | None = None) -> None:
    words = [str(part) for part in command]
    ended = subprocess.run(
        words, cwd=cwd, env=env or dict(os.environ), capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise Unsound(f"$ {' '.join(words)}\n{ended.stdout}{ended.stderr}")


if __name__ == "__main__":
    sys.exit(main())
