"""How a house is reached: what counts by https, by http, under an onion name; and what there is to
say where there is no house at all, or one that would keep us for ever.
"""

import itertools
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread

import pytest

from farshore.config.grading import asking
from farshore.config.grading.asking import Line, NotAnAddress, Target, Unanswered, target
from farshore.config.grading.house import graded
from farshore.config.grading.report import PASS, UNSEEN, Finding, grade
from farshore.config.grading.transport import is_onion
from farshore.config.grading.visit import NotAHouse
from tests.config.grading.stubs import (
    NAME,
    STORY,
    Authority,
    Handler,
    Reply,
    Stub,
    good,
    html,
    onion,
    open_to,
)

BLIND = asking.blind()
HTTPS_ALONE = ("certificate", "certificate-days", "tls", "redirect")


def by_http(stub: Stub, name: str) -> dict[str, Finding]:
    """Findings about a stub that is asked as http://name."""
    with open_to(stub) as port:
        asked = target(f"http://{name}/", at=f"127.0.0.1:{port}")
        found = graded(asked, trust=BLIND, now=datetime.now(UTC))
    return {one.entry.id: one for one in found}


def refused(stub: Stub) -> NotAHouse:
    with open_to(stub) as port, pytest.raises(NotAHouse) as why:
        graded(target(f"http://127.0.0.1:{port}"), trust=BLIND, now=datetime.now(UTC))
    return why.value


@contextmanager
def saying(*parts: bytes) -> Iterator[int]:
    """A port at which everybody is told these bytes, whatever they ask; the last for ever where it
    ends in an ellipsis."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_say, args=(server, parts), daemon=True).start()
        yield server.getsockname()[1]


def _say(server: socket.socket, parts: tuple[bytes, ...]) -> None:
    while True:
        try:
            wire, _who = server.accept()
            with wire:
                wire.recv(65536)
                for part in parts:
                    wire.sendall(part)
                for _ in itertools.count() if parts[-1].endswith(b"...") else ():
                    wire.sendall(parts[-1])
        except OSError:
            if server.fileno() < 0:
                return


def asked(port: int, **how: object) -> asking.Answer:
    line = Line(target(f"http://127.0.0.1:{port}"), BLIND, float("inf"))
    return line.ask("/", **how)  # type: ignore[arg-type]


# --- which line counts for what --------------------------------------------------------------
def test_without_https_a_public_house_fails_whatever_else_is_right() -> None:
    found = by_http(good(), NAME)
    assert found["https"].level == "grave"
    assert grade(list(found.values())) == "F"


def test_this_machine_is_not_judged_for_its_line() -> None:
    stub = good()
    with open_to(stub) as port:
        here = target(f"http://127.0.0.1:{port}/")
        found = {one.entry.id: one for one in graded(here, trust=BLIND, now=datetime.now(UTC))}
    assert {id for id, one in found.items() if one.level != PASS} == {*HTTPS_ALONE, "https", "hsts"}
    assert "crosses no wire" in found["https"].saw
    assert grade(list(found.values())) == "A"


def test_an_onion_address_asks_for_no_https() -> None:
    stub = good()
    assert by_http(stub, onion())["hsts"].level == "fail"
    stub.every(lambda reply: reply.lacking("Strict-Transport-Security", "Onion-Location"))
    found = by_http(stub, onion())
    assert found["hsts"].level == PASS and found["https"].level == UNSEEN
    assert "encrypted by Tor itself" in found["https"].saw
    assert grade(list(found.values())) == "A"


@pytest.mark.parametrize(
    "address",
    [f"http://{onion()}/", f"http://{onion(bytes(range(32)))}", f"https://studio.{onion()}/x/"],
    ids=range(3),
)
def test_an_onion_address_proves_itself(address: str) -> None:
    assert is_onion(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://film.example/",
        f"ftp://{onion()}/",
        f"http://{onion().replace('a', 'b', 1)}/",
        f"http://{'a' * 55}.onion/",
        f"http://{onion()}.example/",
        "http://[/",
    ],
    ids=range(7),
)
def test_what_is_no_onion_address_is_noticed(address: str) -> None:
    assert not is_onion(address)


# --- addresses -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://film.example/", "https://film.example"),
        ("https://FILM.example:443", "https://film.example"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://fílm.example/", "https://xn--flm-rma.example"),
        ("https://fílm.example:8443/", "https://xn--flm-rma.example:8443"),
        ("https://film.example./", "https://film.example"),
    ],
)
def test_an_address_is_read(address: str, origin: str) -> None:
    assert target(address).origin == origin


@pytest.mark.parametrize(
    "address",
    [
        "",
        "film.example",
        "ftp://film.example/",
        "https://film.example/share/",
        "https://film.example/?p=1",
        "https://me:word@film.example/",
        "https://",
        "https://film.example:port/",
        "https://[::1/",
        "https://a b/",
        "file:///etc/passwd",
    ],
    ids=range(11),
)
def test_what_is_no_address_of_a_house_is_refused(address: str) -> None:
    with pytest.raises(NotAnAddress):
        target(address)


def test_where_to_connect_is_read_too() -> None:
    made = target("https://film.example/", at="[::1]:8443")
    assert made == Target("https", "film.example", 443, ("::1", 8443))
    for wrong in ("127.0.0.1", "a:b", ":80", "127.0.0.1:80/x"):
        with pytest.raises(NotAnAddress):
            target("https://film.example/", at=wrong)


# --- answers that are none -------------------------------------------------------------------
def test_an_answer_that_does_not_end_is_read_as_far_as_was_allowed() -> None:
    with saying(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000 + b"...") as port:
        answer = asked(port, most=10_000)
    assert len(answer.body) == 10_000 and not answer.whole


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((b"",), "ended the connection without an answer"),
        ((b"SSH-2.0-OpenSSH_9.2\r\n",), "answered what is no http"),
        ((b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 200, b"\r\n"), "answered what is no http"),
        ((b"HTTP/1.1 200 OK\r\n" + b"X" * 70_000,), "answered what is no http"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",), "broke off in the middle"),
        (
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",),
            "broke off in the middle",
        ),
    ],
    ids=["silence", "ssh", "many-headers", "long-header", "half", "no-chunk"],
)
def test_what_is_no_answer_is_said_in_words(parts: tuple[bytes, ...], words: str) -> None:
    with saying(*parts) as port, pytest.raises(Unanswered, match=words):
        asked(port)


def test_what_cannot_be_read_is_not_praised() -> None:
    """Compressed though nobody asked: what it loads from elsewhere would not be seen."""
    stub = good()
    stub.every(lambda reply: reply.having(Content_Encoding="br"), STORY)
    found = by_http(stub, "localhost")
    assert f"{STORY} answers in an encoding" in found["pages"].saw


@pytest.mark.parametrize(
    "begins",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"],
    ids=["says-nothing", "in-the-head", "in-the-body"],
)
def test_a_house_that_dawdles_does_not_keep_us(
    begins: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte now and then would outlast a limit for each of them: the whole has one."""
    monkeypatch.setattr(asking, "PATIENCE", 0.6)

    def drip(server: socket.socket, pause: socket.socket) -> None:
        wire, _who = server.accept()
        with wire:
            wire.recv(65536)
            wire.sendall(begins)
            pause.settimeout(0.1)
            while True:
                try:
                    pause.recv(1)
                except TimeoutError:
                    wire.sendall(b"x")

    pause, _end = socket.socketpair()
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_quietly, args=(drip, server, pause), daemon=True).start()
        with pytest.raises(Unanswered, match="did not answer within"):
            asked(server.getsockname()[1])


def _quietly(act: object, *given: object) -> None:
    try:
        act(*given)  # type: ignore[operator]
    except OSError:
        return


def test_when_the_time_for_everything_is_over_nothing_more_is_asked() -> None:
    line = Line(target("http://127.0.0.1:9"), BLIND, 0.0)
    with pytest.raises(Unanswered, match="took too long"):
        line.ask("/")


def test_one_answer_does_not_outlast_the_time_for_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 3600.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        here = target(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Unanswered, match="did not answer"):
            Line(here, BLIND, time.monotonic() + 0.4).ask("/")


def test_nobody_there_is_said_in_words() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotAHouse, match="nothing listens there") as why:
        graded(target(f"http://127.0.0.1:{port}"), trust=BLIND, now=datetime.now(UTC))
    assert "See whether the address is right" in why.value.args[1]


def test_a_name_that_nobody_has_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_given: object, **_more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)
    with pytest.raises(NotAHouse, match="a name that is not known here"):
        graded(target("https://film.example"), trust=BLIND, now=datetime.now(UTC))


def test_plain_http_where_https_was_asked_for_is_said_in_words() -> None:
    with open_to(good()) as port:
        asked = target("https://film.example", at=f"127.0.0.1:{port}")
        with pytest.raises(NotAHouse, match="does not speak TLS"):
            graded(asked, trust=BLIND, now=datetime.now(UTC))


# --- houses that are none --------------------------------------------------------------------
def test_another_kind_of_site_is_not_graded() -> None:
    assert "does not look like a house" in refused(Stub({"/": html("A shop")})).args[0]
    assert "answers 404" in refused(Stub()).args[0]


def test_a_first_page_that_does_not_end_is_not_graded() -> None:
    def endless(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.end_headers()
        for _ in itertools.count():
            handler.wfile.write(b"x" * 65536)

    assert "does not end: 4 MiB came" in refused(Stub(acts={"/": endless})).args[0]


def test_a_circle_is_not_followed_for_ever() -> None:
    stub = Stub({"/": Reply(302, {"Location": "/a/"}), "/a/": Reply(302, {"Location": "/"})})
    assert "sends on and on, and never arrives" in refused(stub).args[0]
    assert len(stub.asked) < 10


def test_who_sends_on_to_another_site_is_not_followed_there() -> None:
    why = refused(Stub({"/": Reply(301, {"Location": "https://www.film.example/en/"})}))
    assert "sends on to https://www.film.example/en/" in why.args[0]
    assert why.args[1] == "Grade that: farshore check --deploy https://www.film.example/"


def test_within_a_house_redirects_are_followed() -> None:
    stub = good()
    stub.pages["/en/stories/"] = stub.pages["/stories/"]
    stub.pages["/stories/"] = Reply(308, {"Location": "/en/stories/"})
    assert by_http(stub, "localhost")["pages"].level == PASS
    assert ("GET", STORY) in {one[:2] for one in stub.asked}


def test_one_page_that_does_not_end_is_told_and_the_rest_is_graded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("farshore.config.grading.visit.MOST", 5000)
    stub = good()
    stub.pages["/globe/"] = html("x" * 6000)
    found = by_http(stub, "localhost")
    assert found["pages"].level == "fail" and "/globe/ does not end" in found["pages"].saw
    assert found["policy"].level == PASS


# --- what is asked, and what never is ----------------------------------------------------------
def test_nothing_is_asked_but_public_pages_and_nothing_is_ever_sent() -> None:
    stub = good()
    by_http(stub, "localhost")
    methods = {(method, path) for method, path, _fields, _body in stub.asked if method != "GET"}
    pictures = {one for one in methods if one[1].startswith("/media/")}
    assert methods - pictures == {("HEAD", "/"), ("POST", "/")}
    assert {method for method, _path in pictures} == {"HEAD"}
    assert not any(body for _method, _path, _fields, body in stub.asked)
    assert not any("cookie" in map(str.lower, fields) for _m, _p, fields, _b in stub.asked)
    assert {fields.get("User-Agent") for _m, _p, fields, _b in stub.asked} == {"Farshore"}
    for _method, path, _fields, _body in stub.asked:
        assert "?" not in path and not path.startswith(("/share/x", "/upload", "/claim"))
    assert len(stub.asked) < 40


def test_a_certificate_that_is_not_trusted_does_not_end_the_grading(authority: Authority) -> None:
    with open_to(good(), authority.server()) as port:
        asked = target(f"https://{NAME}/", at=f"127.0.0.1:{port}")
        trust = ssl.create_default_context()
        found = graded(asked, trust=trust, now=datetime.now(UTC), plain=("127.0.0.1", port))
    levels = {one.entry.id: one.level for one in found}
    assert levels["certificate"] == "grave" and levels["policy"] == PASS
    assert grade(found) == "F"
