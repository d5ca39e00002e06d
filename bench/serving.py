"""How fast pages are served: `python bench/serving.py` prints a JSON list of figures.

The front, nginx with `gzip_static` (where it is installed) and the live view of the back serve the
very same pressed demonstration, in turns, to 32 clients that keep their connections and take gzip.
All of it shares this machine's cores with the load, which makes requests per second restless: the
figure to trust is the ratio, the median over pairs of turns that followed each other, and beside
it the processor time of the server per request. The front and nginx have one process each.

The load is wrk's. Where it is not installed a slower one in Python stands in, which is then what is
measured: the figures say so, and count for nothing but the order of magnitude.
"""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from farshore.config.running.front import environment

CLIENTS, TURNS, SECONDS = 32, 7, 1.0
HOST = "127.0.0.1"
WRK, NGINX = shutil.which("wrk"), shutil.which("nginx")
ROOT = Path(__file__).resolve().parent.parent

_BACK = "from pathlib import Path; import sys; {django}; {serve}"
_DJANGO = "import os; os.environ['DJANGO_SETTINGS_MODULE']='farshore.config.settings'"
_SOCKET = "from farshore.config.backserver import serve; serve(Path(sys.argv[1]))"
_LIVE = (
    "from granian import Granian; Granian('farshore.config.wsgi:application', address='127.0.0.1', "
    "port=int(sys.argv[1]), interface='wsgi', blocking_threads=8, websockets=False, "
    "log_enabled=False).serve()"
)
_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; {user}
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; application/xml xml; text/css css; image/avif avif; }}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; gzip_static on;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{ listen 127.0.0.1:{port}; root {site}; index index.html index.xml; }}
}}
"""


@dataclass(slots=True)
class Load:
    """What some seconds of load showed: per second, milliseconds, and microseconds."""

    requests: float
    p50: float
    p99: float
    cpu: float


@dataclass(slots=True)
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of processor time, of the process and its children."""
        return sum(_cpu(pid) for pid in _family(self.process.pid))

    def memory(self) -> float:
        """MB that it has of its own, or its share of."""
        return sum(_pss(pid) for pid in _family(self.process.pid)) / 1e3


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="farshore-bench-") as folder, ExitStack() as stack:
        data = Path(folder)
        site = pressed(data)
        front = stack.enter_context(serving_front(data))
        nginx = stack.enter_context(serving_nginx(data, site)) if NGINX else None
        figures = [*_memory(front, "idle")]
        for page, address in pages(site).items():
            figures += compared(page, address, front, nginx)
        figures += _memory(front, "loaded")
        figures += passed_on(front)
        live = stack.enter_context(serving_live(data))
        figures += beside_live(pages(site), front, live)
        print(json.dumps(figures, indent=1))


def pressed(data: Path) -> Path:
    """The demonstration, pressed into a data folder."""
    for words in (["demo"], ["press", "--all"]):
        command = [sys.executable, "-m", "farshore", *words, "--data", str(data)]
        subprocess.run(command, env=_house(data), check=True, capture_output=True)
    return data / "site"


def pages(site: Path) -> dict[str, str]:
    """One address of each type."""
    story = next(one for one in sorted((site / "stories").glob("*-*-*/index.html")))
    style = next((site / "assets").glob("site-*.css"))
    picture = next(one for one in sorted((site / "media").rglob("*.avif")) if one.stat().st_size)
    return {
        "home": "/",
        "story": f"/stories/{story.parent.name}/",
        "feed": "/feed/",
        "asset": f"/assets/{style.name}",
        "picture": f"/{picture.relative_to(site).as_posix()}",
    }


def compared(
    page: str, address: str, front: Server, nginx: Server | None
) -> Iterator[dict[str, object]]:
    """Front and nginx in turns."""
    servers = [front, nginx] if nginx else [front]
    runs: dict[str, list[Load]] = {server.name: [] for server in servers}
    for server in servers:
        loaded(server, address, 0.5)
    for _ in range(TURNS):
        for server in servers:
            runs[server.name].append(loaded(server, address, SECONDS))
    ours, theirs = runs["front"], runs.get("nginx")
    yield from _told(f"serving.{page}", ours, theirs)
    if theirs:
        ratio = median(a.requests / b.requests for a, b in zip(ours, theirs, strict=True))
        yield _figure(f"serving.{page}.of_nginx", ratio, "ratio", asked=">= 0.5", digits=2)


def passed_on(front: Server) -> Iterator[dict[str, object]]:
    """Through the front to Django and back: the shortest answer it has."""
    yield from _told("serving.passed_on", [loaded(front, "/health/live", SECONDS)], None)


def beside_live(
    addresses: dict[str, str], front: Server, live: Server
) -> Iterator[dict[str, object]]:
    """The same pages rendered when they are asked for."""
    for page in ("home", "story", "feed"):
        slow = loaded(live, addresses[page], 2 * SECONDS)
        fast = loaded(front, addresses[page], SECONDS)
        ratio = fast.requests / slow.requests
        yield _figure(f"serving.{page}.live.requests", slow.requests, "1/s")
        yield _figure(f"serving.{page}.live.p99", slow.p99, "ms")
        yield _figure(f"serving.{page}.of_live", ratio, "ratio")


@contextmanager
def serving_front(data: Path) -> Iterator[Server]:
    """The front as `farshore run` starts it, before a back of its own."""
    behind, port = data / "back.sock", _free_port()
    back = [sys.executable, "-c", _BACK.format(django=_DJANGO, serve=_SOCKET), str(behind)]
    told = ["--site", data / "site", "--back", behind, "--port", port]
    command = [sys.executable, "-m", "farshore.front", *map(str, told)]
    with _running(back, _house(data)), _running(command, environment() | _path()) as process:
        _await(port, "/health/live")
        yield Server("front", port, process)


@contextmanager
def serving_nginx(data: Path, site: Path) -> Iterator[Server]:
    port, user = _free_port(), "user root;" if os.getuid() == 0 else ""
    told = data / "nginx.conf"
    told.write_text(_NGINX.format(folder=data, site=site, port=port, user=user), "utf-8")
    with _running([str(NGINX), "-c", str(told), "-e", str(data / "nginx.log")]) as process:
        _await(port, "/")
        yield Server("nginx", port, process)


@contextmanager
def serving_live(data: Path) -> Iterator[Server]:
    """Django under Granian, as the back is, but on a port."""
    port = _free_port()
    command = [sys.executable, "-c", _BACK.format(django=_DJANGO, serve=_LIVE), str(port)]
    with _running(command, _house(data)) as process:
        _await(port, "/")
        yield Server("live", port, process)


def loaded(server: Server, address: str, seconds: float) -> Load:
    """Ask as fast as 32 clients can for so long."""
    url, before = f"http://{HOST}:{server.port}{address}", server.cpu()
    count, took, p50, p99 = _wrk(url, seconds) if WRK else _python(url, seconds)
    return Load(count / took, p50, p99, (server.cpu() - before) / count * 1e6)


def _wrk(url: str, seconds: float) -> tuple[int, float, float, float]:
    length = f"{max(round(seconds), 1)}s"
    command = [str(WRK), "-t1", f"-c{CLIENTS}", f"-d{length}", "--latency"]
    command += ["-H", "Accept-Encoding: gzip", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+) requests in ([\d.]+)(m?s)", told)
    if not found or "Non-2xx" in told:
        raise RuntimeError(told)
    took = float(found[2]) / (1000 if found[3] == "ms" else 1)
    return int(found[1]), took, _milliseconds(told, "50%"), _milliseconds(told, "99%")


def _milliseconds(told: str, line: str) -> float:
    found = re.search(rf"{line}\s+([\d.]+)(us|ms|s)", told)
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    return float(found[1]) * units[found[2]] if found else 0.0


def _python(url: str, seconds: float) -> tuple[int, float, float, float]:
    """In a process of its own, as wrk is."""
    command = [sys.executable, str(Path(__file__)), "--load", url, str(seconds)]
    count, took, p50, p99 = json.loads(subprocess.run(command, capture_output=True).stdout)
    return int(count), float(took), float(p50), float(p99)


async def _ask(url: str, seconds: float) -> None:
    """Print how many answers came, in which time, and how long half and nearly all took."""
    _scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_client(host, path, began + seconds, times) for _ in range(CLIENTS)))
    took, times = time.perf_counter() - began, sorted(times)
    middle, late = times[len(times) // 2], times[len(times) * 99 // 100]
    print(json.dumps([len(times), took, middle * 1000, late * 1000]))


async def _client(host: str, path: str, until: float, times: list[float]) -> None:
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    asked = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    while (began := time.perf_counter()) < until:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        times.append(time.perf_counter() - began)
    writer.close()


def _told(name: str, runs: list[Load], peers: list[Load] | None) -> Iterator[dict[str, object]]:
    for part, unit, digits in (
        ("requests", "1/s", 0),
        ("p50", "ms", 2),
        ("p99", "ms", 2),
        ("cpu", "µs/request", 1),
    ):
        peer = round(_middle(peers, part), digits) if peers else None
        value = _middle(runs, part)
        yield _figure(f"{name}.{part}", value, unit, peer=peer, digits=digits)


def _middle(runs: list[Load], part: str) -> float:
    return float(median(getattr(run, part) for run in runs))


def _memory(server: Server, when: str) -> Iterator[dict[str, object]]:
    yield _figure(f"serving.front.memory.{when}", server.memory(), "MB")


def _figure(
    name: str,
    value: float,
    unit: str,
    *,
    asked: str | None = None,
    peer: float | None = None,
    digits: int = 1,
) -> dict[str, object]:
    figure: dict[str, object] = {"name": name, "value": round(value, digits), "unit": unit}
    figure |= {"asked": asked, "peer": peer}
    return figure if WRK else {**figure, "load": "Python stood in for wrk"}


@contextmanager
def _running(
    command: list[str], with_: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, env=with_, stdout=nowhere, stderr=nowhere)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


def _await(port: int, path: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            connection = HTTPConnection(HOST, port, timeout=20)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Nothing answers {path} on port {port}")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])


def _house(data: Path) -> dict[str, str]:
    return os.environ | _path() | {"FARSHORE_DEMO": "yes", "FARSHORE_DATA": str(data)}


def _path() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT / "src")}


def _family(pid: int) -> list[int]:
    found = [pid]
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        found += [member for child in children for member in _family(int(child))]
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"Pss:\s+(\d+)", told)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    if "--load" in sys.argv:
        asyncio.run(_ask(sys.argv[2], float(sys.argv[3])))
    else:
        main()
