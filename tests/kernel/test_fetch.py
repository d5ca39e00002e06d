from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from farshore.kernel import fetch as fetching
from farshore.kernel.fetch import Unreachable, fetch, is_safe
from tests import served


class _Odd(SimpleHTTPRequestHandler):
    """Answers as no well-meaning site does."""

    asked: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append(dict(self.headers))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.2:1/elsewhere")
        elif self.path == "/here":
            self.send_response(302)
            self.send_header("Location", "/file")
        elif self.path == "/file":
            self.send_response(200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"here")
            return
        elif self.path == "/short":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"half")
            return
        else:
            self.send_response(503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    _Odd.asked = []
    with served.folder(tmp_path, _Odd) as address:
        yield address


def test_a_file_comes_whole_and_the_asker_says_nothing_of_itself(site: str) -> None:
    assert fetch(f"{site}/here", most=4) == b"here"
    assert {name.lower() for name in _Odd.asked[0]} <= {
        "host",
        "user-agent",
        "accept-encoding",
        "connection",
    }
    assert _Odd.asked[0]["User-Agent"] == "Farshore"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/away", "another site"),
        ("/short", "broke off|IncompleteRead|incomplete"),
        ("/none", "answers 503"),
    ],
    ids=["redirect", "cut", "refused"],
)
def test_what_does_not_come_whole_from_this_site_is_refused(site: str, path: str, why: str) -> None:
    with pytest.raises(Unreachable, match=why):
        fetch(site + path, most=10_000)


def test_no_more_is_read_than_may_be(site: str) -> None:
    with pytest.raises(Unreachable, match="larger"):
        fetch(f"{site}/file", most=3)


def test_who_does_not_answer_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.5)
    with pytest.raises(Unreachable):
        fetch("http://127.0.0.1:9/", most=1)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://film.example", True),
        ("http://127.0.0.1:8000", True),
        ("http://abcdefghij234567.onion", True),
        ("http://film.example", False),
        ("file:///etc/passwd", False),
        ("ftp://film.example", False),
        ("https://user:word@film.example", False),
        ("https:///nothing", False),
        ("", False),
    ],
    ids=range(9),
)
def test_only_addresses_are_asked_on_whose_way_nobody_can_change_the_answer(
    url: str, safe: bool
) -> None:
    assert is_safe(url) == safe


def test_an_unsafe_address_is_not_asked() -> None:
    with pytest.raises(Unreachable, match="https"):
        fetch("file:///etc/hostname", most=1000)
