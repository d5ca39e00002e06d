"""`/return/`: by POST only, the same answer in the same time for every code that opens nothing."""

import random
import time
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import Client

from farshore.intake import actions
from farshore.intake.models import Draft, Status, Submission
from farshore.intake.views import come_back, limits, pace
from farshore.kernel.codes import Code
from tests.intake.making import (
    SECRET,
    Teller,
    keys,
    photo_file,
    proposed,
    released,
    telling,
)

pytestmark = pytest.mark.django_db(transaction=True)


def _sent() -> tuple[Teller, Submission]:
    teller = Teller().begin().press("story", text=f"{SECRET} left.", title="Lamp", language="en")
    teller.press("uses", uses=["site"]).press("preview", "next").press("send", "send")
    return teller, Submission.objects.latest("sent_on", "id")


# opening


@pytest.mark.parametrize("by", ["digits", "words", "persian digits"])
def test_a_code_opens_the_draft_however_it_is_typed(by: str) -> None:
    teller = Teller().begin().press("story", text="So far", language="en")
    code = Code.parse(teller.code)
    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    typed = {"digits": code.digits, "words": " ".join(code.words("en"))}
    typed["persian digits"] = " ".join(code.groups()).translate(persian)
    assert "So far" in Teller().come_back(typed[by]).page


@pytest.mark.promise("P-19")
def test_a_code_is_never_taken_from_an_address(client: Client) -> None:
    teller = Teller().begin()
    answer = client.get("/return/", {"code": teller.code})
    assert teller.code not in answer.content.decode()
    assert b"Come back with your code" in answer.content


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "A code has 9 words"), ("123", "A code has 29 digits"), ("1" * 29, "One digit")],
)
def test_a_mistyped_code_is_said_kindly_and_stays(typed: str, said: str) -> None:
    teller = Teller().come_back(typed or " ")
    assert said in teller.errors[0] and teller.errors[0].startswith("Nothing is lost.")


def _under(state: str) -> str:
    """A code under which something lies that is no more, or never was."""
    if state == "never":
        return Code.new().digits
    teller, row = _sent()
    if state == "withdrawn":
        teller.come_back().deed("withdraw:yes")
    if state == "tombstone":
        row.status = Status.WITHDRAWN
        row.save()
    if state == "destroyed":
        teller = Teller().begin()
        teller.press("leave", "leave-destroy")
    return teller.code


@pytest.mark.promise("P-19")
@pytest.mark.parametrize("state", ["withdrawn", "tombstone", "destroyed"])
def test_what_is_gone_is_answered_like_what_never_was(state: str) -> None:
    pages = []
    for code in (_under("never"), _under(state)):
        answered = Teller().come_back(code)
        assert (answered.status, answered.heading) == (200, "Come back with your code")
        pages.append(answered.page.replace(answered.field("nonce"), ""))
    assert pages[0] == pages[1]


# how long it takes

BOUND = 0.06
"""Seconds, of some 0.1 that deriving a code's keys takes."""


def _spent(code: str) -> float:
    limits.codes.forget()
    started = time.perf_counter()
    Teller().come_back(code)
    return time.perf_counter() - started


def _quickest(codes: dict[str, str], rounds: int) -> dict[str, float]:
    """The least of several times, in an order drawn anew each round: other work only adds."""
    spent: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(rounds):
        for name in random.sample(list(codes), len(codes)):
            spent[name].append(_spent(codes[name]))
    return {name: min(times) for name, times in spent.items()}


def _measured(codes: dict[str, str], rounds: int) -> dict[str, float]:
    """Times that can be compared: measured again while one code differs from itself by as much."""
    for _ in range(6):
        times = _quickest({**codes, "never again": codes["never"]}, rounds)
        if abs(times["never"] - times.pop("never again")) < BOUND:
            return times
    pytest.fail(f"This machine is too busy to measure a difference of {BOUND} s")


def _codes() -> dict[str, str]:
    teller, _row = _sent()
    long = Teller().begin()
    actions.change(keys=long.keys, by=lambda _now: telling(text="x" * 100_000))
    return {"never": Code.new().digits, "draft": long.code, "sent": teller.code}


@pytest.mark.promise("P-19")
def test_every_code_is_answered_in_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """They differ by less than what a page of text takes to open and to show."""
    monkeypatch.setattr(pace, "STEP", 0.5)
    times = _measured(_codes(), rounds=4)
    assert min(times.values()) >= 0.5
    assert max(times.values()) - min(times.values()) < BOUND, times


def test_the_control_without_the_pace_a_slow_answer_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a second more for what exists is seen without the pace, and hidden by it."""
    opened = come_back.status

    def slow(*given: Any, **more: Any) -> Any:
        time.sleep(2 * BOUND)
        return opened(*given, **more)

    monkeypatch.setattr(come_back, "status", slow)
    codes = _codes()
    monkeypatch.setattr(pace, "STEP", 0.001)
    bare = _measured(codes, rounds=4)
    assert bare["sent"] - bare["never"] > BOUND, bare
    monkeypatch.setattr(pace, "STEP", 0.75)
    paced = _measured(codes, rounds=3)
    assert abs(paced["sent"] - paced["never"]) < BOUND, paced


# how often


@pytest.mark.promise("P-19")
def test_after_ten_codes_a_minute_a_client_waits_and_others_do_not() -> None:
    code = Code.new().digits
    mine = Teller(client=Client(headers={"X-Farshore-Client": "mine"}))
    statuses = [mine.come_back(code).status for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert "Nothing is lost" in mine.errors[0] and mine.field("code") == code
    other = Teller(client=Client(headers={"X-Farshore-Client": "other"}))
    assert other.come_back(code).status == 200
    assert Teller().come_back(code).status == 200


@pytest.mark.promise("P-02")
def test_nothing_of_a_client_is_kept_beyond_its_minute() -> None:
    turnstile = limits.Turnstile(2, 60.0)
    assert [turnstile.passes("a", now=at) for at in (0, 1, 2)] == [True, True, False]
    assert turnstile.passes("b", now=3)
    assert turnstile.passes("a", now=61)
    assert set(turnstile._passed) == {"a"}


@pytest.mark.promise("P-19")
def test_those_who_cannot_be_told_apart_do_not_lock_each_other_out() -> None:
    """Over an onion service one flood would otherwise keep everybody from their stories."""
    free, bounded = limits.Turnstile(2, 60.0), limits.Turnstile(2, 60.0, unnamed=30)
    assert sum(free.passes("", now=1) for _ in range(400)) == 400
    assert sum(bounded.passes("", now=1) for _ in range(400)) == 30
    assert sum(bounded.passes("named", now=1) for _ in range(400)) == 2


def test_those_with_a_name_and_those_without_have_seats_of_their_own() -> None:
    """Wrong codes of the one kind, however many, leave the other's right code its place."""
    code, named = _begun(), Client(headers={"X-Farshore-Client": "a"})
    with ExitStack() as flood:
        seats = [flood.enter_context(limits.opening.one("unnamed")) for _ in range(4)]
        assert seats == [True, True, False, False]
        refused = Client().post("/return/", {"code": code})
        assert refused.status_code == 503
        assert code.encode() in refused.content and b"press the button again" in refused.content
        assert b'name="hand"' in named.post("/return/", {"code": code}).content
    assert b'name="hand"' in Client().post("/return/", {"code": code}).content


def _begun() -> str:
    return Teller().begin().code


def test_a_header_of_any_length_costs_no_memory() -> None:
    teller = Teller(client=Client(headers={"X-Farshore-Client": "x" * 5000}))
    teller.come_back(Code.new().digits)
    assert all(len(client) <= 32 for client in limits.codes._passed)


# before release


def test_before_release_the_teller_sees_how_it_stands_and_what_was_asked() -> None:
    teller, row = _sent()
    teller.come_back()
    assert "Waiting to be read" in teller.page and teller.page.count('aria-current="step"') == 1
    actions.returning.say(row=row, text="Who is in the picture?", from_team=True)
    Submission.objects.update(status=Status.ASKED)
    teller.come_back()
    assert "Who is in the picture?" in teller.page and "they ask you something" in teller.page
    teller.deed("answer", text="Nobody.")
    assert "Nobody." in teller.page and "Your words have been sent." in teller.page
    row.refresh_from_db()
    assert row.status == Status.IN_REVIEW


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_words_that_cannot_be_sent_stay_on_the_page(text: str) -> None:
    teller, _row = _sent()
    teller.come_back().deed("answer", text=text)
    assert teller.errors and text.strip() in teller.page


def test_a_proposal_is_decided_by_its_teller() -> None:
    teller, row = _sent()
    change = proposed(row, "cut", where="text", text=SECRET)
    teller.come_back()
    assert SECRET in teller.page
    teller.deed(f"accept:{change.pk}")
    assert teller.heading == "Your story" and not teller.values("accept")
    teller.deed(f"decline:{change.pk}")
    assert "This has changed meanwhile" in teller.page
    row.refresh_from_db()
    assert SECRET not in repr(actions.returning.queries.read(row))


def test_a_cover_is_proposed_by_picture_and_tile() -> None:
    teller, row = _sent()
    proposed(row, "cover", where="gone", tiles=[0, 13])
    page = teller.come_back().page
    assert "row 1, column 1" in page and "row 2, column 2" in page


def test_a_story_is_changed_and_sent_anew() -> None:
    teller, _row = _sent()
    teller.come_back().deed("edit")
    assert f"{SECRET} left." in teller.page
    teller.press("story", text="Otherwise", language="en")
    again = Teller().come_back(teller.code)
    assert "Go on with your changes" in again.page
    again.deed("edit").press("story", "to:send", text="Otherwise", language="en")
    assert "takes the place of what you sent before" in again.page
    again.press("send", "send")
    assert Submission.objects.count() == 1 and not Draft.objects.exists()


def test_changes_that_were_begun_can_be_forgotten() -> None:
    teller, _row = _sent()
    teller.come_back().deed("edit").come_back().deed("drop")
    assert "Change it" in teller.page and not Draft.objects.exists()
    assert Submission.objects.exists()


def test_a_story_is_held_back_and_let_go_on() -> None:
    teller, row = _sent()
    teller.come_back().deed("hide")
    assert "You are holding it back" in teller.page
    teller.deed("show")
    row.refresh_from_db()
    assert row.status == Status.IN_REVIEW


def test_taking_back_is_asked_once_and_done_at_once() -> None:
    teller, _row = _sent()
    teller.come_back().deed("withdraw")
    assert teller.heading == "Take it back for good?" and Submission.objects.exists()
    assert teller.deed("status").heading == "Your story"
    hand = teller.field("hand")
    for _ in range(2):
        teller.post("/return/", hand=hand, go="withdraw:yes", nonce="n")
        assert teller.heading == "Your story has been taken back"
        assert teller.answer is not None and "storage" in teller.answer["Clear-Site-Data"]
    assert not Submission.objects.exists()


# after release


def test_after_release_it_is_hidden_shown_and_a_change_asked_for() -> None:
    teller, row = _sent()
    released(row)
    teller.come_back()
    assert "It is on the site." in teller.page and SECRET not in teller.page
    assert "off the site for now" in teller.deed("hide").page
    assert "It is on the site." in teller.deed("show").page
    assert "Your words have been sent." in teller.deed("answer", text="Please").page
    assert "Please" not in teller.page
    assert teller.deed("edit").status == 200 and not Draft.objects.exists()


def test_what_the_team_hid_stays_hidden_and_that_is_said() -> None:
    from farshore.moderation.models import Crossing

    teller, row = _sent()
    released(row)
    teller.come_back().deed("hide")
    Crossing.objects.update(hidden_by_team=True)
    assert "The team has hidden it too" in teller.deed("show").page


# strangers


@pytest.mark.parametrize(
    "go", ["answer", "accept:1", "decline:1", "edit", "drop", "hide", "show", "withdraw:yes", ""]
)
def test_a_stranger_does_nothing_behind_the_code(go: str) -> None:
    _teller, row = _sent()
    for hand in ("", "nonsense", keys().hand()):
        stranger = Teller().post("/return/", hand=hand, go=go, text="Mine")
        known = go == "withdraw:yes" and len(hand) == 92
        assert stranger.status == (200 if known else 403)
        assert SECRET not in stranger.page
    row.refresh_from_db()
    assert (row.status, row.slug) == (Status.SENT, "")


def test_pictures_of_a_sent_story_come_along_when_it_is_opened_again() -> None:
    teller = Teller().begin().press("story", text="x", language="en")
    teller.press("journey").press("pictures", "stay", pictures=[photo_file()])
    (one,) = teller.values("covers")
    teller.press("pictures", **{f"{one}-caption": "At home", f"{one}-people": "agreed"})
    teller.press("uses").press("preview", "next").press("send", "send")
    teller.come_back().deed("edit").press("story", "to:pictures", text="x", language="en")
    assert "At home" in teller.page and "data:image/jpeg" in teller.page
