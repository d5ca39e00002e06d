"""People of the soak: readers and tellers, over real sockets, without a browser."""

import hashlib
import html
import http.client
import random
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock

from bench.soak.picture import photo

PATIENCE = 30.0


class Unexpected(Exception):
    """An answer that nobody should have got; the argument says which."""


@dataclass(slots=True)
class Notes:
    """What all people noted: how long answers took, and what went wrong."""

    times: list[tuple[float, str, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def time(self, kind: str, began: float) -> None:
        now = time.monotonic()
        with self.lock:
            self.times.append((now, kind, now - began))

    def fault(self, words: str) -> None:
        with self.lock:
            self.faults.append(words)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Client:
    """One person's connection, kept open as browsers do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """An answer; a connection that was closed while idle is opened once more."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        for last in (False, True):
            made = self._open or http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=PATIENCE
            )
            kept, self._open = self._open is not None, made
            try:
                made.request(method, path, body or None, fields)
                got = made.getresponse()
                return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                made.close()
                self._open = None
                if last or not kept:
                    raise
        raise AssertionError("not reached")


def read(port: int, notes: Notes, stop: Event) -> None:
    """Walk from page to page; every second time with what the last visit left in the cache."""
    client, known = Client(port), dict[str, str]()
    addresses = ["/"]
    while not stop.is_set():
        address = random.choice(addresses)
        tag = known.get(address) if random.random() < 0.5 else None
        began = time.monotonic()
        got = client.ask(
            "GET", address, **({"If_None_Match": tag} if tag else {}), Accept_Encoding="br"
        )
        notes.time("read", began)
        if got.status not in {200, 304, 410}:
            notes.fault(f"GET {address}: {got.status}")
        known[address] = got.headers.get("etag", "")
        if len(known) % 40 == 0 or len(addresses) == 1:
            addresses = _addresses(client) or addresses
        stop.wait(0.02)


def _addresses(client: Client) -> list[str]:
    index = _located(client, "/sitemap.xml")
    whole = [address for one in index for address in _located(client, one)]
    return [*whole, "/globe/journeys.json", "/feed/", "/nowhere-that-is/"][: len(whole) + 2]


def _located(client: Client, sitemap: str) -> list[str]:
    """The addresses that a sitemap or an index of sitemaps leads to."""
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", client.ask("GET", sitemap).text)


class Teller:
    """Somebody who shares a story, comes back, and sometimes takes it back."""

    def __init__(self, port: int, notes: Notes) -> None:
        self.client, self.notes = Client(port), notes
        self.page = ""
        self.code = ""

    def share(self, *, picture: bool) -> None:
        """The whole way, from the first page to the sent story."""
        self._post("/share/", step="begin")
        self.code = self._field("shown")
        self._post("/share/", step="code", shown=self.code, typed=self.code)
        title = f"A soaking {secrets.token_hex(3)}"
        words = " ".join(["It rained on the road that day."] * 40)
        self._step("story", how="written", language="en", title=title, text=words)
        self._step("journey", go="pick:c:KR")
        self._step(
            "place", place="c:KR", waypoint="", role="arrived", precision="country", date="1999"
        )
        self._step("journey")
        if picture:
            self._pictures()
        else:
            self._step("pictures")
        self._step("uses", uses="site")
        self._step("preview")
        self._step("send", go="send")
        if 'name="hand"' in self.page:
            raise Unexpected(f"not sent: {self._heading()}")

    def _pictures(self) -> None:
        """Add one, and say of it what the form asks."""
        self._step("pictures", go="stay", pictures=photo())
        found = re.search(r'name="([^"]+)-people"', self.page)
        if not found:
            raise Unexpected("the picture was not taken in")
        said = {"people": "nobody", "caption": "", "alt": "A wet road.", "waypoint": ""}
        self._step("pictures", **{f"{found[1]}-{name}": word for name, word in said.items()})

    def come_back(self) -> None:
        self._post("/return/", code=self.code)
        if 'name="hand"' not in self.page:
            raise Unexpected(f"the code opened nothing: {self._heading()}")

    def take_back(self) -> None:
        """Withdraw, whatever has become of it."""
        self.come_back()
        self._deed("withdraw")
        self._deed("withdraw:yes")

    def _deed(self, go: str) -> None:
        step = re.search(r'name="step" value="(\w+)"', self.page)
        self._post(
            "/return/",
            step=step[1] if step else "",
            hand=self._field("hand"),
            nonce=self._field("nonce", "none"),
            go=go,
        )

    def _step(self, step: str, *, go: str = "next", **fields: str | bytes) -> None:
        hand, nonce = self._field("hand"), self._field("nonce", "none")
        self._post("/share/", step=step, go=go, hand=hand, nonce=nonce, **fields)

    def _post(self, path: str, **fields: str | bytes) -> None:
        body, kind = _multipart(fields)
        began = time.monotonic()
        got = self.client.ask("POST", path, body, Content_Type=kind)
        self.notes.time("share" if path == "/share/" else "return", began)
        self.page = got.text
        if got.status != 200:
            raise Unexpected(
                f"POST {path} {fields.get('step', '')}: {got.status} {self._heading()}"
            )
        if 'class="error-summary"' in self.page:
            raise Unexpected(f"refused at {fields.get('step', path)}: {self._heading()}")

    def _field(self, name: str, default: str | None = None) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        if found is None and default is None:
            raise Unexpected(f"no field {name} on: {self._heading()}")
        return html.unescape(found[1]) if found else default or ""

    def _heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found[1]) if found else self.page[:80]


def tell(port: int, notes: Notes, stop: Event, *, every: float) -> None:
    """Share, come back, and take back all but the last few."""
    sent: list[Teller] = []
    count = 0
    while not stop.is_set():
        teller = Teller(port, notes)
        count += 1
        if _went(notes, partial(teller.share, picture=count % 3 == 0)):
            sent.append(teller)
        stop.wait(every / 2)
        if len(sent) > 4:
            _went(notes, sent.pop(0).take_back)
        elif sent:
            _went(notes, sent[-1].come_back)
        stop.wait(every / 2)


def _went(notes: Notes, act: Callable[[], None]) -> bool:
    """Whether it went as it should; what did not is noted."""
    try:
        act()
    except (Unexpected, OSError, http.client.HTTPException) as error:
        notes.fault(f"{type(error).__name__}: {error}")
        return False
    return True


def _multipart(fields: dict[str, str | bytes]) -> tuple[bytes, str]:
    line = hashlib.sha256(repr(sorted(fields)).encode()).hexdigest()[:24]
    parts = []
    for name, value in fields.items():
        file = '; filename="p.jpg"\r\nContent-Type: image/jpeg' if isinstance(value, bytes) else ""
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts.append(
            head.encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
        )
    return b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"
