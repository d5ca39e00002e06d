"""What a file answers: its bytes, a part of them, or that they are known already."""

import asyncio

from farshore.front import addresses, conditions
from farshore.front.answers import REFUSALS, Answer, Stretch, lines, moved, plain
from farshore.front.negotiation import order
from farshore.front.requests import Request
from farshore.front.shelf import Changed, Copy, Leaf, Shelf

_NOTHING = plain(404, "There is nothing at this address.")
BUSY = plain(503, "We are away for a moment. Please try again.", ("Retry-After", "5"))
_TRIES = 20
"""How often a file may change while it is being opened, before we say that we are busy."""
_LONGEST_ACCEPT = 256
_CONDITIONAL = frozenset({b"if-match", b"if-none-match", b"range"})


class Files:
    """Answers from `site/`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._reading: dict[bytes, asyncio.Future[bytes]] = {}

    def answer(self, request: Request) -> Answer | Copy:
        """What a request is answered; a copy where it must be `prepare`d first, and then again."""
        if request.method not in {b"GET", b"HEAD"}:
            return REFUSALS[405]
        for _ in range(_TRIES):
            leaf = self.shelf.find(request.path)
            try:
                if leaf is not None:
                    return self._of(leaf, request)
                return self._elsewhere(request) or self._own(request, "404.html", 404, _NOTHING)
            except Changed:
                self.shelf.forget(request.path)
        return BUSY

    def away(self, request: Request) -> Answer:
        """The back cannot be reached."""
        try:
            return self._own(request, "503.html", 503, BUSY)
        except Changed:
            return BUSY

    async def prepare(self, copy: Copy) -> None:
        """Read a large file once, for its tag. Raises `Changed`."""
        place = b"/".join(name.encode() for name in copy.names)
        if place not in self._reading:
            loop = asyncio.get_running_loop()
            self._reading[place] = loop.run_in_executor(None, self.shelf.digest, copy)
            self._reading[place].add_done_callback(lambda _done: self._reading.pop(place))
        copy.tag = await asyncio.shield(self._reading[place])

    def _of(self, leaf: Leaf, request: Request) -> Answer | Copy:
        copy = self._copy(leaf, request)
        if copy is None:
            return REFUSALS[406]
        if not copy.tag:
            if copy.mark.size > self.shelf.largest:
                return copy
            self.shelf.load(leaf, copy)
        if copy.same is None:
            self.shelf.settle(leaf, copy, copy.tag)
        headers = request.headers
        if leaf.status == 200 and not headers.keys().isdisjoint(_CONDITIONAL):
            return self._conditional(leaf, copy, headers)
        return copy.whole or self._stretch(leaf, copy, conditions.Part(0, copy.mark.size))

    def _copy(self, leaf: Leaf, request: Request) -> Copy | None:
        accepted = request.headers.get(b"accept-encoding")
        for encoding in order(accepted and accepted[:_LONGEST_ACCEPT]):
            if (copy := leaf.copies.get(encoding)) is not None:
                return copy
        return None

    def _conditional(self, leaf: Leaf, copy: Copy, headers: dict[bytes, bytes]) -> Answer:
        size = copy.mark.size
        if conditions.insists_on_another(headers.get(b"if-match"), copy.tag):
            return REFUSALS[412]
        if conditions.has(headers.get(b"if-none-match"), copy.tag) and copy.same:
            return copy.same
        # Pages come whole: what is compressed as we send it has no ranges worth asking for.
        if len(leaf.copies) == 1:
            wanted = headers.get(b"range")
            part = conditions.part(wanted, headers.get(b"if-range"), copy.tag, size)
            if part is not None:
                return self._part(leaf, copy, part) if part.length else self._beyond(leaf, copy)
        return copy.whole or self._stretch(leaf, copy, conditions.Part(0, size))

    def _part(self, leaf: Leaf, copy: Copy, part: conditions.Part) -> Answer:
        end = part.start + part.length
        told = f"bytes {part.start}-{end - 1}/{copy.mark.size}"
        fields = (("Content-Range", told), *self.shelf.fields(leaf, copy))
        if copy.whole is None:
            return self._stretch(leaf, copy, part, status=206)
        length = ("Content-Length", str(part.length))
        return Answer(206, lines((length, *fields)), copy.whole.body[part.start : end])

    def _beyond(self, leaf: Leaf, copy: Copy) -> Answer:
        told = (("Content-Range", f"bytes */{copy.mark.size}"), ("Content-Length", "0"))
        return Answer(416, lines((*told, *leaf.fields)))

    def _stretch(self, leaf: Leaf, copy: Copy, part: conditions.Part, *, status: int = 0) -> Answer:
        fields = [("Content-Length", str(part.length)), *self.shelf.fields(leaf, copy)]
        if status == 206:
            end = part.start + part.length - 1
            fields.append(("Content-Range", f"bytes {part.start}-{end}/{copy.mark.size}"))
        stretch = Stretch(copy, part.start, part.length)
        return Answer(status or leaf.status, lines(fields), stretch=stretch)

    def _elsewhere(self, request: Request) -> Answer | None:
        """The address that was meant: a folder's, without its slash or by its file's name."""
        path = request.path
        if folder := addresses.folder_of(path):
            return moved(folder) if self.shelf.find(folder) else None
        folder = path + b"/"
        return moved(folder) if not path.endswith(b"/") and self.shelf.find(folder) else None

    def _own(self, request: Request, name: str, status: int, otherwise: Answer) -> Answer:
        leaf = self.shelf.page(name, status)
        if leaf is None:
            return otherwise
        found = self._of(leaf, request)
        return found if isinstance(found, Answer) and found.status == status else otherwise
