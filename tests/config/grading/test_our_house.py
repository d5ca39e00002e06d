"""A house of ours, as `farshore run` opens it, has the best grade; and grading it leaves nothing.

Behind https it is graded through a proxy with a certificate, which does nothing but hand on.
"""

import socket
import sqlite3
import ssl
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
from tests.config.houses import Open, farshore, migrated, opened

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


def test_an_empty_house_is_told_that_nobody_answers_for_it(tmp_path: Path) -> None:
    """The control for the test above: a house of ours can fail."""
    with opened(migrated(tmp_path / "data")) as house:
        here = target(f"http://127.0.0.1:{house.port}")
        found = graded(here, trust=blind(), now=datetime.now(UTC))
    assert {id for id, (level, _saw) in levels(found).items() if level != UNSEEN} == {"controller"}
    assert grade(found) == "C"


def test_our_house_behind_a_proxy_has_the_best_grade(filled: Path, authority: Authority) -> None:
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
    assert levels(found) == {}
    assert grade(found) == "A"


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
