"""Whoever has a code, and asks for what lies under another's: every step and button, every id.

The buttons are read from the views, so that a new one is tried without being named here. Nothing
of another teller is told or changed, nothing fails, and a code is good at two addresses only.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from farshore.intake import actions, queries
from farshore.intake.models import Draft, Status, Submission
from farshore.intake.views import come_back, limits, pace, share
from farshore.kernel.codes import Code, Keys, derive
from farshore.stories.models import Story
from farshore.uploads.models import Staged
from tests.contracts.crawling import WRONG, ask, readable, routes, there
from tests.contracts.world import built
from tests.intake.making import drafted, photo, proposed, released, saying, telling

pytestmark = pytest.mark.django_db

WORD = "Vellamo"
"""Stands in nothing but the story of the teller who is attacked."""

TEXT = {"title": f"{WORD}'s lamp", "text": f"Then {WORD} came.", "teller": WORD}
Post = tuple[str, dict[str, str]]
STATES = ("draft", "sent", "asked", "public", "hidden")


@pytest.fixture(autouse=True)
def folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pace, "STEP", 0.001)
    return data


@dataclass(frozen=True, slots=True)
class Under:
    """What lies under a code, and the ids of its parts."""

    code: Code
    keys: Keys
    ids: tuple[str, ...]

    def rows(self) -> list[object]:
        """All that the house has of it, to see whether anything changed."""
        find = self.keys.find_id()
        sent = Submission.objects.filter(find=find)
        parts = [
            list(getattr(row, name).order_by("pk").values())
            for row in sent
            for name in ("pictures", "messages", "changes", "recordings")
        ]
        public = Story.objects.filter(slug__in=[row.slug for row in sent if row.slug])
        return [*Draft.objects.filter(find=find).values(), *sent.values(), *public.values(), *parts]


def under(state: str, settings: Any, **words: str) -> Under:
    """A story in this state with a picture, a place and, where it fits, a proposal."""
    code = Code.new()
    mine = derive(code, pepper=settings.CODE_PEPPER.encode())
    drafted(telling(**words), mine=mine)
    actions.add_picture(keys=mine, data=photo(), number="1")
    told = actions.change(keys=mine, by=lambda now: saying(now, people="agreed"))
    ids = [one.id for one in (*told.pictures, *told.waypoints)]
    if state != "draft":
        ids += _sent(mine, state, words.get("title", "Lamp"))
    return Under(code, mine, tuple(ids))


def _sent(mine: Keys, state: str, word: str) -> list[str]:
    row = queries.submission(actions.send(keys=mine))
    ids = [str(row.pk), *(one.pk for one in row.pictures.all())]
    if state == "asked":
        ids.append(str(proposed(row, "cut", where="text", text=word).pk))
    if state in {"public", "hidden"}:
        ids.append(released(row))
    if state == "hidden":
        ids.append(str(actions.hide(keys=mine)))
    return ids


ODD = ("", "yes", "\0", "x" * 300)
"""Ids that are none."""


def posts(ids: tuple[str, ...], *, odd: tuple[str, ...] = ODD) -> Iterator[Post]:
    """(address, form) of every button, with each id where a button or a field takes one; and of
    every step's own."""
    for what in (*ids, *odd):
        for verb in sorted(come_back._ACTS.keys() | {"where", "status"}):
            yield "/return/", _fields("status", f"{verb}:{what}", what)
        for verb in sorted(share._ACTS):
            step = "pictures" if verb in {"covers", "delete"} else "journey"
            yield "/share/", _fields(step, f"{verb}:{what}", what)
    for step in sorted({"place", "code", "nowhere", *share._SHOW, *share._KEEP}):
        for go in ("next", "back", "send", f"to:{step}", "leave-destroy"):
            yield "/share/", _fields(step, go, ids[0])


def _fields(step: str, go: str, what: str) -> dict[str, str]:
    """A form that names the same part wherever a form can name one."""
    parts = dict.fromkeys(("picture", "waypoint", "place", "recording", "change"), what)
    said = {f"{what}-caption": "Mine", f"{what}-people": "agreed", "text": "Mine", "tile": "1"}
    return {"step": step, "go": go, "no": "open_data", "role": "left", "first": "1"} | parts | said


def tried(
    client: Client, where: str, form: dict[str, str], look: Callable[[], Any]
) -> tuple[int, bytes, Any]:
    """(number, text, what `look` sees) of a form, after which the house is as it was."""
    limits.codes.forget()
    with transaction.atomic():
        answer = client.post(where, form)
        seen = look()
        transaction.set_rollback(True)
    return answer.status_code, answer.content + f"{answer.headers}".encode(), seen


def hands(attacked: Under, own: Under) -> dict[str, str]:
    """What somebody could send who does not have the code that is attacked."""
    whole = attacked.keys.hand()
    return {
        "random": Keys(uuid4().bytes * 2, uuid4().bytes * 2).hand(),
        "find id": Keys(attacked.keys.find_id(), own.keys.open).hand(),
        "cut off": whole[:-1],
        "one changed": ("B" if whole[0] != "B" else "C") + whole[1:],
        "malformed": "\0" * 92,
    }


@pytest.mark.promise("P-03")
@pytest.mark.parametrize(
    ("state", "mine"),
    list(zip(STATES, ("asked", "draft", "asked", "draft", "public"), strict=True)),
)
def test_a_code_neither_shows_nor_changes_what_lies_under_another(
    state: str, mine: str, settings: Any
) -> None:
    attacked, own = under(state, settings, **TEXT), under(mine, settings)
    secrets = [WORD.encode(), attacked.code.digits.encode(), attacked.keys.hand().encode()]
    if state == "public":
        secrets = secrets[1:]  # its words stand on the site
    before, wrong = attacked.rows(), []
    client = Client(raise_request_exception=False)
    for where, form in posts(attacked.ids):
        sent = form | {"hand": own.keys.hand(), "nonce": "n"}
        number, text, after = tried(client, where, sent, attacked.rows)
        if number >= 500 or after != before or any(one in text for one in secrets):
            wrong.append((number, form["step"], form["go"], after == before))
    assert wrong == []


@pytest.mark.promise("P-03")
@pytest.mark.parametrize("state", ["draft", "asked"])
def test_no_hand_but_the_codes_own_opens_anything(state: str, settings: Any) -> None:
    attacked, own = under(state, settings, **TEXT), under("draft", settings)
    before, client = attacked.rows(), Client(raise_request_exception=False)
    for name, hand in hands(attacked, own).items():
        for where, form in posts(attacked.ids[:1], odd=()):
            number, text, after = tried(client, where, form | {"hand": hand}, attacked.rows)
            assert number < 500 and WORD.encode() not in text, (name, form["go"])
            assert after == before, (name, form["go"])


@pytest.mark.promise("P-03", "P-19")
def test_a_code_is_good_at_two_addresses_only(settings: Any) -> None:
    """Sent to every other route of the house, by every method, it opens nothing."""
    held, mine = built().held, under("asked", settings, **TEXT)
    given = {"hand": mine.keys.hand(), "code": mine.code.digits}
    client, opened = Client(raise_request_exception=False), set()
    for route in routes():
        where = there(route, held)
        if WORD.encode() in ask(client, "POST", where, **given).text:
            opened.add(readable(route))
        answer = ask(client, "GET", where, **given)
        assert answer.status < 500 and not answer.tells([WORD]), where
    assert opened == {"return/"}


@pytest.mark.parametrize("method", WRONG)
@pytest.mark.parametrize("where", ["/share/", "/return/"])
def test_by_no_other_method_a_code_opens_anything(where: str, method: str, settings: Any) -> None:
    mine = under("draft", settings, **TEXT)
    body = json.dumps({"hand": mine.keys.hand(), "code": mine.code.digits})
    client = Client(raise_request_exception=False)
    answer = client.generic(method, f"{where}?hand={mine.keys.hand()}", body)
    assert answer.status_code == 405 and WORD.encode() not in answer.content


# --- the tries reach what they should -------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "asked"])
def test_its_own_code_shows_it(state: str, settings: Any) -> None:
    mine = under(state, settings, **TEXT)
    answer = Client().post("/return/", {"code": mine.code.digits})
    assert WORD.encode() in answer.content


def test_with_its_own_hand_the_same_buttons_change_it(settings: Any) -> None:
    mine, client = under("asked", settings, **TEXT), Client()
    before, changed = mine.rows(), set()
    for where, form in posts(mine.ids[-1:], odd=("yes",)):
        _number, _text, after = tried(client, where, form | {"hand": mine.keys.hand()}, mine.rows)
        if after != before:
            changed.add(form["go"].partition(":")[0])
    assert {"accept", "decline", "answer", "hide", "withdraw"} <= changed


def test_a_button_that_forgets_whose_it_is_is_found(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacked, own = under("asked", settings, **TEXT), under("sent", settings)

    def careless(_keys: Keys, _request: Any, _what: str) -> None:
        Submission.objects.filter(find=attacked.keys.find_id()).update(status=Status.HIDDEN)

    monkeypatch.setitem(come_back._ACTS, "decline", careless)
    before, client, wrong = attacked.rows(), Client(), set()
    for where, form in posts(attacked.ids[-1:], odd=()):
        sent = form | {"hand": own.keys.hand()}
        if tried(client, where, sent, attacked.rows)[2] != before:
            wrong.add(form["go"].partition(":")[0])
    assert wrong == {"decline"}


def test_staged_parts_are_there_to_be_found(settings: Any) -> None:
    under("draft", settings)
    assert Staged.objects.exists()
