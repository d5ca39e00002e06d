"""Pages at hand: read once, kept in memory under a cap, and never shown when the file has changed.

Before each answer the kernel is asked whether the file is still the same (about a microsecond).
A notice from the kernel (inotify) would come after the rename, and now and then not at all.
"""

import os
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b, file_digest

from farshore.front import addresses
from farshore.front.answers import Answer, lines, safety
from farshore.front.media_types import SNIFFED, kind_of
from farshore.front.negotiation import IDENTITY
from farshore.front.site import Mark, NotThere, Site, is_marked, mark_of, read

_SUFFIXES = {"br": ".br", "gzip": ".gz"}
_HASHED = re.compile(r".*-(?:[0-9a-f]{12}|[0-9A-Z]{8})\.[a-z0-9]+")
_ASK = (("Cache-Control", "no-cache"),)
_LASTING = (("Cache-Control", "public, max-age=31536000, immutable"),)
_AWAY = (("Cache-Control", "no-store"), ("Retry-After", "5"))
_OVERHEAD = 1024
"""Bytes that a kept page costs besides its own."""


class Changed(Exception):
    """The file is not the one that was looked at a moment ago."""


@dataclass(slots=True)
class Copy:
    """One encoding of a file. Without `tag` it has not been read yet."""

    encoding: str
    names: tuple[str, ...]
    mark: Mark
    tag: bytes = b""
    whole: Answer | None = None
    """The full answer, where it is small enough to be kept."""
    same: Answer | None = None
    """For a client that has it."""


@dataclass(slots=True)
class Leaf:
    """What stands at an address: a page, a file, or the notice that something was removed."""

    place: bytes
    mark: Mark
    status: int
    kind: str
    fields: tuple[tuple[str, str], ...]
    copies: dict[str, Copy]
    weight: int = field(default=_OVERHEAD)


class Shelf:
    """The files of a site, those that are asked for in memory. `cap` in bytes."""

    def __init__(self, site: Site, cap: int) -> None:
        self._site = site
        self._cap = cap
        self._kept: OrderedDict[bytes, Leaf] = OrderedDict()
        self.weight = 0
        self.largest = max(cap // 64, 1)
        """Bytes. What is larger is read from disk each time."""

    def find(self, path: bytes) -> Leaf | None:
        """What stands at this address now; None where nothing does."""
        leaf = self._kept.get(path)
        if leaf is not None:
            if is_marked(leaf.place, leaf.mark):
                self._kept.move_to_end(path)
                return leaf
            self.forget(path)
        return self._look(path, addresses.places(path))

    def page(self, name: str, status: int) -> Leaf | None:
        """The site's own page for a status, such as `404.html`."""
        key = name.encode()  # no slash before it: no address is like that
        leaf = self._kept.get(key)
        if leaf is not None and is_marked(leaf.place, leaf.mark):
            self._kept.move_to_end(key)
            return leaf
        self.forget(key)
        try:
            return self._keep(key, self._read_leaf(b"/", (name,), status))
        except NotThere:
            return None

    def forget(self, path: bytes) -> None:
        """Let go of an address."""
        leaf = self._kept.pop(path, None)
        if leaf is not None:
            self.weight -= leaf.weight

    def load(self, leaf: Leaf, copy: Copy) -> None:
        """Read a copy and make its answers. Raises `Changed`."""
        body, tag = self._read_copy(copy)
        self.settle(leaf, copy, tag, body)
        if copy.whole is not None:
            leaf.weight += len(body) + _OVERHEAD
            self.weight += len(body) + _OVERHEAD
            self._make_room()

    def settle(self, leaf: Leaf, copy: Copy, tag: bytes, body: bytes | None = None) -> None:
        """Give a copy its tag, and the answers that go with it."""
        copy.tag = tag
        fields = self.fields(leaf, copy)
        kept = [one for one in fields if one[0] not in {"Content-Type", "Content-Encoding"}]
        copy.same = Answer(304, lines(kept))
        if body is not None:
            length = ("Content-Length", str(len(body)))
            copy.whole = Answer(leaf.status, lines((length, *fields)), body)

    def fields(self, leaf: Leaf, copy: Copy) -> tuple[tuple[str, str], ...]:
        """All header fields of a copy but its length."""
        encoded = () if copy.encoding == IDENTITY else (("Content-Encoding", copy.encoding),)
        tagged = (("ETag", copy.tag.decode()),) if leaf.status == 200 else ()
        return (("Content-Type", leaf.kind), *encoded, *tagged, *leaf.fields)

    def open(self, copy: Copy) -> int:
        """A descriptor of exactly this copy. Raises `Changed`."""
        try:
            file = self._site.open(copy.names)
        except NotThere as error:
            raise Changed from error
        if mark_of(file) != copy.mark:
            os.close(file)
            raise Changed
        return file

    def digest(self, copy: Copy) -> bytes:
        """The tag of a large file, read from disk: call it in a thread. Raises `Changed`."""
        with os.fdopen(self.open(copy), "rb") as file:
            return _tag(file_digest(file, lambda: blake2b(digest_size=16)).digest())

    def _look(self, path: bytes, places: list[tuple[str, ...]]) -> Leaf | None:
        for names in places:
            for name, status in _forms(names[-1]):
                try:
                    return self._keep(path, self._read_leaf(path, (*names[:-1], name), status))
                except NotThere:
                    continue
        return None

    def _keep(self, path: bytes, leaf: Leaf) -> Leaf:
        self.forget(path)
        self._kept[path] = leaf
        self.weight += leaf.weight
        self._make_room()
        return leaf

    def _make_room(self) -> None:
        """Let the longest unused go, though never the one that is being answered."""
        while self.weight > self._cap and len(self._kept) > 1:
            _path, leaf = self._kept.popitem(last=False)
            self.weight -= leaf.weight

    def _read_leaf(self, path: bytes, names: tuple[str, ...], status: int) -> Leaf:
        file = self._site.open(names)
        try:
            mark = mark_of(file)
            beginning = read(file, SNIFFED) if names[-1].endswith(".xml") else b""
        finally:
            os.close(file)
        copies = {IDENTITY: Copy(IDENTITY, names, mark)} | self._squeezed(names, mark)
        kind = kind_of(names[-1], beginning)
        fields = _fields(path, names, several=len(copies) > 1, status=status)
        return Leaf(self._site.place(names), mark, status, kind, fields, copies)

    def _squeezed(self, names: tuple[str, ...], mark: Mark) -> dict[str, Copy]:
        """The compressed copies that were made of these bytes: those of the same moment."""
        found = {}
        for encoding, suffix in _SUFFIXES.items():
            beside = (*names[:-1], names[-1] + suffix)
            try:
                file = self._site.open(beside)
            except NotThere:
                continue
            own = mark_of(file)
            os.close(file)
            if own.written == mark.written:
                found[encoding] = Copy(encoding, beside, own)
        return found

    def _read_copy(self, copy: Copy) -> tuple[bytes, bytes]:
        file = self.open(copy)
        try:
            body = read(file, copy.mark.size)
        finally:
            os.close(file)
        if len(body) != copy.mark.size:  # it is being written in place
            raise Changed
        return body, _tag(blake2b(body, digest_size=16).digest())


def _forms(name: str) -> list[tuple[str, int]]:
    """The files that may stand for a name, and what each says. A notice of removal goes first:
    where a press was killed between the two, what was to be hidden stays hidden.
    """
    if not name:
        return [("410.html", 410), ("index.html", 200), ("index.xml", 200)]
    return [(f"{name}.410.html", 410), (name, 200)]


def _fields(
    path: bytes, names: tuple[str, ...], *, several: bool, status: int
) -> tuple[tuple[str, str], ...]:
    """Told of every copy. Never a date: when a page was pressed tells when somebody acted."""
    built = names[0] == "assets" and len(names) > 1
    wasm = addresses.is_map(path) or (built and names[-1].endswith(".js"))
    lasting = built and status == 200 and _HASHED.fullmatch(names[-1])
    return (
        *(_AWAY if status == 503 else _LASTING if lasting else _ASK),
        *((("Vary", "Accept-Encoding"),) if several else (("Accept-Ranges", "bytes"),)),
        *safety(wasm=wasm),
    )


def _tag(digest: bytes) -> bytes:
    return b'"' + digest.hex().encode() + b'"'
