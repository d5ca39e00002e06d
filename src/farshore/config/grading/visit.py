"""One visit to a house: each page is asked once, and what came back is kept for the judges."""

import re
import secrets
import ssl
import time
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, urljoin, urlsplit

from farshore.config.grading.asking import MOST, Answer, Line, Target, Unanswered, blind
from farshore.config.grading.markup import Markup

BUDGET = 240.0
"""Seconds for everything."""
MOST_LIST = 64 * 1024 * 1024
"""Bytes of the list of what copies must delete: about a million and a half numbers."""
SHARING = ("/share/", "/return/")
READING = ("/", "/stories/", "/globe/", "/privacy/")
LIST, ROBOTS, LOGIN = "/data/revocations.json", "/robots.txt", "/studio/account/login/"
PASSKEYS = "/studio/account/second/passkeys/login/"
_STORY = re.compile(r"/(?:[a-z-]{2,10}/)?stories/[a-z]+(?:-[a-z]+){2,}/")
_MOST_MOVES = 5
_MOVED = frozenset({301, 302, 303, 307, 308})


class NotAHouse(Exception):
    """There is nothing to grade; the arguments are a sentence and what to do."""


@dataclass(slots=True)
class Visit:
    """What a house answered. `pages` by path, `silent` why the others did not answer."""

    line: Line
    pages: dict[str, Answer] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)
    distrust: str = ""
    """Why its certificate is not trusted."""
    token: str = field(default_factory=lambda: secrets.token_hex(6))
    """What only this visit asks for: whoever repeats it repeats what was asked."""

    @property
    def target(self) -> Target:
        return self.line.target

    @property
    def missing(self) -> str:
        """An address at which no house has anything."""
        return f"/grade-{self.token}/"

    def page(self, path: str) -> Answer | None:
        """What was answered, asked now if it has not been; None where nothing was."""
        if path not in self.pages and path not in self.silent:
            try:
                self.pages[path] = self._followed(path)
            except Unanswered as why:
                self.silent[path] = str(why)
            except ssl.SSLCertVerificationError:
                self.silent[path] = "shows another certificate, which is not trusted"
        return self.pages.get(path)

    def asked(self, path: str, **how: object) -> Answer | None:
        """A question that is no page's own; None where nothing was answered."""
        try:
            return self.line.ask(path, **how)  # type: ignore[arg-type]
        except (Unanswered, ssl.SSLCertVerificationError):
            return None

    def markup(self, path: str) -> Markup:
        """A page's HTML, read; an empty one where there is none."""
        answer = self.page(path)
        return Markup(answer.text if answer else "")

    def story(self) -> str:
        """The address of a story, if the list of stories shows one."""
        links = (urlsplit(one).path for one in self.markup("/stories/").links)
        return next((path for path in links if _STORY.fullmatch(path)), "")

    def picture(self) -> str:
        """The address of a picture of a story or of the film, if there is one."""
        shown = [*self.markup(self.story() or "/").pictures, *self.markup("/").pictures]
        paths = (urlsplit(urljoin(self.target.origin, one)).path for one in shown)
        return next((path for path in paths if path.startswith("/media/")), "")

    def reading(self) -> list[Answer]:
        """The public pages that answered."""
        return [made for path in (*READING, self.story()) if path and (made := self.page(path))]

    def sharing(self) -> list[Answer]:
        """The sharing pages that answered."""
        return [made for path in SHARING if (made := self.page(path))]

    def _followed(self, path: str) -> Answer:
        """Within the house, redirects are followed."""
        most = MOST_LIST if path == LIST else MOST
        answer = self.line.ask(path, most=most)
        for _ in range(_MOST_MOVES):
            to = _within(self.target, answer)
            if not to:
                return replace(answer, path=path)
            answer = self.line.ask(to, most=most)
        raise Unanswered("sends on and on, and never arrives")


def begun(target: Target, *, trust: ssl.SSLContext) -> Visit:
    """Go in by the front door. Raises `NotAHouse` where there is no house to be seen."""
    line = Line(target, trust, time.monotonic() + BUDGET)
    try:
        visit = _entered(line)
    except Unanswered as why:
        raise NotAHouse(f"{target.origin} {why}.", _LOOK) from None
    _require_a_house(visit)
    return visit


def visiting(target: Target, *, trust: ssl.SSLContext) -> Visit:
    """A visit to the studio's own name, where there need be no house but the studio."""
    line = Line(target, trust, time.monotonic() + BUDGET)
    try:
        line.ask(LOGIN, method="HEAD")
    except ssl.SSLCertVerificationError as error:
        return _distrusting(line, error)
    except Unanswered:
        pass  # it will be said of the page itself
    return Visit(line)


def _distrusting(line: Line, error: ssl.SSLCertVerificationError) -> Visit:
    """The rest of it is looked at all the same."""
    return Visit(replace(line, trust=blind()), distrust=error.verify_message or "not trusted")


_LOOK = "See whether the address is right, whether the house runs, and what stands before it."


def _entered(line: Line) -> Visit:
    visit = Visit(line)
    try:
        first = line.ask("/")
    except ssl.SSLCertVerificationError as error:
        visit = _distrusting(line, error)
        first = visit.line.ask("/")
    if away := _away(line.target, first):
        raise NotAHouse(f"{line.target.origin} sends on to {away}.", f"Grade that: {_typed(away)}")
    visit.pages["/"] = first if not _within(line.target, first) else visit._followed("/")
    return visit


def _typed(address: str) -> str:
    parts = urlsplit(address)
    return f"farshore check --deploy {parts.scheme}://{parts.netloc}/"


def _require_a_house(visit: Visit) -> None:
    home = visit.pages["/"]
    if not home.whole:
        raise NotAHouse(
            f"The first page of {visit.target.origin} does not end: "
            f"{MOST // 1024 // 1024} MiB came, and there was more.",
            "A house's first page is small. See what answers at this address.",
        )
    listed, sharing = visit.page(LIST), visit.page("/share/")
    told = bool(listed and b'"farshore revocations 1"' in listed.body)
    ours = bool(sharing and sharing.status == 200 and '"/return/"' in visit.pages["/"].text)
    if not told and not ours:
        raise NotAHouse(
            f"{visit.target.origin} answers {home.status}, and does not look like a house of "
            "Farshore.",
            "It has no list of what copies must delete, and no way to share. See whether the "
            "address is right.",
        )


def _target_of(answer: Answer) -> str:
    return answer.field("location") if answer.status in _MOVED else ""


def _within(target: Target, answer: Answer) -> str:
    """Where in the same house an answer sends on to: a path; empty where it does not."""
    to = _target_of(answer)
    if not to:
        return ""
    parts = _split(urljoin(target.origin + answer.path, to))
    if parts is None or f"{parts.scheme}://{parts.netloc}".lower() != target.origin:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _away(target: Target, answer: Answer) -> str:
    """To which other site an answer sends on, as an address; empty where it does not."""
    to = _target_of(answer)
    if not to or _within(target, answer):
        return ""
    return urljoin(target.origin + answer.path, to)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
