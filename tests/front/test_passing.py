"""Between a client and the back: everything that is meant to cross, and nothing else."""

import asyncio
import hashlib
import os
import socket
import threading
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from farshore.config import backserver
from farshore.front import connection, crowd, passing
from farshore.front.exchange import Away
from farshore.front.requests import Request
from tests.front import backs, sites
from tests.front.backs import soon
from tests.front.conftest import House
from tests.front.fronts import Client, Front, broken, front, request

BODY = os.urandom(3_000_000)


def sent(reply: object) -> dict[str, str]:
    """The headers that the back saw, but that of the hop itself."""
    told: list[list[str]] = reply.json()["headers"]  # type: ignore[attr-defined]
    return {name: value for name, value in told if name != "connection"}


def chunked(body: bytes, size: int = 50_000) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "target",
    ["/share/echo", "/ko/share/echo?a=b&c=%20%zz", "/vote/first/ballot/echo", "/share/a%2Fb/echo"],
)
def test_the_address_arrives_as_it_was_asked(house: House, target: str) -> None:
    assert house.front.get(target).json()["target"] == target


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_passes(house: House, method: str) -> None:
    told = house.front.get("/upload/echo", method, Content_Length="0").json()
    assert (told["method"], told["length"]) == (method, 0)


@pytest.mark.parametrize("size", [0, 1, passing.SMALL, passing.SMALL + 1, len(BODY)])
@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_body_arrives_whole(house: House, size: int, in_chunks: bool) -> None:
    body = BODY[:size]
    how = {"Transfer_Encoding": "chunked"} if in_chunks else {"Content_Length": str(size)}
    with house.front.client() as client:
        client.say(request("/share/echo", "POST", Content_Type="text/x", **how))
        client.say(chunked(body) if in_chunks else body)
        told = client.hear().json()
        assert (told["length"], told["sha"]) == (size, hashlib.sha256(body).hexdigest())
        assert client.get("/").status == 200  # the connection goes on


IDENTIFYING = {
    "User_Agent": "Planted/1.0",
    "Referer": "https://planted.example/",
    "Cookie": "planted=1",
    "X_Forwarded_For": "192.0.2.77",
    "X_Real_IP": "192.0.2.77",
    "Forwarded": "for=192.0.2.77",
    "Via": "1.1 planted",
    "From": "planted@example.org",
    "True_Client_IP": "192.0.2.77",
    "CF_Connecting_IP": "192.0.2.77",
    "X_Client_IP": "192.0.2.77",
    "X_Farshore_Client": "planted",
    "X_Forwarded_Proto": "https",
    "X_Forwarded_Host": "planted.example",
    "Sec_CH_UA": "planted",
    "Authorization": "Basic planted",
    "DNT": "1",
    "If_Planted": "planted",
    "X_Correlation_ID": "planted",
}


@pytest.mark.promise("P-02")
def test_the_back_does_not_learn_who_asks(house: House) -> None:
    for path in ("/share/echo", "/studio/echo"):
        reply = house.front.get(path, **IDENTIFYING)
        seen = sent(reply)
        seen.pop("cookie", None) if path.startswith("/studio/") else None
        assert "planted" not in str(seen).lower()
        assert "192.0.2.77" not in str(seen)
        assert set(seen) == {"host"}


def test_what_is_planted_would_be_seen(house: House) -> None:
    """The control: the back tells every header that reaches it."""
    seen = sent(house.front.get("/share/echo", Accept_Language="planted", Origin="planted"))
    assert seen == {"host": "film.example", "accept-language": "planted", "origin": "planted"}


@pytest.mark.promise("P-23")
def test_cookies_pass_in_the_studio_alone(house: House) -> None:
    with house.front.client() as client:
        assert sent(client.get("/studio/echo", Cookie="studio=1"))["cookie"] == "studio=1"
        assert "cookie" not in sent(client.get("/share/echo", Cookie="studio=1"))
        assert client.get("/studio/cookie").names.count("set-cookie") == 2
        assert "set-cookie" not in client.get("/share/cookie").names


@pytest.mark.parametrize("before", ["", "/ko"], ids=["english", "korean"])
def test_one_cookie_passes_where_tellers_log_in_who_want_to(house: House, before: str) -> None:
    carried = "studio=1; trip=sealed; studio_csrf=2"
    with house.front.client() as client:
        told = sent(client.get(f"{before}/share/account/back/echo", Cookie=carried))
        assert told["cookie"] == "trip=sealed"
        for other in ("studio=1", "trips=1", "xtrip=1", "trip"):
            assert "cookie" not in sent(client.get("/share/account/echo", Cookie=other)), other
        for path in ("/share/echo", "/share/accounts/echo", "/return/share/account/echo"):
            assert "cookie" not in sent(client.get(path, Cookie=carried)), path
        answer = client.get(f"{before}/share/account/trip")
        assert answer.names.count("set-cookie") == 1
        assert answer.headers["set-cookie"] == "trip=1; HttpOnly"
        assert "set-cookie" not in client.get(f"{before}/share/trip").names


def test_what_belongs_to_one_hop_ends_there(house: House) -> None:
    with house.front.client() as client:
        reply = client.get("/share/cookie", Connection="keep-alive, X-Mine", X_Mine="1", TE="x")
        assert not {"x-hop", "keep-alive", "server", "transfer-encoding"} & set(reply.headers)
        assert reply.names.count("date") == 1
        assert (reply.headers["x-kept"], reply.body) == ("yes", b"ok")
        assert reply.headers["content-security-policy"] == "default-src 'none'"
        assert "x-mine" not in sent(client.get("/share/echo", Connection="X-Mine", X_Mine="1"))


def test_an_answer_flows_as_it_comes(house: House) -> None:
    house.back.go_on.clear()
    with house.front.client() as client:
        client.say(request("/share/stream"))
        skip_head(client)
        assert (client.line(), client.line()) == (b"5\r\n", b"first\r\n")
        house.back.go_on.set()
        assert (client.line(), client.line()) == (b"6\r\n", b"second\r\n")
        assert (client.line(), client.line()) == (b"0\r\n", b"\r\n")
        assert client.get("/").status == 200


def skip_head(client: Client) -> None:
    while client.line() not in {b"\r\n", b""}:
        pass


def test_an_old_client_gets_a_flow_that_ends_with_the_connection(house: House) -> None:
    house.back.go_on.set()
    with house.front.client() as client:
        client.say(b"GET /share/stream HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
        reply = client.hear()
        assert (reply.body, reply.headers["connection"]) == (b"firstsecond", "close")
        assert "transfer-encoding" not in reply.headers


def test_nothing_follows_a_head_without_a_body(house: House) -> None:
    house.back.go_on.set()
    with house.front.client() as client:
        assert client.get("/share/empty").status == 204
        assert client.get("/share/echo", "HEAD").status == 200
        assert client.get("/share/stream", "HEAD").body == b""
        assert client.get("/").status == 200


def test_who_asks_whether_to_go_on_is_told(house: House) -> None:
    with house.front.client() as client:
        client.say(request("/share/echo", "POST", Expect="100-continue", Content_Length="5"))
        assert client.line() == b"HTTP/1.1 100 Continue\r\n"
        assert client.line() == b"\r\n"
        client.say(b"hello")
        assert client.hear().json()["length"] == 5
    with house.front.client() as client:
        client.say(request("/stories/", "POST", Expect="100-continue", Content_Length="5"))
        assert client.hear().status == 405


def test_the_back_is_not_asked_before_a_small_body_is_whole(house: House) -> None:
    house.back.asked.clear()
    with house.front.client() as client:
        client.say(request("/return/echo", "POST", Content_Length="10") + b"12345")
        time.sleep(0.2)
        assert house.back.asked == []
        client.say(b"67890")
        assert client.hear().json()["length"] == 10
    assert house.back.asked == ["/return/echo"]


def test_an_early_answer_reaches_the_client_that_is_still_sending(house: House) -> None:
    with house.front.client() as client:
        client.say(request("/share/early", "POST", Content_Length=str(len(BODY))) + BODY)
        reply = client.hear()
        assert (reply.status, reply.body) == (413, b"too much")
        assert reply.headers["connection"] == "close"
        assert client.is_over()


def test_a_client_that_does_not_read_stops_the_back(house: House) -> None:
    house.back.left_early.clear()
    house.back.got = 0
    before = house.front.private_kib()
    with house.front.client() as client:
        client.say(request("/share/flood"))
        assert soon(lambda: house.back.got > 0)
        time.sleep(0.5)
        still = house.back.got
        time.sleep(0.3)
        assert house.back.got == still < 20_000_000
        assert house.front.private_kib() - before < 8_192
    assert house.back.left_early.wait(10)


def test_a_back_that_does_not_read_stops_the_client(house: House, tmp_path: Path) -> None:
    path = tmp_path / "b.sock"
    with socket.socket(socket.AF_UNIX) as slow, front(house.site, path) as before:
        slow.bind(str(path))
        slow.listen()
        memory = before.private_kib()
        with before.client() as client:
            client.socket.settimeout(1.0)
            client.say(request("/share/", "POST", Content_Length="300000000"))
            with pytest.raises(TimeoutError):
                for _ in range(300):
                    client.say(b"x" * 1_000_000)
            assert before.private_kib() - memory < 8_192


def test_a_client_that_leaves_is_left_by_the_back_too(house: House) -> None:
    for path, body in (("/share/silent", b""), ("/share/echo", b"x" * 100_000)):
        house.back.left_early.clear()
        house.back.asked.clear()
        with house.front.client() as client:
            client.say(request(path, "POST", Content_Length=str(len(body) * 2)) + body)
            assert soon(lambda path=path: path in house.back.asked)
            time.sleep(0.1)
        assert house.back.left_early.wait(10)


def test_clients_that_leave_at_any_moment_are_no_error(house: House) -> None:
    """The front says nothing to its errors: the fixture looks."""
    house.back.go_on.set()
    whole = request("/share/echo", "POST", Content_Length="100000") + BODY[:100_000]
    for number in range(200):
        with house.front.client() as client:
            path = ("/share/echo", "/share/stream", "/media/film.mp4", "/")[number % 4]
            client.say(request(path) * 3 + whole[: number * 600])
            time.sleep(number % 7 / 1000)
    assert house.front.get("/share/echo").status == 200
    assert house.front.errors() == ""


@pytest.mark.parametrize("path", ["/share/half"])
def test_half_an_answer_is_not_taken_for_the_whole(house: House, path: str) -> None:
    from http.client import IncompleteRead

    with house.front.client() as client, pytest.raises((IncompleteRead, ConnectionResetError)):
        client.get(path)


@pytest.mark.parametrize("path", ["/share/rude", "/ko/share/rude"])
@pytest.mark.parametrize("size", [0, 1_000, len(BODY)])
def test_while_the_back_is_away_a_kind_page_says_so(house: House, path: str, size: int) -> None:
    with house.front.client() as client:
        client.say(request(path, "POST", Content_Length=str(size)) + BODY[:size])
        reply = client.hear()
    assert (reply.status, reply.body) == (503, sites.page("away"))
    assert reply.headers["retry-after"] == "5"
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["content-type"] == "text/html; charset=utf-8"


def test_without_a_back_a_kind_page_says_so_and_the_site_stands(site: Path) -> None:
    with front(site) as alone:
        for size in (0, 1_000, len(BODY)):
            with alone.client() as client:
                client.say(request("/share/", "POST", Content_Length=str(size)) + BODY[:size])
                reply = client.hear()
                assert (reply.status, reply.body) == (503, sites.page("away"))
        assert alone.get("/").status == 200


def test_a_back_that_dies_in_the_middle_of_a_body_is_said_to_be_away(site: Path) -> None:
    path = site.parent / "b.sock"
    with socket.socket(socket.AF_UNIX) as dying, front(site, path) as before:
        dying.bind(str(path))
        dying.listen()
        with before.client() as client:
            client.say(request("/share/", "POST", Content_Length=str(len(BODY))))
            client.say(BODY[:1_000_000])
            taken, _address = dying.accept()
            taken.recv(1000)
            taken.close()
            client.say(BODY[1_000_000:])
            assert (reply := client.hear()).status == 503
            assert reply.body == sites.page("away")


def test_a_back_that_comes_again_is_found_again(site: Path) -> None:
    path = site.parent / "b.sock"
    with front(site, path) as before:
        assert before.get("/share/echo").status == 503
        for _ in range(2):
            with backs.back(path):
                assert before.get("/share/echo").status == 200
            assert before.get("/share/echo").status == 503


def test_a_silent_back_is_waited_for_only_so_long(site: Path) -> None:
    path = site.parent / "b.sock"
    hasty = broken("from farshore.front import exchange", "exchange.PATIENCE = 0.5")
    with backs.back(path), front(site, path, code=hasty) as before:
        assert before.get("/share/silent").status == 503


def test_a_slow_line_may_bring_a_large_body_and_a_dead_one_may_not(site: Path) -> None:
    """A window of one second, in which a hundred bytes must come."""
    path = site.parent / "b.sock"
    hasty = broken(
        "from farshore.front import connection as c", "c.WINDOW, c.LEAST, c.IDLE = 1.0, 100, 1.0"
    )
    with backs.back(path) as back, front(site, path, code=hasty) as before:
        with before.client() as slow, before.client() as dead:
            for client in (slow, dead):
                client.say(request("/share/echo", "POST", Content_Length="3000"))
            for at in range(0, 3000, 60):
                slow.say(BODY[at : at + 60])
                time.sleep(0.08)
            assert slow.hear().json()["length"] == 3000
            assert dead.is_over()
        assert back.asked == ["/share/echo"]


def slow_uploads(before: Front, count: int) -> list[Client]:
    clients = [before.client() for _ in range(count)]
    for client in clients:
        client.say(request("/upload/echo", "POST", Content_Length="500000") + BODY[:100_000])
    return clients


@pytest.mark.promise("P-19")
def test_slow_uploads_leave_threads_for_those_who_hide_their_story(site: Path) -> None:
    path = site.parent / "b.sock"
    with backs.back(path) as back, front(site, path) as before:
        clients = slow_uploads(before, 12)
        assert soon(lambda: back.receiving == passing.UPLOADS)
        with before.client() as teller:
            teller.say(request("/return/echo", "POST", Content_Length="4") + b"hide")
            assert teller.hear().json()["length"] == 4
        assert back.most_receiving <= passing.UPLOADS + 1
        for client in clients:
            threading.Thread(target=client.say, args=(BODY[100_000:500_000],)).start()
        assert {client.hear().json()["length"] for client in clients} == {500_000}
        for client in clients:
            client.__exit__(None, None, None)


def test_one_client_with_many_forms_leaves_room_for_the_others(site: Path) -> None:
    path = site.parent / "b.sock"
    begun = request("/return/echo", "POST", Content_Length="9", X_Forwarded_For="203.0.113.5")
    with backs.back(path), front(site, path, "--trust", "127.0.0.1") as before:
        clients = [before.client() for _ in range(crowd.MOST_OF_ONE)]
        for client in clients:
            client.say(begun + b"half")
        assert soon(lambda: _refused(before, begun))
        told = {"X_Forwarded_For": "203.0.113.6", "Content_Length": "0"}
        assert before.get("/return/echo", "POST", **told).status == 200
        for client in clients[:16]:
            client.__exit__(None, None, None)
        for client in clients[16:]:
            client.say(b" a n d")
            assert client.hear().json()["length"] == 9
        assert not _refused(before, begun)


def _refused(before: Front, begun: bytes) -> bool:
    """Whether one more is told to come later; its connection is left open and forgotten."""
    with before.client() as client:
        client.say(begun + b"a body yet")
        return client.hear().status == 503


def test_a_crowd_forgets_those_who_left() -> None:
    inside = crowd.Crowd()
    for _ in range(3):
        for _ in range(crowd.MOST_OF_ONE):
            assert inside.enter("a")
        assert not inside.enter("a")
        assert inside.enter("b")
        for _ in range(crowd.MOST_OF_ONE):
            inside.leave("a")
        inside.leave("b")
    assert not inside._inside
    assert not inside._kinds.total()


def test_a_flood_with_names_and_one_without_leave_room_for_each_other() -> None:
    first, then = (str(number) for number in range(crowd.MOST)), crowd.Crowd()
    assert sum(then.enter(name) for name in first) == crowd.MOST_OF_KIND
    assert sum(then.enter("") for _ in range(crowd.MOST)) == crowd.MOST - crowd.MOST_OF_KIND
    alone = crowd.Crowd()
    assert sum(alone.enter("") for _ in range(crowd.MOST)) == crowd.MOST_OF_KIND
    assert alone.enter("a")


def test_whoever_has_a_name_does_not_wait_behind_those_who_have_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waiting = asyncio.run(_asked_while_the_unnamed_wait(monkeypatch, tmp_path))
    assert waiting == {"named": False, "unnamed": True}


async def _asked_while_the_unnamed_wait(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> dict[str, bool]:
    """Who must wait for a turn, while no turn of the unnamed is free."""
    monkeypatch.setattr(passing, "WAITING", 0.05)
    back = passing.Back(folder / "nobody.sock")
    for _ in range(passing.AT_ONCE):
        await back._turns[False].acquire()
    asked = Request()
    asked.method, asked.target = b"GET", b"/return/"
    waited = {}
    for who, about in (("named", {"X-Farshore-Client": "a"}), ("unnamed", {})):
        with pytest.raises(Away) as away:  # nobody answers: what differs is why
            await back.carry(asked, about, Mock())
        waited[who] = isinstance(away.value.__cause__, TimeoutError)
    return waited


def test_thirty_megabytes_at_five_kilobytes_a_second_are_fast_enough() -> None:
    assert connection.LEAST / connection.WINDOW < 5_000 / 2


def test_the_back_has_more_threads_than_uploads_may_take(site: Path) -> None:
    """And without the limit, they would take them all."""
    assert passing.UPLOADS <= backserver.THREADS - 2
    path = site.parent / "b.sock"
    greedy = broken("from farshore.front import passing", "passing.UPLOADS = 100")
    with backs.back(path) as back, front(site, path, code=greedy) as before:
        clients = slow_uploads(before, 12)
        assert soon(lambda: back.receiving == 12)
        for client in clients:
            client.__exit__(None, None, None)
