"""One run for a folder, one server for a port, and a front that is handed no secret."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from farshore.config.running import addresses, front
from farshore.config.running.lock import AlreadyRunning, Lock


def test_a_second_run_on_one_folder_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    with Lock(tmp_path / "lock"), pytest.raises(AlreadyRunning) as refusal, Lock(tmp_path / "lock"):
        pass
    assert str(refusal.value) == str(os.getpid())


def test_a_lock_that_was_put_down_can_be_taken_again(tmp_path: Path) -> None:
    with Lock(tmp_path / "lock"):
        pass
    with Lock(tmp_path / "lock") as lock:
        assert not lock.unclean


def test_a_run_that_was_killed_does_not_hold_its_lock(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; "
        "from farshore.config.running.lock import Lock; "
        "Lock(Path(sys.argv[1])).__enter__(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "lock")], check=False)
    with Lock(tmp_path / "lock") as lock:
        assert lock.unclean


def test_a_taken_port_is_noticed(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(addresses.PortTaken):
            addresses.require_port("127.0.0.1", port, patience=0)
    addresses.require_port("127.0.0.1", port, patience=0)


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(addresses.PortRefused):
        addresses.require_port("192.0.2.1", 8000, patience=0)


def test_a_stale_socket_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "back.sock").write_text("left by a run that was killed")
    assert addresses.back_socket(tmp_path) == tmp_path / "back.sock"
    assert not (tmp_path / "back.sock").exists()


def test_a_folder_too_deep_for_a_socket_gets_one_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    path = addresses.back_socket(deep)
    assert len(os.fsencode(path)) <= addresses.LONGEST_SOCKET
    assert path.parent.stat().st_mode & 0o077 == 0
    path.parent.rmdir()


@pytest.mark.parametrize(
    ("host", "ours"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_only_loopback_is_this_machine_alone(host: str, ours: bool) -> None:
    assert addresses.is_loopback(host) is ours


@pytest.mark.promise("P-24")
def test_the_front_is_handed_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "FARSHORE_SECRET_KEY", "FARSHORE_CODE_PEPPER", "PGPASSWORD"):
        monkeypatch.setenv(name, "hidden")
    monkeypatch.setenv("FARSHORE_SMTP_URL", "smtp://user:hidden@host")
    assert "hidden" not in str(front.environment())
