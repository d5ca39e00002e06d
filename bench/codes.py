"""Whether wrong codes slow a right one: `python bench/codes.py` prints a JSON list of figures.

A real house (`farshore run`, front and back) with one story sent to it. Its right code is typed
again and again, by somebody whom the front can tell apart (each minute under few tries: another
address for each) and by somebody whom it cannot (as over an onion service), first alone, then while
1,000 wrong codes a second are offered. Their check digits are right, so each would be derived. The
wrong ones come

- from `one` address, as from a machine that guesses,
- from `many` addresses, none of which tries more often than a person may,
- from the `unnamed`, as from an onion service.

Each of the two types once without scripts, and once with them: then the browser does the work that
a refusal asks for (`intake/views/work.py`) and sends the code again; after a second where nothing
came back.

A try counts where the story came back within `BOUND` seconds, with scripts within `PATIENCE`; any
other answer is a miss. Times are
of all tries, those that got no answer counting as the bound. Front, back, load and whatever else
runs share this machine's cores: how busy it was when the run began stands beside each figure.
"""

import asyncio
import html
import json
import os
import re
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from itertools import count, product
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from altcha import v2  # noqa: E402 - the path comes first
from bench.soak.people import Notes, Teller  # noqa: E402 - the path comes first
from tests.browser.opening import open_house  # noqa: E402

from farshore.kernel.codes import Code  # noqa: E402

RATE = 1000
"""Wrong codes offered per second."""

SECONDS, WARMING = 40.0, 3.0
"""How long each flood is measured, and how long it runs before."""

BOUND = 5.0
"""Seconds within which a right code must open its story, however many wrong ones are tried."""

PATIENCE = 30.0
"""The same for whoever has scripts, whose browser goes on by itself."""

PAUSE = 0.5
"""Seconds between two tries of the same person."""

MOST_OPEN = 1500
"""Connections that the flood holds: as many as the front may be short of, less than `ulimit -n`."""

FLOODS: dict[str, Callable[[int], str]] = {
    "one": lambda _number: "203.0.113.7",
    "many": lambda number: f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}",
    "unnamed": lambda _number: "",
}
"""Name of a flood → the address that its wrong code of this number comes from."""

_WORK = re.compile(rb' data-work="([^"]+)"')
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_fresh = count()


def main() -> None:
    if "--flood" in sys.argv:
        _port, _name = int(sys.argv[2]), sys.argv[3]
        print(json.dumps(asyncio.run(_flood(_port, FLOODS[_name]))))
        return
    busy = round(os.getloadavg()[0], 1)
    with (
        tempfile.TemporaryDirectory(prefix="farshore-bench-") as folder,
        open_house(Path(folder) / "data") as house,
    ):
        figures = asyncio.run(_measured(int(house.base.rpartition(":")[2])))
    print(json.dumps([{**figure, "load_before": busy} for figure in figures], indent=1))


async def _measured(port: int) -> list[dict[str, object]]:
    code = _sent(port)
    await asyncio.gather(*_typed(port, code, 2.0))  # the first ones warm everything up
    alone = await asyncio.gather(*_typed(port, code, SECONDS / 2))
    figures = _right("alone", alone, alone)
    for name in FLOODS:
        flood = await _beginning(port, name)
        await asyncio.sleep(WARMING)
        under = await asyncio.gather(*_typed(port, code, SECONDS))
        told, _ = await flood.communicate()
        figures += _wrong(name, json.loads(told)) + _right(name, under, alone)
        await asyncio.sleep(BOUND)  # what still waits in the house must not burden the next one
    return figures


def _sent(port: int) -> str:
    """The code of a story that was told and sent."""
    teller = Teller(port, Notes())
    teller.share(picture=False)
    return teller.code


async def _beginning(port: int, name: str) -> asyncio.subprocess.Process:
    """A flood, in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--flood", str(port), name]
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)


# the right code


PEOPLE = tuple(product(("", "scripted."), ("named", "unnamed")))
"""Who types the right code: with scripts or without, and whether the front can tell them apart."""


def _typed(port: int, code: str, seconds: float) -> list["asyncio.Task[list[float]]"]:
    """Four people who type it for so long, as in `PEOPLE`."""
    until = time.monotonic() + seconds
    return [
        asyncio.create_task(_types(port, code, until, named=who == "named", scripts=bool(how)))
        for how, who in PEOPLE
    ]


async def _types(port: int, code: str, until: float, *, named: bool, scripts: bool) -> list[float]:
    """How long each try took; the bound for those that opened nothing within it."""
    taken, bound = [], PATIENCE if scripts else BOUND
    while time.monotonic() < until:
        number = next(_fresh)
        address = f"198.18.{number // 256}.{number % 256}" if named else ""
        began = time.monotonic()
        try:
            async with asyncio.timeout(bound):
                opened = await _opens(port, code, address, scripts=scripts)
        except TimeoutError:
            opened = False
        taken.append(min(time.monotonic() - began, bound) if opened else bound)
        await asyncio.sleep(PAUSE)
    return taken


async def _opens(port: int, code: str, address: str, *, scripts: bool) -> bool:
    """Whether the story is on the page that comes back; with scripts, sooner or later."""
    status, body = await _asked(port, _posted(code, address))
    while scripts and status != 200:
        if found := _WORK.search(body):
            told = v2.Challenge.from_dict(json.loads(html.unescape(found[1].decode())))
            solution = await asyncio.to_thread(v2.solve_challenge, told)
            assert solution is not None
            done = v2.Payload(told, solution).to_base64()
        else:
            done = await asyncio.sleep(1.0, "")
        status, body = await _asked(port, _posted(code, address, work=done))
    return status == 200 and b'name="hand"' in body


async def _asked(port: int, asked: bytes) -> tuple[int, bytes]:
    """Status and body of the answer; 0 where none comes."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(asked)
            status, body, _stays = await _answer(reader)
        finally:
            writer.close()
    except (OSError, EOFError):
        return 0, b""
    return status, body


# the wrong ones


async def _flood(port: int, source: Callable[[int], str]) -> dict[str, int]:
    """Offer wrong codes at the rate, whether or not answers come; what became of them."""
    told, idle, seconds = Counter[str](), list[_Open](), WARMING + SECONDS
    running = set[asyncio.Task[None]]()
    began = time.monotonic()
    for number in range(round(RATE * seconds)):
        late = began + number / RATE - time.monotonic()
        if late > 0:
            await asyncio.sleep(late)
        if len(running) >= MOST_OPEN:
            told["not offered"] += 1
            continue
        asked = _posted(Code.new().digits, source(number))
        task = asyncio.create_task(_offered(port, asked, idle, told))
        running.add(task)
        task.add_done_callback(running.discard)
        if number % 50 == 0:
            await asyncio.sleep(0)  # behind time, answers must be read all the same
    told["took ms"] = round((time.monotonic() - began) * 1000)
    if running:
        _done, waiting = await asyncio.wait(running, timeout=1.0)
        told["waiting"] = len(waiting)
        for task in waiting:
            task.cancel()
    return told


_Open = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _offered(port: int, asked: bytes, idle: list[_Open], told: Counter[str]) -> None:
    told["offered"] += 1
    try:
        reader, writer = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked)
        status, _body, stays = await _answer(reader)
    except (OSError, EOFError):
        told["broken"] += 1
        return
    told[str(status)] += 1
    if stays:
        idle.append((reader, writer))
    else:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Status, body, and whether the connection stays open. Raises `EOFError` where it ends."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else await _chunks(reader)
    return int(head[9:12]), body, b"connection: close" not in head.lower()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


def _posted(code: str, address: str, *, work: str = "") -> bytes:
    """A code typed at `/return/`; behind a proxy that names the address, or none."""
    body = urllib.parse.urlencode({"code": code, "work": work}).encode()
    lines = ["POST /return/ HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/x-www-form-urlencoded"]
    lines += [f"X-Forwarded-For: {address}"] if address else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


# figures


def _wrong(flood: str, told: dict[str, int]) -> list[dict[str, object]]:
    """What became of the wrong ones, per second."""
    seconds = told["took ms"] / 1000
    parts = {
        "offered": ("offered", f"{RATE} 1/s"),
        "answered": ("200", None),
        "refused_429": ("429", None),
        "refused_503": ("503", None),
        "not_offered": ("not offered", None),
        "broken": ("broken", None),
    }
    return [
        _figure(f"codes.{flood}.wrong.{part}", told.get(key, 0) / seconds, "1/s", asked)
        for part, (key, asked) in parts.items()
    ]


_BESIDE_THEM = {("many", "named"), ("unnamed", "unnamed")}
"""Whose flood cannot be told from those who type a right code without scripts: it is measured, and
not promised."""


def _right(
    flood: str, taken: list[list[float]], alone: list[list[float]]
) -> list[dict[str, object]]:
    """How the right one fared, person by person."""
    figures = []
    for (how, who), times, before in zip(PEOPLE, taken, alone, strict=True):
        name, bound = f"codes.{flood}.right.{how}{who}", PATIENCE if how else BOUND
        share = 100 * sum(time < bound for time in times) / len(times)
        asked = None if (flood, who) in _BESIDE_THEM and not how else "100 %"
        figures += [
            _figure(f"{name}.p50", _cut(times, 50) * 1000, "ms"),
            _figure(f"{name}.p95", _cut(times, 95) * 1000, "ms", asked and f"< {bound:g} s"),
            _figure(f"{name}.in_time", share, "%", asked),
        ]
        if taken is not alone:
            ratio = _cut(times, 95) / _cut(before, 95)
            figures.append(_figure(f"{name}.p95.of_alone", ratio, "ratio"))
        figures[-1]["tries"] = len(times)
    return figures


def _cut(times: list[float], hundredth: int) -> float:
    return quantiles(times, n=100, method="inclusive")[hundredth - 1]


def _figure(name: str, value: float, unit: str, asked: str | None = None) -> dict[str, object]:
    return {"name": name, "value": round(value, 1), "unit": unit, "asked": asked}


if __name__ == "__main__":
    main()
