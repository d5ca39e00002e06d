"""Requests that mean harm, or were garbled on their way."""

import random
import socket

import pytest

from tests.front import sites
from tests.front.conftest import House
from tests.front.fronts import front, request


@pytest.mark.parametrize(
    "path",
    [
        *"""/../outside/secret.txt /stories/../../outside/secret.txt /%2e%2e/outside/secret.txt
        /..%2foutside%2fsecret.txt /%2e%2e%2foutside/secret.txt /..%5coutside%5csecret.txt
        /.secret.txt /%2esecret.txt /.git/config /stories/.0a0b0c.part /link.txt /linked/secret.txt
        /linked/ /linked /pipe.txt //outside/secret.txt /./link.txt /index.html.br /index.html.gz
        /stories/index.html.gz /410.html /404.html /503.html /stories/was-here/410.html
        /media/was-here.jpg.410.html /%00 /index.html%00.txt /%c0%ae%c0%ae/outside/secret.txt
        /stories%2findex.html /stories/%2e%2e/index.html /etc/passwd""".split(),
        "/" + "a" * 300 + "/",
        "/" + "a/" * 2000,
        "/" + "%41" * 1000,
    ],
)
def test_no_path_leads_out_of_the_site_or_to_what_is_not_for_all(house: House, path: str) -> None:
    if not (house.site / "link.txt").is_symlink():
        sites.hidden(house.site, house.site.parent / "outside")
    reply = house.front.get(path)
    assert reply.status == 404
    assert b"SECRET" not in reply.body
    assert "location" not in reply.headers


def test_a_link_is_not_followed_but_would_lead_there(house: House) -> None:
    """The control: without the refusal, the path would have shown it."""
    if not (house.site / "link.txt").is_symlink():
        sites.hidden(house.site, house.site.parent / "outside")
    assert (house.site / "linked" / "secret.txt").read_text() == "SECRET"
    assert house.front.get("/empty.txt").status == 200


@pytest.mark.parametrize(
    "path", ["//stories", "//evil.example/..", "/\\evil.example", "///", "//evil.example/%2e%2e"]
)
def test_nobody_is_sent_to_another_site(house: House, path: str) -> None:
    reply = house.front.get(path)
    assert reply.status in {400, 404}
    assert "location" not in reply.headers


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", (400, 505)),
        (b"GET / HTTP/3.1\r\nHost: a\r\n\r\n", (400, 505)),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 505)),
        (b"GET /\r\n\r\n", 505),
        (b"HELLO\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n", (200, 400)),
        (b"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", (400, 404)),
        (b"GET http:// HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"CONNECT film.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", (400, 405)),
        (b"TRACE /share/ HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\nHost: a\r\nExpect: the-best\r\n\r\n", 417),
        (request("/", Long="x" * 40_000), 431),
        (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 400_000, 431),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 9_000, 431),
    ],
)
def test_what_cannot_be_read_is_refused(
    house: House, data: bytes, status: int | tuple[int, ...]
) -> None:
    allowed = status if isinstance(status, tuple) else (status,)
    with house.front.client() as client:
        client.say(data)
        assert client.hear().status in allowed
        if allowed == (400,) or status == 431:
            assert client.is_over()
    assert house.front.get("/").status == 200


SMUGGLED = b"GET /count/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nContent-Length: 0\r\n",
        b"Content-Length: 0, 5\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 0x5\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n",
    ],
)
def test_no_request_is_smuggled_behind_another(house: House, head: bytes) -> None:
    house.back.asked.clear()
    with house.front.client() as client:
        client.say(b"POST /share/ HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n0\r\n\r\n" + SMUGGLED)
        assert client.hear().status in {400, 501}
        assert client.is_over()
    assert "/count/smuggled" not in house.back.asked


def test_an_old_client_may_not_send_chunks(house: House) -> None:
    reply = house.front.raw(
        b"POST /share/ HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )
    assert reply.status == 400


def test_a_trailer_is_no_header_of_this_request_or_the_next(house: House) -> None:
    with house.front.client() as client:
        client.say(
            b"POST /share/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            b"Trailer: X-CSRFToken\r\n\r\n3\r\nabc\r\n0\r\nX-CSRFToken: planted\r\n\r\n"
        )
        assert "planted" not in str(client.hear().json())
        assert "planted" not in str(client.get("/share/echo").json())
        seen = client.get("/share/echo", X_CSRFToken="mine").json()
        assert ["x-csrftoken", "mine"] in seen["headers"]  # type: ignore[operator]


@pytest.mark.parametrize("path", ["/share/", "/"])
def test_sockets_of_the_web_are_not_opened(house: House, path: str) -> None:
    with house.front.client() as client:
        told = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Key": "YQ=="}
        reply = client.get(path, Sec_WebSocket_Version="13", **told)
        assert reply.status == (400 if path == "/share/" else 200)
        assert client.is_over()


def test_many_requests_at_once_are_answered_in_order(house: House) -> None:
    with house.front.client() as client:
        paths = ["/stories/", "/share/echo", "/", "/media/film.mp4", "/nowhere/", "/feed/"] * 20
        client.say(b"".join(request(path) for path in paths))
        statuses = [client.hear().status for _ in paths]
    assert statuses == [404 if path == "/nowhere/" else 200 for path in paths]


def test_a_client_that_asks_and_does_not_read_fills_no_memory(house: House) -> None:
    before = house.front.private_kib()
    with house.front.client() as client:
        client.socket.settimeout(1.0)
        asked = request("/media/picture.avif") * 50
        with pytest.raises(TimeoutError):
            for _ in range(3_000):
                client.say(asked)
        assert house.front.private_kib() - before < 8_192
        assert house.front.get("/").status == 200


def test_a_client_may_end_its_side_and_still_be_answered(house: House) -> None:
    for path in ("/stories/", "/media/film.mp4"):
        with house.front.client() as client:
            client.say(request(path))
            client.socket.shutdown(socket.SHUT_WR)
            assert client.hear().status == 200
            assert client.is_over()


def test_garbled_requests_are_survived(house: House) -> None:
    """Whatever comes, the front answers or hangs up, and has no error of its own to tell."""
    chance = random.Random(7)
    sound = [
        request("/stories/", Range="bytes=1-9", If_None_Match='"a", W/"b"', Accept_Encoding="br"),
        request("/share/echo", "POST", Content_Length="5", Expect="100-continue") + b"hello",
        request("/share/echo", "POST", Transfer_Encoding="chunked") + b"5\r\nhello\r\n0\r\n\r\n",
        request("/media/film.mp4", "HEAD", Connection="close") * 2,
    ]
    for _ in range(400):
        data = bytearray(chance.choice(sound) + chance.choice(sound))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        with house.front.client() as client:
            client.say(bytes(data[: chance.randint(1, len(data))]))
            client.socket.shutdown(socket.SHUT_WR)
            try:
                while client.socket.recv(1_000_000):
                    pass
            except ConnectionResetError:
                pass
    assert house.front.get("/").status == 200
    assert house.front.errors() == ""


def test_old_clients_are_understood(house: House) -> None:
    with house.front.client() as client:
        client.say(b"GET /stories/ HTTP/1.0\r\n\r\n")
        reply = client.hear()
        assert (reply.status, reply.headers["connection"]) == (200, "close")
        assert client.is_over()
    with house.front.client() as client:
        for _ in range(2):
            client.say(b"GET /stories/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            assert client.hear().headers["connection"] == "keep-alive"


def test_who_wants_to_close_is_let_go(house: House) -> None:
    with house.front.client() as client:
        assert client.get("/", Connection="close").headers["connection"] == "close"
        assert client.is_over()


def test_a_body_that_nobody_wants_is_not_kept(house: House) -> None:
    with house.front.client() as client:
        client.say(request("/stories/", "POST", Content_Length="5000000"))
        client.say(b"x" * 5_000_000)
        assert client.hear().status == 405
        assert client.is_over()


def test_slow_heads_and_idle_clients_are_let_go_and_the_others_not(site: object) -> None:
    from pathlib import Path

    from tests.front.fronts import broken

    hasty = broken(
        "from farshore.front import connection as c", "c.HEAD, c.IDLE, c.WINDOW = 1.0, 1.0, 2.0"
    )
    with front(Path(str(site)), code=hasty) as quick:
        with quick.client() as silent, quick.client() as slow, quick.client() as idle:
            assert idle.get("/").status == 200
            for letter in request("/")[:-4]:
                try:
                    slow.say(bytes([letter]))
                except OSError:
                    break
                if slow_is_over(slow.socket):
                    break
            assert silent.is_over()
            assert slow.is_over()
            assert idle.is_over()
        assert quick.get("/").status == 200


def slow_is_over(sock: socket.socket) -> bool:
    """Waits a tenth of a second."""
    sock.settimeout(0.1)
    try:
        return sock.recv(1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    finally:
        sock.settimeout(10)
