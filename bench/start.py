"""How long opening and closing take: `python bench/start.py` prints a JSON list of figures.

A house with the demonstration, opened for the first time (tables, film, stories, pages) and then
again, several times, under the same address: seconds from the command to its first answer.
"""

import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.browser.opening import free_port  # noqa: E402 - the path comes first
from tests.config.houses import environment  # noqa: E402

AGAIN = 5
LONGEST = 300.0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="farshore-start-") as folder:
        port = free_port()
        first, _closed = _opened(Path(folder) / "data", port)
        times = [_opened(Path(folder) / "data", port) for _ in range(AGAIN)]
    again = statistics.median(opened for opened, _closed in times)
    closing = statistics.median(closed for _opened, closed in times)
    print(
        json.dumps(
            [
                {"name": "start.first", "value": round(first, 2), "unit": "s"},
                {"name": "start.again", "value": round(again, 2), "unit": "s", "asked": "< 5 s"},
                {"name": "start.closing", "value": round(closing, 2), "unit": "s"},
            ],
            indent=1,
        )
    )


def _opened(data: Path, port: int) -> tuple[float, float]:
    """Seconds until it answers, and seconds until it has closed."""
    command = [sys.executable, "-m", "farshore", "run", "--data", str(data), "--port", str(port)]
    began = time.monotonic()
    house = subprocess.Popen(
        command,
        env=environment(FARSHORE_DEMO="yes"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_ready(f"http://127.0.0.1:{port}/health/ready", house)
        opened = time.monotonic() - began
    finally:
        asked = time.monotonic()
        house.send_signal(signal.SIGTERM)
        house.wait(60)
    return opened, time.monotonic() - asked


def _until_ready(address: str, house: "subprocess.Popen[bytes]") -> None:
    late = time.monotonic() + LONGEST
    while time.monotonic() < late and house.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(address)


if __name__ == "__main__":
    main()
