"""A house of ours, as `farshore run` opens it, has the best grade; and grading it leaves nothing.

Behind https it is graded through a proxy with a certificate, which does nothing but hand on;
and through nginx as docs/running/install.md sets it up.
"""

import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from farshore.config.grading.asking import blind, target, trusting
from farshore.config.grading.house import graded
from farshore.config.grading.report import PASS, UNSEEN, Finding, grade
from tests.config.grading.conftest import STUDIO
from tests.config.grading.stubs import NAME, Authority, leading_to_https, onion, open_to
from tests.config.houses import ROOT, Open, farshore, free_port, migrated, opened, until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's film and stories, in a house that is closed."""
    folder = migrated(tmp_path_factory.mktemp("house") / "data")
    assert farshore("demo", "--data", folder).returncode == 0
    return folder


def levels(found: list[Finding]) -> dict[str, tuple[str, str]]:
    """What is not as it should be, or was not looked at: level and what was seen."""
    return {one.entry.id: (one.level, one.saw) for one in found if one.level != PASS}


def test_an_empty_house_is_told_that_nobody_answers_for_it(tmp_path: Path) -> None:
    """The control for the tests below: a house of ours can fail."""
    with opened(migrated(tmp_path / "data")) as house:
        here = target(f"http://127.0.0.1:{house.port}")
        found = graded(here, trust=blind(), now=datetime.now(UTC))
    assert {id for id, (level, _saw) in levels(found).items() if level != UNSEEN} == {"controller"}
    assert grade(found) == "C"


def test_our_house_behind_a_proxy_and_under_its_onion_name_has_the_best_grade(
    filled: Path, authority: Authority
) -> None:
    named = {
        "FARSHORE_BASE_URL": f"https://{NAME}",
        "FARSHORE_TRUSTED_PROXIES": "127.0.0.1",
        "FARSHORE_STUDIO_HOST": STUDIO,
        "FARSHORE_ONION": onion(),
    }
    with (
        opened(filled, **named) as house,
        handing_on(authority.server(), house.port) as port,
        handing_on(authority.server(STUDIO), house.port) as apart,
        open_to(leading_to_https()) as plain,
    ):
        found = graded(
            target(f"https://{NAME}/", at=f"127.0.0.1:{port}"),
            trust=trusting(str(authority.path)),
            now=datetime.now(UTC),
            own=target(f"https://{STUDIO}/", at=f"127.0.0.1:{apart}"),
            plain=("127.0.0.1", plain),
        )
        under = target(f"http://{onion()}/", at=f"127.0.0.1:{house.port}")
        by_tor = graded(under, trust=blind(), now=datetime.now(UTC))
    assert levels(found) == {}
    assert {level for level, _saw in levels(by_tor).values()} == {UNSEEN}, levels(by_tor)
    assert grade(found) == grade(by_tor) == "A"


def test_our_house_on_this_machine_has_the_best_grade_and_is_left_as_it_was(filled: Path) -> None:
    with opened(filled) as house:
        before = rows(house)
        found = graded(
            target(f"http://127.0.0.1:{house.port}"), trust=blind(), now=datetime.now(UTC)
        )
        told = levels(found)
        after = rows(house)
    assert {level for level, _saw in told.values()} == {UNSEEN}, told
    assert told.keys() == {
        *("https", "certificate", "certificate-days", "tls", "redirect", "hsts", "onion")
    }
    assert grade(found) == "A"
    # A question for passkeys makes a session that belongs to nobody; the press has its own work.
    changed = {name for name in after if after[name] != before[name]}
    assert {name for name in changed if not name.startswith("press_")} <= {"django_session"}


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_behind_nginx_as_the_installation_has_it_nothing_could_be_better(
    filled: Path, authority: Authority, tmp_path: Path
) -> None:
    authority.server()
    named = {
        "FARSHORE_BASE_URL": f"https://{NAME}",
        "FARSHORE_TRUSTED_PROXIES": "127.0.0.1",
        "FARSHORE_ONION": onion(),
    }
    ports = {"plain": free_port(), "secure": free_port(), "onion": free_port()}
    with opened(filled, **named) as house, nginx(tmp_path, authority, ports, house.port):
        found = graded(
            target(f"https://{NAME}/", at=f"127.0.0.1:{ports['secure']}"),
            trust=trusting(str(authority.path)),
            now=datetime.now(UTC),
            plain=("127.0.0.1", ports["plain"]),
        )
        under = target(f"http://{onion()}/", at=f"127.0.0.1:{ports['onion']}")
        by_tor = graded(under, trust=blind(), now=datetime.now(UTC))
    assert levels(found) == {}
    assert {level for level, _saw in levels(by_tor).values()} == {UNSEEN}, levels(by_tor)


@contextmanager
def nginx(folder: Path, authority: Authority, ports: dict[str, int], house: int) -> Iterator[None]:
    """nginx with the page's own lines, on ports that nobody else has."""
    page = (ROOT / "docs/running/install.md").read_text("utf-8")
    text = "\n".join(re.findall(r"^```nginx\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    text = re.sub(
        r"(ssl_certificate(?:_key)?) [^;]+;", rf"\1 {authority.folder}/{NAME}-90.pem;", text
    )
    text = re.sub(r"listen \[::\]:[^;]+;", "", text)
    for said, port in {
        "listen 80;": f"listen 127.0.0.1:{ports['plain']};",
        "listen 443 ": f"listen 127.0.0.1:{ports['secure']} ",
        "listen 127.0.0.1:8080;": f"listen 127.0.0.1:{ports['onion']};",
        "http://127.0.0.1:8000;": f"http://127.0.0.1:{house};",
    }.items():
        assert said in text, said
        text = text.replace(said, port)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; events {{}}\nhttp {{ {places}\n{text}\n}}\n"
    )
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "said")]
    process = subprocess.Popen(command)
    try:
        until(lambda: all(map(listens, ports.values())))
        yield
    finally:
        process.terminate()
        process.wait(20)


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def rows(house: Open) -> dict[str, int]:
    """How many rows each table has."""
    with sqlite3.connect(f"file:{house.folder / 'db.sqlite3'}?mode=ro", uri=True) as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
        }


@contextmanager
def handing_on(trust: ssl.SSLContext, to: int) -> Iterator[int]:
    """A proxy that ends TLS, says so in `X-Forwarded-Proto`, and hands on; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_listen, args=(server, trust, to), daemon=True).start()
        yield server.getsockname()[1]


def _listen(server: socket.socket, trust: ssl.SSLContext, to: int) -> None:
    while True:
        try:
            wire, _who = server.accept()
        except OSError:
            return
        Thread(target=_carry, args=(wire, trust, to), daemon=True).start()


def _carry(wire: socket.socket, trust: ssl.SSLContext, to: int) -> None:
    with suppress(OSError), trust.wrap_socket(wire, server_side=True) as client:
        head = b""
        while b"\r\n\r\n" not in head and (part := client.recv(65536)):
            head += part
        with socket.create_connection(("127.0.0.1", to)) as house:
            house.sendall(head.replace(b"\r\n", b"\r\nX-Forwarded-Proto: https\r\n", 1))
            while part := house.recv(65536):
                client.sendall(part)
