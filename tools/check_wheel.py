"""The shipped thing is what gets tested: the wheel, in an environment with nothing else.

Builds it, installs it into a new environment with the locked versions of what it needs, and there,
without npm, without the checkout, opens a house and asks it for pages.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
ASKED = ("/", "/stories/", "/health/ready")
PATIENCE = 180.0


class Unsound(Exception):
    """The wheel does not do what it must; the argument says what."""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="farshore-wheel-") as folder:
        place = Path(folder)
        try:
            wheel = build(place)
            try_out(install(wheel, place), place)
        except Unsound as error:
            sys.stderr.write(f"{error}\n")
            return 1
    sys.stdout.write("The wheel opens a house by itself.\n")
    return 0


def build(place: Path) -> Path:
    """The wheel, built from the checkout as it is."""
    _run([UV, "build", "--wheel", "--quiet", "--out-dir", place / "dist"], cwd=ROOT)
    return next((place / "dist").glob("*.whl"))


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
