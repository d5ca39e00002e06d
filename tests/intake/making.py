"""A teller for tests: has a code, holds the page that came last, fills in forms and presses."""

import dataclasses
import html
import json
import re
import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from farshore.intake import actions, queries
from farshore.intake.models import Change, Status, Submission
from farshore.intake.public_form import released_form
from farshore.intake.telling import Telling, TellingWaypoint, Yes
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.moderation.models import Crossing
from farshore.stories.actions import publish_story
from farshore.vault.queries import seal_for
from tests.sanitize import corpus

SECRET = "Ilmatar"  # a word that stands in nothing but a story
HYESAN = "t:2043837"


def keys() -> Keys:
    """Keys as a code gives them, without the time that it takes."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32))


def waypoint(number: int = 1, place: str = "c:KR", **more: str) -> TellingWaypoint:
    given = {"precision": "country", "role": "arrived", "date": "1999", "text": f"Said {SECRET}."}
    return TellingWaypoint(id=f"w{number}", place=place, **(given | more))


def telling(**more: Any) -> Telling:
    """A story that can be sent, of an old journey."""
    left = waypoint(1, "r:KP.13", precision="region", role="left", date="1998-24?")
    given: dict[str, Any] = {
        "how": "written",
        "title": f"{SECRET}'s lamp",
        "text": f"First.\n\nThen {SECRET} came.",
        "language": "en",
        "teller": SECRET,
        "waypoints": (left, waypoint(2)),
        "uses": (Yes("site", "2026-11-20"),),
        "asked_uses": True,
    }
    return Telling(**(given | more))


def drafted(told: Telling | None = None, *, mine: Keys | None = None) -> Keys:
    """The keys of a draft that says this."""
    mine = mine or keys()
    actions.begin(keys=mine, telling=told or telling())
    return mine


def days_later(days: int) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days), datetime.min.time(), UTC)


def sent(told: Telling | None = None) -> tuple[Keys, Submission]:
    """A story that was sent, with the keys of its code."""
    mine = drafted(told)
    return mine, queries.submission(actions.send(keys=mine))


def sent_with_picture() -> tuple[Keys, Submission]:
    """The same, with one picture in it."""
    mine = drafted()
    actions.add_picture(keys=mine, data=photo(), number="1")
    actions.change(keys=mine, by=lambda told: saying(told, people="agreed"))
    return mine, queries.submission(actions.send(keys=mine))


def saying(told: Telling, **words: Any) -> Telling:
    """The story with this said of each of its pictures."""
    pictures = tuple(dataclasses.replace(one, **words) for one in told.pictures)
    return dataclasses.replace(told, pictures=pictures)


def released(row: Submission) -> str:
    """Let the story stand on the site, as a release does; its slug."""
    form = released_form(queries.read(row), ())
    slug = publish_story(story=form)
    Crossing.objects.create(slug=slug, submission=row)
    row.slug, row.status = slug, Status.RELEASED
    row.save(update_fields=["slug", "status"])
    return slug


def proposed(row: Submission, kind: str, **what: Any) -> Change:
    """A change that the team proposes."""
    row.status = Status.ASKED
    row.save(update_fields=["status"])
    sealed = seal_for(row.key, json.dumps(what).encode(), context=queries.CHANGE)
    return Change.objects.create(submission=row, kind=kind, sealed=sealed, day=clock.today())


@cache
def photo(number: int = 0) -> bytes:
    """A picture such as phones make, with a secret in every place that a JPEG has for one."""
    return corpus.telling_jpeg(orientation=1 + number % 8)[0]


def photo_file(number: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{SECRET}.jpg", photo(number), "image/jpeg")


def at_once(works: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Run these in threads that start together, each with its own connection; what they raised."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        gate.wait()
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(run, work) for work in works]
    return [raised for one in running if (raised := one.exception())]


class Teller:
    """Somebody with a browser. `page` is the last answer as text, `status` its number."""

    def __init__(self, *, prefix: str = "", client: Client | None = None) -> None:
        self.client = client or Client()
        self.prefix = prefix
        self.page, self.status = "", 0
        self.answer: HttpResponse | None = None

    def take(self, answer: Any) -> "Teller":
        self.answer, self.status = answer, answer.status_code
        self.page = answer.content.decode()
        return self

    def get(self, address: str = "/share/") -> "Teller":
        return self.take(self.client.get(self.prefix + address))

    def post(self, address: str = "/share/", /, **fields: Any) -> "Teller":
        return self.take(self.client.post(self.prefix + address, fields))

    def begin(self) -> "Teller":
        """To the first step, with a fresh code, typed back."""
        self.post(step="begin")
        self.code = self.field("shown")
        return self.post(step="code", shown=self.code, typed=self.code)

    def press(self, step: str, go: str = "next", **fields: Any) -> "Teller":
        """A form of the last page, with its hand and its number."""
        more = {"hand": self.field("hand"), "nonce": self.field("nonce")} | fields
        return self.post(step=step, go=go, **more)

    def deed(self, go: str, **fields: Any) -> "Teller":
        """A button of the page behind the code."""
        more = {"hand": self.field("hand"), "nonce": self.field("nonce")} | fields
        return self.post("/return/", step="status", go=go, **more)

    def come_back(self, code: str = "") -> "Teller":
        return self.post("/return/", code=code or self.code)

    def with_draft(self, told: Telling | None = None, *, step: str = "story") -> "Teller":
        """At a step of a draft that says this already."""
        mine = drafted(told)
        return self.post(step="send", go=f"to:{step}", hand=mine.hand(), nonce="first")

    def place(self, place: str = HYESAN, **fields: Any) -> "Teller":
        """Add a place, from any step."""
        self.press("journey", f"pick:{place}")
        given = {"place": place, "waypoint": "", "role": "left", "precision": "", "date": "1998"}
        return self.press("place", **(given | fields))

    # what the page says

    def field(self, name: str) -> str:
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.page)
        assert found, f"no field {name} on: {self.heading}"
        return html.unescape(found.group(1))

    def values(self, verb: str) -> list[str]:
        """What stands after `verb:` on the page's buttons."""
        return re.findall(rf'name="go" value="{verb}:([^"]+)"', self.page)

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>", "", html.unescape(found.group(1))) if found else ""

    @property
    def errors(self) -> list[str]:
        """The sentences of the summary."""
        found = re.search(r'<div class="error-summary".*?</div>', self.page, re.DOTALL)
        rows = re.findall(r"<li>(.*?)</li>", found.group(), re.DOTALL) if found else []
        return [html.unescape(re.sub(r"<[^>]+>", "", row)).strip() for row in rows]

    @property
    def keys(self) -> Keys:
        return Keys.from_hand(self.field("hand"))

    @property
    def told(self) -> Telling:
        """What the draft says, but for the numbers of forms."""
        return dataclasses.replace(queries.draft(self.keys), nonces=())
