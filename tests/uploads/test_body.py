"""A connection that is lost halfway saves nothing, rather than half."""

import io
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started
from django.db import close_old_connections
from django.http.request import UnreadablePostError

from farshore.config.wsgi import application
from farshore.uploads.body import CutOff, WholeBody

FORM = b"".join(
    b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair
    for pair in ((b"step", b"begin"), (b"text", b"what was told " * 90), (b"name", b"K."))
)
MULTIPART = ("multipart/form-data; boundary=B", FORM + b"--B--\r\n")
PLAIN = ("application/x-www-form-urlencoded", b"step=begin&text=" + b"x" * 1200 + b"&name=K")


class Slow(io.BytesIO):
    """Gives less than it is asked for, as a socket may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 100) if size and size > 0 else 100)


def environ(kind: str, body: io.BytesIO, length: int) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/share/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(length),
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
    }


def answered(kind: str, body: bytes, length: int) -> int:
    """The status that the back itself answers with."""
    said: list[int] = []
    given = environ(kind, Slow(body), length)
    b"".join(application(given, lambda status, *_more: said.append(int(status[:3]))))
    return said[0]


@pytest.fixture
def served(db: None) -> Iterator[None]:
    """A request of its own must not close the connection that the test's transaction is on."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(("kind", "body"), [MULTIPART, PLAIN])
def test_half_a_form_is_not_taken_for_a_whole_one(kind: str, body: bytes) -> None:
    assert answered(kind, body, len(body)) == 200
    for cut in (0, 40, len(body) // 2, len(body) - 1):
        assert answered(kind, body[:cut], len(body)) == 413


@pytest.mark.parametrize(("kind", "body"), [MULTIPART, PLAIN])
def test_django_alone_would_take_it(kind: str, body: bytes) -> None:
    """The control: without the guard, the text ends where the connection did."""
    half = body[: len(body) // 2]
    bare = WSGIRequest(environ(kind, io.BytesIO(half), len(body)))
    assert 0 < len(bare.POST["text"]) < 1200
    guarded = WSGIRequest(environ(kind, WholeBody(io.BytesIO(half), len(body)), len(body)))  # type: ignore[arg-type]
    with pytest.raises(UnreadablePostError):
        guarded.POST  # noqa: B018 - reading it is the trial


def test_a_whole_body_is_read_as_it_is_and_no_further() -> None:
    body = WholeBody(Slow(b"one\ntwo" + b"!" * 500 + b"the next request"), 507)
    assert body.readline() == b"one\n"
    assert body.read(3) == b"two"
    assert (body.read(), body.read(), body.readline()) == (b"!" * 500, b"", b"")
    assert WholeBody(Slow(b""), 0).read() == b""
    with pytest.raises(CutOff):
        WholeBody(Slow(b"abc"), 4).read()
