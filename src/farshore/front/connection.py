"""One client's connection: requests in, answers out, in order, at the client's pace.

llhttp reads the requests. Here is what is around it: which may go on, how long a client may take,
and how a connection ends so that the client still hears why.
"""

import asyncio
import re
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from httptools import (
    HttpParserCallbackError,
    HttpParserError,
    HttpParserUpgrade,
    HttpRequestParser,
)

from farshore.front import addresses, pouring
from farshore.front.answers import LINES, REFUSALS, Answer, Broken
from farshore.front.clients import NAME
from farshore.front.exchange import Away
from farshore.front.requests import Body, Request, refused

if TYPE_CHECKING:
    from farshore.front.server import Server

MOST_HEAD = 32 * 1024
"""Bytes of a request's head."""

MOST_WAITING = 32
"""Requests of one connection that wait for their turn before we stop reading."""

MOST_HELD = 64 * 1024
"""Bytes of a body that are held before we stop reading."""

MOST_IN_VAIN = 64 * 1024 * 1024
"""Bytes that a client may go on sending after it was answered."""

HEAD, IDLE, LAST = 30.0, 75.0, 2.0
"""Seconds: for the head of a request, between requests, and to read why we leave."""

WINDOW, LEAST = 120.0, 60_000
"""In each window of so many seconds a body must bring so many bytes (500 a second), or end; and
of an answer something must be read.
"""

TOGETHER = 64 * 1024
"""Bytes that are sooner copied behind their head than written apart from it."""

_ONION = b"Onion-Location: http://%b%b\r\n"
_PUBLIC = re.compile(rb"(?!/studio)/[A-Za-z0-9/_.~%-]*")
"""Not the studio: nobody can log in without https."""
_LASTING = b"Strict-Transport-Security: max-age=31536000\r\n"
_CLOSE, _KEEP = b"Connection: close\r\n", b"Connection: keep-alive\r\n"
_NO_BODY = frozenset({204, 304})


class Connection(asyncio.Protocol):
    """A client of `server`."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._transport = cast("asyncio.Transport", None)
        self._parser = HttpRequestParser(self)
        self._request = Request()
        self._heading = False
        """Whether a request's head is coming in."""
        self._body: Body | None = None
        """The one that is coming in."""
        self._queue: deque[Request] = deque()
        self._served: Request | None = None
        self._task: asyncio.Task[None] | None = None
        self._room: asyncio.Future[None] | None = None
        """Done when the client has read enough of what it was sent."""
        self._fed = self._taken = self._unread = 0
        self._deadline = server.now + HEAD
        self._deaf = self._leaving = self._held_up = self._framed = self._passing = False

    # --- what the loop says ----------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(pouring.PIECE)
        self._server.welcome(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._server.connections.discard(self)
        self._deaf = self._leaving = True
        for request in (self._served, *self._queue):
            self._let_out(request)
        self._queue.clear()
        if self._task is not None:
            self._task.cancel()
        self._parser = cast("HttpRequestParser", None)  # it holds our methods, and so ourselves

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        self._fed += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            self._deaf = True
        except HttpParserCallbackError as error:
            self._fail(error.__context__ or error)
        except HttpParserError:
            self._refuse(400)
        if self._heading and self._fed > MOST_HEAD:
            self._refuse(431)

    def eof_received(self) -> bool:
        """Some clients end what they say before they read. Files they get nevertheless; but the
        back is not asked to the end for somebody who, as far as one can see, has left.
        """
        self._deaf = True
        here = self._body is None and not self._passing and not self._leaving
        return here and self._is_busy()

    def pause_writing(self) -> None:
        self._room = self._server.loop.create_future()

    def resume_writing(self) -> None:
        if self._room is not None and not self._room.done():
            self._room.set_result(None)
        self._room = None
        self._next()

    # --- what the parser says --------------------------------------------------------------------
    def on_message_begin(self) -> None:
        self._request = Request()
        self._heading = True
        self._deadline = self._server.now + HEAD

    def on_url(self, part: bytes) -> None:
        self._request.target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._heading:  # what follows a body could be smuggled in
            self._request.add(name, value)

    def on_headers_complete(self) -> None:
        request, parser = self._request, self._parser
        self._heading = False
        if self._fed > MOST_HEAD and request.size() > MOST_HEAD:
            request.fault = 431
        self._fed = 0
        request.settle(
            parser.get_method(),
            parser.get_http_version(),
            stays=parser.should_keep_alive(),
            upgrade=parser.should_upgrade(),
        )
        if request.has_body():
            self._body = request.body = Body(self._flow)
            self._let_in(request)
            self._new_window()
            self._queue.append(request)
            self._next()

    def on_body(self, part: bytes) -> None:
        self._taken += len(part)
        if self._body is not None:
            self._body.feed(part)
        if self._leaving and self._taken > MOST_IN_VAIN:
            self._transport.abort()
        self._flow()

    def on_message_complete(self) -> None:
        request, body, self._body = self._request, self._body, None
        if not request.stays:
            self._deaf = True
        if body is None:
            self._queue.append(request)
            self._next()
            return
        body.end()
        if self._leaving:  # it was answered before, and has now heard all
            self._transport.close()

    # --- answering -------------------------------------------------------------------------------
    def send(self, answer: Answer, request: Request) -> None:
        """Give an answer, and go on or leave."""
        if self._transport.is_closing():
            return
        ends = self._ends(request)
        head = self._head(LINES[answer.status], request, ends=ends) + answer.lines
        body = b"" if request.method == b"HEAD" else answer.body
        if len(body) > TOGETHER:
            self._transport.writelines((head, body))
        else:
            self._transport.write(head + body)
        self._answered(request, ends=ends)

    def begin(self, request: Request, status: int, lines: bytes, *, sized: bool = True) -> None:
        """Give the head of an answer whose body follows. `sized`: it tells its length.

        Raises `Broken` when the client has left, as `write` and `finish` do.
        """
        bodyless = request.method == b"HEAD" or status in _NO_BODY
        unsized = not (sized or bodyless)
        self._framed = unsized and request.newer
        request.stays = not self._ends(request) and (request.newer or not unsized)
        line = LINES.get(status) or b"HTTP/1.1 %d \r\n" % status
        framing = b"Transfer-Encoding: chunked\r\n" if self._framed else b""
        head = self._head(line, request, ends=not request.stays)
        self._put(head + framing + lines)

    async def write(self, part: bytes) -> None:
        """Give a part of the body, and wait until the client has read enough."""
        self._put(b"%x\r\n%b\r\n" % (len(part), part) if self._framed else part)
        if self._room is not None:
            await asyncio.shield(self._room)

    def finish(self, request: Request) -> None:
        """The body is whole."""
        if self._framed:
            self._put(b"0\r\n\r\n")
            self._framed = False
        self._answered(request, ends=not request.stays)

    def abort(self) -> None:
        """Break off: the client must not take what it has for the whole."""
        self._transport.abort()

    def retire(self) -> None:
        """The front is closing: leave now, or after the answer that is being given."""
        if not self._is_busy() and self._body is None:
            self._transport.close()

    def look(self, now: float) -> None:
        """Whether the client has used up its time. Called about each second."""
        if now < self._deadline:
            return
        unread = self._transport.get_write_buffer_size()
        if unread and unread != self._unread:
            self._unread, self._deadline = unread, now + WINDOW
        elif unread or not self._may_take_longer():
            self._transport.abort()

    def _may_take_longer(self) -> bool:
        if self._body is not None and not self._held_up and self._taken < LEAST:
            return False
        if self._body is None and self._task is None:
            return False
        self._new_window()
        return True

    def _serve(self, request: Request) -> None:
        self._served = request
        if request.fault:
            self.send(REFUSALS[request.fault], request)
        elif addresses.is_dynamic(request.path):
            if request.body is not None and request.inside is None:
                self.send(self._server.files.away(request), request)
            else:
                self._start(self._pass(request))
        else:
            answer = self._server.files.answer(request)
            if isinstance(answer, Answer) and answer.stretch is None:
                self.send(answer, request)
            else:
                self._start(pouring.pour(self._server.files, request, self))

    async def _pass(self, request: Request) -> None:
        if request.method in {b"CONNECT", b"TRACE"}:
            self.send(REFUSALS[405], request)
            return
        about = request.about or self._about(request)
        self._passing = True
        try:
            if b"expect" in request.headers and request.newer and request.awaits_more():
                self._put(b"HTTP/1.1 100 Continue\r\n\r\n")
            await self._server.back.carry(request, about, self)
        except Away:
            self.send(self._server.files.away(request), request)
        except Broken:
            self.abort()
        finally:
            self._passing = False

    def _about(self, request: Request) -> dict[str, str]:
        peer = self._transport.get_extra_info("peername")
        return self._server.clients.fields(peer[0] if peer else "", request.headers)

    def _let_in(self, request: Request) -> None:
        request.about = self._about(request)
        name = request.about.get(NAME, "")
        request.inside = name if self._server.crowd.enter(name) else None

    def _let_out(self, request: Request | None) -> None:
        if request is not None and request.inside is not None:
            self._server.crowd.leave(request.inside)
            request.inside = None

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = self._server.loop.create_task(work)
        self._task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._task = None
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._fail(error)
            return
        self._next()
        if self._deaf and not (self._leaving or self._is_busy()):  # it ended its side meanwhile
            self._transport.close()

    def _next(self) -> None:
        """Serve what waits, while nothing is being served and the client reads."""
        while self._queue and not (self._task or self._room or self._leaving):
            self._serve(self._queue.popleft())
        self._flow()

    def _flow(self) -> None:
        """Read, or let the client wait."""
        full = len(self._queue) > MOST_WAITING
        if self._body is not None and self._body.held > MOST_HELD:
            full = True
        if full is self._held_up or self._transport.is_closing():
            return
        self._held_up = full
        if full:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()
            self._new_window()

    def _put(self, data: bytes) -> None:
        if self._transport.is_closing():
            raise Broken
        self._transport.write(data)

    # --- ending ----------------------------------------------------------------------------------
    def _head(self, line: bytes, request: Request, *, ends: bool) -> bytes:
        kept = _CLOSE if ends else b"" if request.newer else _KEEP
        told = b"" if not self._server.secure or _is_onion(request) else self._by_https(request)
        return line + self._server.date + kept + told

    def _by_https(self, request: Request) -> bytes:
        """What every answer says where the public comes by https: to insist on it, and which onion
        address has the same page."""
        if not self._server.onion or not _PUBLIC.fullmatch(request.path):
            return _LASTING
        return _LASTING + _ONION % (self._server.onion, request.path)

    def _ends(self, request: Request) -> bool:
        """Whether this is the connection's last answer."""
        last = not request.stays or (self._deaf and not self._queue)
        return last or request.awaits_more() or self._server.closing

    def _answered(self, request: Request, *, ends: bool) -> None:
        self._deadline = self._server.now + IDLE
        self._let_out(request)
        if ends or self._ends(request):  # the house may have begun to close meanwhile
            self._leaving = True
            self._leave(request)

    def _leave(self, request: Request) -> None:
        """Close so that the answer arrives: a system that closes on unread bytes takes it back."""
        if request.fault:  # nobody knows where it ends
            self._deaf = True
            self._deadline = self._server.now + LAST
            self._transport.write_eof()
        elif request.body is not None and request.awaits_more():
            self._new_window()
            request.body.drop()
        else:
            self._transport.close()

    def _refuse(self, status: int) -> None:
        """What cannot be read is answered in its turn, and then we leave."""
        if not self._deaf:
            self._deaf, self._heading = True, False
            self._queue.append(refused(status))
            self._next()

    def _fail(self, error: BaseException) -> None:
        self._server.report(error)
        self._transport.abort()

    def _is_busy(self) -> bool:
        return self._task is not None or bool(self._queue)

    def _new_window(self) -> None:
        self._taken, self._deadline = 0, self._server.now + WINDOW


def _is_onion(request: Request) -> bool:
    """Whether it was asked for by an onion name: there the line is encrypted without certificates,
    and a browser that was told to insist on them would not come back."""
    name = request.headers.get(b"host", b"").partition(b":")[0]
    return name.lower().rstrip(b".").endswith(b".onion")
