"""Before Granian, which is what stands behind the front in a real house."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.front import sites
from tests.front.backs import soon
from tests.front.fronts import Front, front, request

BODY = os.urandom(3_000_000)
APPLICATION = """
import hashlib, json
def app(environ, start):
    unread = environ["PATH_INFO"].endswith("/early")
    body = b"" if unread else environ["wsgi.input"].read()
    told = json.dumps({
        "sha": hashlib.sha256(body).hexdigest(), "length": len(body),
        "path": environ["PATH_INFO"], "query": environ["QUERY_STRING"],
        "host": environ["HTTP_HOST"], "from": environ.get("REMOTE_ADDR", ""),
    }).encode()
    start("413 Too Large" if unread else "200 OK", [("Content-Length", str(len(told)))])
    return [told]
"""
SERVE = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from granian import Granian
Granian("application:app", uds=Path(sys.argv[2]), interface="wsgi", blocking_threads=2,
        websockets=False, log_enabled=False).serve()
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("granian")
    (folder / "application.py").write_text(APPLICATION)
    path = folder / "b.sock"
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(folder), str(path)])
    try:
        assert soon(path.exists)
        with front(sites.fill(folder / "site"), path) as before:
            assert soon(lambda: before.get("/share/").status == 200)
            yield before
    finally:
        process.terminate()
        process.wait(10)


def test_it_hears_what_was_asked(running: Front) -> None:
    told = running.get("/share/a%20b/?c=%2Fd", Host="film.example:8000").json()
    assert (told["path"], told["query"]) == ("/share/a b/", "c=%2Fd")
    assert told["host"] == "film.example:8000"
    assert "127.0.0.1" not in str(told)


@pytest.mark.parametrize("size", [0, 10, 100_000, len(BODY)])
@pytest.mark.parametrize("in_chunks", [False, True])
def test_it_gets_the_whole_body(running: Front, size: int, in_chunks: bool) -> None:
    body = BODY[:size]
    how = {"Transfer_Encoding": "chunked"} if in_chunks else {"Content_Length": str(size)}
    whole = (b"%x\r\n%b\r\n" % (size, body) if size else b"") + b"0\r\n\r\n"
    with running.client() as client:
        client.say(request("/upload/x", "POST", **how) + (whole if in_chunks else body))
        told = client.hear().json()
        assert (told["length"], told["sha"]) == (size, hashlib.sha256(body).hexdigest())


def test_its_answer_to_a_body_that_it_does_not_want_arrives(running: Front) -> None:
    with running.client() as client:
        client.say(request("/upload/early", "POST", Content_Length=str(len(BODY))))
        for at in range(0, len(BODY), 300_000):
            client.say(BODY[at : at + 300_000])
            time.sleep(0.02)
        assert client.hear().status == 413


def test_a_form_on_a_slow_line_holds_no_thread(running: Front) -> None:
    """It has two threads. Five slow forms wait in the front, and others are answered."""
    clients = [running.client() for _ in range(5)]
    for client in clients:
        client.say(request("/share/x", "POST", Content_Length="2000") + b"x" * 1000)
    time.sleep(0.2)
    assert running.get("/return/").status == 200
    for client in clients:
        client.say(b"x" * 1000)
        assert client.hear().json()["length"] == 2000
        client.__exit__(None, None, None)


def test_slow_forms_would_hold_its_threads(running: Front) -> None:
    """The control for the test above: without the front's waiting, two forms fill two threads."""
    path = running.said.parent / "b.sock"
    stuck = []
    for _ in range(2):
        one = socket.socket(socket.AF_UNIX)
        one.connect(str(path))
        one.sendall(request("/share/x", "POST", Content_Length="2000") + b"x" * 1000)
        stuck.append(one)
    time.sleep(0.2)
    with running.client(timeout=0.7) as client, pytest.raises(TimeoutError):
        client.get("/return/")
    for one in stuck:
        one.close()
    assert soon(lambda: running.get("/return/").status == 200)
