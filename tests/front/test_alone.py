"""The process: what it knows, what it holds, what it says, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.front import backs, sites
from tests.front.backs import soon
from tests.front.fronts import BARE, PATIENCE, Front, broken, free_port, front, request

SECRETS = {
    "DATABASE_URL": "postgresql://planted",
    "FARSHORE_SECRET_KEY": "planted",
    "FARSHORE_CODE_PEPPER": "planted",
    "FARSHORE_SIGNING_KEY": "planted",
    "FARSHORE_SMTP_URL": "smtp://planted",
    "PGPASSWORD": "planted",
}
BECOME = (
    "import sys; from pathlib import Path; from farshore.config.running.front import become_front; "
    "become_front(site=Path(sys.argv[1]), socket=Path(sys.argv[2]), host='127.0.0.1', "
    "port=int(sys.argv[3]), trusted=['198.51.100.0/24'], secure=True)"
)
LISTING = """
import atexit, json, os, sys
told = os.environ.pop("LC_ALL")
atexit.register(lambda: open(told, "w").write(json.dumps(sorted(sys.modules))))
"""


@pytest.mark.promise("P-24")
def test_the_process_that_farshore_run_starts_holds_no_secret(site: Path) -> None:
    port, socket = free_port(), site.parent / "b.sock"
    process = subprocess.Popen(
        [sys.executable, "-c", BECOME, str(site), str(socket), str(port)],
        env={**os.environ, **SECRETS},
    )
    try:
        with backs.back(socket):
            running = Front(process, port, site)
            assert soon(lambda: _answers(running), PATIENCE)
            assert running.get("/share/echo").status == 200
            proc = Path(f"/proc/{process.pid}")
            assert b"farshore.front" in (proc / "cmdline").read_bytes()
            assert b"--trust\x00198.51.100.0/24" in (proc / "cmdline").read_bytes()
            assert b"planted" not in (proc / "environ").read_bytes()
            assert not [one for one in _open_files(proc) if "sqlite" in one or one.endswith(".env")]
    finally:
        process.terminate()
        assert process.wait(5) == 0


def _answers(running: Front) -> bool:
    try:
        return running.get("/").status == 200
    except OSError:
        return False


def _open_files(proc: Path) -> list[str]:
    return [os.readlink(one) for one in (proc / "fd").iterdir()]


def modules(site: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> set[str]:
    """What a front has imported once it has answered everything."""
    listed, socket = site.parent / "modules.json", site.parent / "b.sock"
    monkeypatch.setenv("LC_ALL", str(listed))
    code = broken(LISTING, *more)
    with backs.back(socket), front(site, socket, code=code) as running:
        for path in ("/", "/nowhere/", "/media/film.mp4", "/share/echo", "/stories"):
            running.get(path)
    found: list[str] = json.loads(listed.read_text())
    return set(found)


def strangers(found: set[str]) -> set[str]:
    """Modules that have no business in the front."""
    rooms = {name for name in found if name.startswith("farshore.")}
    others = {name for name in found if name.split(".")[0] in {"django", "wagtail", "sqlite3"}}
    return others | {name for name in rooms if name.split(".")[1] != "front"}


@pytest.mark.promise("P-24")
def test_it_has_never_heard_of_django_or_a_database(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert strangers(modules(site, monkeypatch)) == set()


def test_a_stranger_would_be_noticed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    found = strangers(modules(site, monkeypatch, "import farshore.kernel.clock, sqlite3"))
    assert {"farshore.kernel.clock", "sqlite3"} <= found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_soon_and_lets_answers_end_before(site: Path, number: int) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket) as back, front(site, socket) as running:
        with running.client() as idle, running.client() as asking:
            assert idle.get("/").status == 200
            asking.say(request("/share/stream"))
            assert asking.line() == b"HTTP/1.1 200 OK\r\n"
            began = time.monotonic()
            running.process.send_signal(number)
            assert idle.is_over()
            back.go_on.set()
            assert asking.socket.recv(100_000)
            assert running.process.wait(2.0) == 0
        assert time.monotonic() - began < 1.0


def test_it_does_not_wait_for_ever(site: Path) -> None:
    socket = site.parent / "b.sock"
    with backs.back(socket), front(site, socket) as running, running.client() as stuck:
        stuck.say(request("/share/silent"))
        time.sleep(0.3)
        began = time.monotonic()
        running.process.terminate()
        assert running.process.wait(3.0) == 0
        assert time.monotonic() - began < 2.0


def test_a_taken_port_is_said_in_a_sentence(site: Path) -> None:
    with front(site) as running:
        told = ["--site", str(site), "--back", "x", "--port", str(running.port)]
        other = subprocess.run(
            [sys.executable, "-c", BARE, *told], capture_output=True, text=True, check=False
        )
        assert other.returncode == 1
        assert "cannot listen" in other.stderr
        assert "Traceback" not in other.stderr


@pytest.mark.promise("P-02")
def test_it_writes_down_nothing_about_anybody(site: Path) -> None:
    """Not even when it fails: then it says what failed and where."""
    socket = site.parent / "b.sock"
    wrong = broken("from farshore.front import files", "files.order = lambda _: 1 / 0")
    with backs.back(socket), front(site, socket, code=wrong) as running:
        for path in ("/stories/heron-lamp/", "/nowhere/planted/"):
            with running.client() as client:
                client.say(request(path, User_Agent="planted"))
                assert client.is_over()
        assert running.get("/share/echo", User_Agent="planted").status == 200
        assert soon(lambda: running.errors().count("\n") == 2)
        said = running.errors()
    assert "ZeroDivisionError" in said
    assert not [word for word in ("127.0.0.1", "planted", "heron", "share") if word in said]


def test_memory_stays_under_its_cap(site: Path) -> None:
    grown = {cap: _growth(site, cap) for cap in (16, 64)}
    assert grown[16] < 18_000
    assert grown[64] > 19_000  # the control: they would not fit


def _growth(site: Path, cap: int) -> int:
    """KiB that a front grows by while a hundred files of 200 kB are asked for."""
    for number in range(100):
        path = site / "media" / f"{number}.avif"
        if not path.exists():
            path.write_bytes(os.urandom(200_000))
    with front(site, None, "--memory", str(cap)) as running, running.client() as client:
        before = running.private_kib()
        for number in range(100):
            assert len(client.get(f"/media/{number}.avif").body) == 200_000
        return running.private_kib() - before


def test_the_least_used_page_goes_first(site: Path) -> None:
    from farshore.front.shelf import Shelf
    from farshore.front.site import Site

    shelf = Shelf(Site(site), 12_000)
    for path in (b"/", b"/stories/", b"/", b"/vote/", b"/", b"/globe/", b"/"):
        leaf = shelf.find(path)
        assert leaf is not None
        shelf.load(leaf, leaf.copies["identity"]) if not leaf.copies["identity"].tag else None
        assert shelf.weight <= 12_000
    assert b"/" in shelf._kept
    assert b"/stories/" not in shelf._kept
    for path in (b"/", b"/vote/", b"/globe/"):
        shelf.forget(path)
    assert shelf.weight == 0


def test_what_is_larger_than_a_page_is_read_from_the_disk(site: Path) -> None:
    with front(site) as running, running.client() as client:
        assert client.get("/media/film.mp4").body == sites.FILM
        before = running.private_kib()
        for _ in range(5):
            assert client.get("/media/film.mp4").body == sites.FILM
        assert running.private_kib() - before < 3_000
