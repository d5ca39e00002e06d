"""Work that browsers do while more codes are tried than can be opened, so that a right one comes
through. The solver here is the library's own, as a browser's would be."""

import base64
import json
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from altcha import v2
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from farshore.intake.models import Draft
from farshore.intake.views import limits, work
from farshore.kernel.codes import Code
from tests.intake.making import Teller
from tests.markup import Markup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work as it is, but with few rounds."""
    monkeypatch.setattr(work, "WORK", ((0, ""), (2, "00"), (8, "00"), (2, "000")))


def solved(challenge: str) -> str:
    """What a browser would send."""
    told = v2.Challenge.from_dict(json.loads(challenge))
    found = v2.solve_challenge(told)
    assert found is not None
    return v2.Payload(told, found).to_base64()


def given_on(content: bytes) -> dict[str, str]:
    """What the page gives the script, with the form."""
    forms = [one.given for one in Markup(content.decode()).all("form") if "data-work" in one.given]
    assert len(forms) == 1
    return forms[0]


def refused() -> None:
    work.strain.refused(worked=False)


# the work


@pytest.mark.promise("P-19")
def test_nobody_is_asked_to_work_while_there_is_room() -> None:
    for answer in (Client().get("/return/"), Client().post("/share/", {"step": "begin"})):
        assert b"data-work" not in answer.content and b"work-" not in answer.content


def test_work_that_is_done_counts_once() -> None:
    refused()
    answer = solved(work.challenge())
    assert [work.is_done(answer), work.is_done(answer)] == [True, False]


def test_the_same_work_sent_by_many_at_once_counts_once() -> None:
    refused()
    answer, counted = solved(work.challenge()), []
    threads = [Thread(target=lambda: counted.append(work.is_done(answer))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counted) == [False] * 7 + [True]


def _changed(answer: str, *where: str, to: object) -> str:
    told = json.loads(base64.b64decode(answer))
    inner: Any = told
    for name in where[:-1]:
        inner = inner[name]
    inner[where[-1]] = to
    return base64.b64encode(json.dumps(told).encode()).decode()


@pytest.mark.parametrize(
    ("where", "to"),
    [
        (("challenge", "parameters", "cost"), 1),
        (("challenge", "parameters", "keyPrefix"), ""),
        (("challenge", "parameters", "expiresAt"), 2**40),
        (("challenge", "parameters", "expiresAt"), None),
        (("challenge", "parameters", "cost"), "2"),
        (("challenge", "parameters", "nonce"), 7),
        (("challenge", "parameters", "algorithm"), "SHA-256"),
        (("challenge", "parameters"), []),
        (("challenge", "signature"), "0" * 64),
        (("challenge", "signature"), None),
        (("challenge", "signature"), ["a"]),
        (("solution", "counter"), -1),
        (("solution", "counter"), 2**40),
        (("solution", "counter"), "1"),
        (("solution", "derivedKey"), "00" * 32),
        (("solution", "derivedKey"), None),
        (("solution",), None),
        (("challenge",), "a"),
    ],
    ids=range(18),
)
def test_work_that_was_changed_does_not_count(where: tuple[str, ...], to: object) -> None:
    refused()
    answer = solved(work.challenge())
    assert not work.is_done(_changed(answer, *where, to=to))
    if where[0] == "challenge":
        assert work.is_done(answer)  # control: it was good before


def test_a_wrong_answer_spends_its_challenge_as_well() -> None:
    """Checking costs the house something: one challenge must not be used for it again and again."""
    refused()
    answer = solved(work.challenge())
    assert not work.is_done(_changed(answer, "solution", "derivedKey", to="00" * 32))
    assert not work.is_done(answer)


def test_no_more_answers_are_checked_at_once_than_the_house_bears() -> None:
    refused()
    answers = [solved(work.challenge()) for _ in range(2)]
    with ExitStack() as busy:
        for _ in range(work.CHECKS):
            busy.enter_context(work._checking)
        assert not work.is_done(answers[0])
    assert work.is_done(answers[1])  # control


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda it: base64.b64encode(it).decode()))
def test_whatever_is_sent_in_its_place_does_not_count(answer: str) -> None:
    assert work.is_done(answer) is False


@pytest.mark.parametrize("answer", ["", "W10=", "[" * 3000, "bnVsbA==", "e30=", "MQ=="])
def test_nothing_and_too_much_do_not_count(answer: str) -> None:
    assert not work.is_done(answer)
    deep = base64.b64encode(b"[" * 1400).decode()
    assert not work.is_done(deep)


def test_a_challenge_that_is_too_old_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    refused()
    monkeypatch.setattr(work, "LASTS", -1)
    assert not work.is_done(solved(work.challenge()))


def test_another_houses_work_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    refused()
    answer = solved(work.challenge())
    monkeypatch.setattr(work, "_key", b"another house, or this one after it was started again")
    assert not work.is_done(answer)


def test_easy_work_gathered_before_does_not_count_when_it_has_become_hard() -> None:
    refused()
    gathered = [solved(work.challenge()) for _ in range(2)]
    for _ in range(work.strain.much):
        work.strain.refused(worked=True)
    assert work.strain.level() == 2 and work.is_done(gathered[0])
    for _ in range(work.strain.much):
        work.strain.refused(worked=True)
    assert work.strain.level() == 3 and not work.is_done(gathered[1])


@pytest.mark.promise("P-02")
def test_what_was_spent_is_forgotten_when_it_is_no_longer_good() -> None:
    spent = work.Spent()
    assert spent.spend("a", until=10, now=0) and not spent.spend("a", until=10, now=1)
    assert spent.spend("b", until=30, now=11)
    assert set(spent._until) == {"b"}


# when it is asked for


def test_it_becomes_harder_with_those_who_worked_in_vain_and_is_over_some_time_after() -> None:
    strain = work.Strain(much=3, seconds=30.0)
    assert strain.level(now=0) == 0
    strain.refused(worked=False, now=1)
    assert strain.level(now=1) == 1
    for _ in range(500):
        strain.refused(worked=False, now=2)
    assert strain.level(now=2) == 1  # those without work make it no harder for those with it
    for _ in range(3):
        strain.refused(worked=True, now=3)
    assert strain.level(now=3) == 2
    for _ in range(9):
        strain.refused(worked=True, now=4)
    assert strain.level(now=4) == 3
    assert [strain.level(now=at) for at in (31, 61, 91, 121)] == [2, 1, 0, 0]


# where it counts


@pytest.mark.promise("P-19")
def test_a_right_code_with_work_comes_through_a_flood_of_its_own_kind() -> None:
    code = Teller().begin().code
    with ExitStack() as flood:
        for lane in ("named", "unnamed"):
            for _ in range(9):
                flood.enter_context(limits.opening.one(lane))
        first = Client().post("/return/", {"code": code})
        assert first.status_code == 503 and code.encode() in first.content
        form = given_on(first.content)
        assert "data-again" in form and "/assets/work-worker-" in form["data-worker"]
        answer = solved(form["data-work"])
        opened = Client().post("/return/", {"code": code, "work": answer})
        assert opened.status_code == 200 and b'name="hand"' in opened.content
        again = Client().post("/return/", {"code": code, "work": answer})
        assert again.status_code == 503  # control: without work of its own it does not


def test_a_room_full_of_people_at_one_address_is_let_on_by_work() -> None:
    client, code = Client(headers={"X-Farshore-Client": "mine"}), Teller().begin().code
    statuses = [client.post("/return/", {"code": code}).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    form = given_on(client.post("/return/", {"code": code}).content)
    told = client.post("/return/", {"code": code, "work": solved(form["data-work"])})
    assert b'name="hand"' in told.content


def test_pages_ask_for_work_beforehand_while_many_are_here() -> None:
    refused()
    form = given_on(Client().get("/return/").content)
    assert "data-again" not in form
    mistyped = Client().post("/return/", {"code": "123"})
    assert "data-again" not in given_on(mistyped.content)


def test_a_story_is_begun_with_work_where_no_more_are_begun_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits.beginnings, "unnamed", 0)
    shown = Code.new()
    asked = {"step": "code", "shown": shown.digits, "typed": shown.digits}
    first = Client().post("/share/", asked)
    assert first.status_code == 429 and "data-again" in given_on(first.content)
    assert not Draft.objects.exists()
    work_done = solved(given_on(first.content)["data-work"])
    assert Client().post("/share/", {**asked, "work": work_done}).status_code == 200
    assert Draft.objects.count() == 1


def test_with_work_too_no_more_are_begun_than_a_disk_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.worked_beginnings, "times", 1)
    refused()
    statuses = []
    for _ in range(2):
        shown = Code.new()
        asked = {"step": "code", "shown": shown.digits, "typed": shown.digits}
        answer = Client().post("/share/", {**asked, "work": solved(work.challenge())})
        statuses.append(answer.status_code)
    assert statuses == [200, 429] and Draft.objects.count() == 1


def test_what_was_typed_wrong_costs_no_work() -> None:
    """The work is looked at only where a seat or a beginning is asked for."""
    refused()
    answer, shown = solved(work.challenge()), Code.new()
    wrong = {"step": "code", "shown": shown.digits, "typed": "", "work": answer}
    Client().post("/share/", wrong)
    Client().post("/return/", {"code": "1" * 29, "work": answer})
    assert work.is_done(answer)
