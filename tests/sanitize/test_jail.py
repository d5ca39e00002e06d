"""The child gives up network, files, memory, time and programs; its death is a refusal."""

import glob
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from farshore.sanitize import Limits, RefusalReason, Refused, isolation, jail, open_picture
from tests.sanitize import corpus

HELD = isolation()
PICTURE = corpus.saved(corpus.drawn(), "JPEG")

ATTEMPTS = {
    "connects": "import socket; socket.create_connection(('127.0.0.1', PORT), 3)",
    "reads a file": "open('/etc/passwd').read()",
    "writes a file": "import tempfile; tempfile.TemporaryFile(dir='/tmp')",
    "starts a program": "import subprocess; subprocess.run(['/bin/true'], check=True)",
    "forks": "import os; os.waitpid(os.fork() or os._exit(0), 0)",
    "takes memory": "b = bytearray(900_000_000)",
    "opens many files": "import os; [os.dup(0) for _ in range(64)]",
}
NEEDS = {
    "connects": "network",
    "reads a file": "file opened",
    "writes a file": "file opened",
    "starts a program": "programs",
    "forks": "programs",
}
TRIAL = """
import sys
sys.path[:] = sys.argv[1].split('\\n')
import socket, subprocess, os, tempfile
from farshore.sanitize.confine import confine
LOCKED and confine(memory_bytes=600_000_000, seconds=5)
try:
    ATTEMPT
except BaseException as error:
    print('stopped', type(error).__name__)
else:
    print('done')
"""


def attempted(what: str, *, locked: bool, port: int = 9) -> str:
    code = TRIAL.replace("ATTEMPT", ATTEMPTS[what].replace("PORT", str(port)))
    code = code.replace("LOCKED", str(locked))
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, "\n".join(path for path in sys.path if path)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return ended.stdout.partition(" ")[0].strip() or f"died {ended.returncode} {ended.stderr}"


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.promise("P-26")
@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_child_cannot_do_what_anybody_else_can(what, listener):
    if NEEDS.get(what, "") not in HELD.partition("does not allow")[0]:
        pytest.skip(f"this kernel does not hold the lock for: {what}")
    assert attempted(what, locked=False, port=listener) == "done"  # the control
    assert attempted(what, locked=True, port=listener) == "stopped"


def test_the_locks_that_hold_are_named():
    assert HELD.startswith("Pictures are opened in a process with bounds on memory")


def test_a_child_that_runs_out_of_memory_is_a_refusal():
    large = corpus.saved(corpus.drawn((4000, 4000)), "PNG")
    with pytest.raises(Refused) as refused:
        open_picture(large, limits=Limits(memory_bytes=110_000_000))
    assert refused.value.reason in (RefusalReason.TOO_MANY_PIXELS, RefusalReason.DAMAGED)
    assert open_picture(large).width == 2560  # the control


def test_a_child_that_is_too_slow_is_killed():
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        open_picture(PICTURE, limits=Limits(seconds=0.01))
    assert refused.value.reason is RefusalReason.TOO_SLOW
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("read", [0, 1, 5000, 100_000])
def test_a_child_that_stops_listening_does_not_stop_the_house(monkeypatch, read):
    act = f"sys.stdin.buffer.raw.read({read}); import time; time.sleep(20)"
    monkeypatch.setattr(jail, "BOOT", _after_locks(act))
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        jail.ask("open", "jpeg", Limits(seconds=1), {}, [b"x" * 2_000_000])
    assert refused.value.reason is RefusalReason.TOO_SLOW
    assert time.monotonic() - begun < 5


def test_who_waits_too_long_for_a_turn_is_told_so(monkeypatch):
    monkeypatch.setattr(jail, "PATIENCE", 0.01)
    for _ in range(jail.AT_ONCE):
        jail._turns.acquire()
    try:
        with pytest.raises(Refused) as refused:
            open_picture(PICTURE)
    finally:
        for _ in range(jail.AT_ONCE):
            jail._turns.release()
    assert refused.value.reason is RefusalReason.UNAVAILABLE
    assert open_picture(PICTURE).width == 320  # the control: with room, it goes on


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux chooses so")
@pytest.mark.parametrize(("step", "cause"), [("_end_first()", "exit 7"), ("len('')", "exit 1")])
def test_the_child_is_the_first_to_go_where_memory_ends(monkeypatch, step, cause):
    act = (
        "import sys; sys.path[:] = sys.argv[1].split('\\n'); import os\n"
        f"from farshore.sanitize.confine import _end_first\n{step}\n"
        "os._exit(int(open('/proc/self/oom_score_adj').read()) == 1000 and 7 or 1)"
    )
    monkeypatch.setattr(jail, "BOOT", act)
    with pytest.raises(Refused) as refused:
        open_picture(PICTURE)
    assert refused.value.cause == cause


def test_a_child_that_burns_its_processor_time_is_stopped(monkeypatch):
    monkeypatch.setattr(jail, "BOOT", _after_locks("while True: pass"))
    with pytest.raises(Refused) as refused:
        jail.ask("open", "jpeg", Limits(seconds=20), {}, [PICTURE])
    assert refused.value.reason is RefusalReason.TOO_SLOW
    assert refused.value.cause == f"exit {-signal.SIGXCPU}"


def _after_locks(act: str) -> str:
    """A child that locks itself in and then does something else than its work."""
    return (
        "import sys; sys.path[:] = sys.argv[1].split('\\n'); import os, signal\n"
        "from farshore.sanitize.confine import confine\n"
        f"confine(memory_bytes=600_000_000, seconds=1)\n{act}"
    )


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("import ctypes; ctypes.string_at(0)", RefusalReason.DAMAGED),
        ("os.abort()", RefusalReason.DAMAGED),
        ("os._exit(7)", RefusalReason.DAMAGED),
        ("raise SystemExit(1)", RefusalReason.UNAVAILABLE),
        ("pass", RefusalReason.DAMAGED),
        ("print('x' * 100)", RefusalReason.DAMAGED),
        ("sys.stdout.buffer.write(b'\\0\\0\\0\\2[]')", RefusalReason.DAMAGED),
        ("sys.stdin.close(); os._exit(9)", RefusalReason.DAMAGED),
    ],
)
def test_whatever_a_child_does_is_a_refusal_and_never_an_error(monkeypatch, act, reason):
    monkeypatch.setattr(jail, "BOOT", _after_locks(act))
    with pytest.raises(Refused) as refused:
        open_picture(PICTURE)
    assert refused.value.reason is reason


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_child_that_is_killed_in_the_middle_is_a_refusal(monkeypatch):
    """As the kernel does where memory ends."""
    monkeypatch.setattr(jail, "BOOT", _after_locks("import time; time.sleep(20)"))
    before = _children()  # other tests' servers may be among them
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(open_picture, PICTURE)
        while not (children := _children() - before):
            time.sleep(0.01)
        os.kill(children.pop(), signal.SIGKILL)
        with pytest.raises(Refused) as refused:
            asked.result(30)
    assert refused.value.cause == f"exit {-signal.SIGKILL}"
    assert _children() <= before


def _children() -> set[int]:
    files = glob.glob(f"/proc/{os.getpid()}/task/*/children")
    return {int(pid) for file in files for pid in Path(file).read_text().split()}


def test_a_child_that_never_stops_talking_is_cut_off(monkeypatch):
    monkeypatch.setattr(jail, "BOOT", _after_locks("while True: os.write(1, b'x' * 65536)"))
    monkeypatch.setattr(jail, "LONGEST_ANSWER", 1_000_000)
    with pytest.raises(Refused):
        open_picture(PICTURE)


def test_a_lying_child_is_not_believed(monkeypatch):
    """A child that hands back the original, secrets and all, does not pass the proof."""
    act = (
        "from farshore.sanitize import wire\n"
        "_, parts = wire.unpack(sys.stdin.buffer.read())\n"
        "sys.stdout.buffer.write(wire.pack({'size': [1, 1], 'removed': []}, parts))"
    )
    boot = "import farshore.sanitize.wire, json\n"
    monkeypatch.setattr(jail, "BOOT", _after_locks(act).replace("confine(m", boot + "confine(m"))
    with pytest.raises(Refused) as refused:
        open_picture(corpus.telling_jpeg()[0])
    assert refused.value.reason is RefusalReason.NOT_PROVED


def test_a_child_that_cannot_be_started_is_not_the_pictures_fault(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Refused) as refused:
        open_picture(PICTURE)
    assert refused.value.reason is RefusalReason.UNAVAILABLE


def test_nothing_of_the_parents_environment_reaches_the_child(monkeypatch):
    monkeypatch.setenv("FARSHORE_SECRET_KEY", "must-not-arrive")
    act = "os._exit(7 if 'must-not-arrive' in str(os.environ) else 1)"
    monkeypatch.setattr(jail, "BOOT", _after_locks(act))
    with pytest.raises(Refused) as refused:
        open_picture(PICTURE)
    assert refused.value.cause == "exit 1"


def test_no_child_and_no_file_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    children = _children()
    open_picture(corpus.telling_jpeg()[0])
    with pytest.raises(Refused):
        open_picture(PICTURE[:1500])
    assert list(tmp_path.iterdir()) == []
    assert _children() <= children


def test_many_at_once_all_come_through():
    made: list[int] = []
    threads = [
        threading.Thread(target=lambda: made.append(open_picture(PICTURE).width)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [320] * 6
