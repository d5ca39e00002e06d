"""What a code costs says nothing of what lies under it: before the pace, and when an answer leaves.

Counted in processor time of this thread, in pairs whose order is drawn: other work on the machine
does not come into it. The bound is on the whole 99.9 % interval of the median difference. What
opens nothing costs as much whatever lay there; what opens something costs more, and the pace hides
it: so whole answers are timed through the whole of Django, by a clock that is processor time and
the sleep that the pace asks for.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from farshore.intake import actions, queries
from farshore.intake.views import come_back, limits, pace
from farshore.kernel import codes
from farshore.kernel.codes import Keys
from farshore.kernel.registry import registry
from farshore.moderation.models import Crossing
from tests.intake.making import Teller, keys, released, telling

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 201
BOUND = 1_000_000
"""Nanoseconds: a 250th of the step at which answers leave."""
PLANTED = 3 * BOUND


def _taken_back(what: str) -> Keys:
    teller = Teller().begin().press("story", text="I left.", title="Lamp", language="en")
    mine = teller.keys
    if what == "draft":
        actions.destroy(keys=mine)
        return mine
    teller.press("uses", uses=["site"]).press("preview", "next").press("send", "send")
    if what == "public":
        released(queries.submission_of(mine))
    actions.withdraw(keys=mine)
    return mine


def _cost(under: Keys) -> int:
    request = RequestFactory().post("/return/", {"code": ""})
    started = time.thread_time_ns()
    answer = come_back._opened(request, under)
    spent = time.thread_time_ns() - started
    assert b"Nothing lies under this code now" in answer.content
    return spent


def _differences(one: Keys, other: Keys) -> list[int]:
    """Each is what `other` cost beyond `one`, one after the other, in an order drawn anew."""
    found = []
    for under in (one, other) * 5:
        _cost(under)
    for _ in range(PAIRS):
        first = random.random() < 0.5
        spent = [_cost(under) for under in ((one, other) if first else (other, one))]
        found.append(spent[1] - spent[0] if first else spent[0] - spent[1])
    return sorted(found)


def _interval(differences: list[int]) -> tuple[int, int]:
    """The 99.9 % interval of the median, by ranks: it assumes nothing about how times spread."""
    half = NormalDist().inv_cdf(0.9995) * math.sqrt(len(differences)) / 2
    low = math.floor(len(differences) / 2 - half)
    return differences[low], differences[-1 - low]


def _burning(does: Callable[..., Any], gone: Keys) -> Callable[..., Any]:
    """The same, but as if the house still did something for what was taken back."""

    def burns(under: Keys) -> Any:
        until = time.thread_time_ns() + (PLANTED if under == gone else 0)
        while time.thread_time_ns() < until:
            pass
        return does(under)

    return burns


@pytest.mark.promise("P-19")
@pytest.mark.parametrize("what", ["draft", "sent", "public"])
def test_what_was_taken_back_costs_what_never_was_costs(what: str) -> None:
    gone, never = _taken_back(what), keys()
    low, high = _interval(_differences(never, gone))
    assert -BOUND < low <= high < BOUND, (low, high)


def test_the_control_a_planted_leak_is_detected(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, never = _taken_back("public"), keys()
    monkeypatch.setattr(come_back, "_sent", _burning(come_back._sent, gone))
    low, _high = _interval(_differences(never, gone))
    assert low > BOUND, low


# --- when an answer leaves ---

STATES = ("draft", "sent", "public", "hidden", "hidden by the team", "lost", "withdrawn")
ROUNDS = 41
LATE = 5 * BOUND
"""Nanoseconds for whole answers, a 50th of the step: more goes on around them."""
STEP = 0.25
"""As the house has it; other tests of this room do not wait for it."""


class Clock:
    """Time as this thread spends it: its processor time, and the sleep that was asked for."""

    def __init__(self) -> None:
        self.slept = 0.0

    def monotonic(self) -> float:
        return time.thread_time() + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The pace by such a clock. Codes are derived cheaply: that comes before, alike for all, and
    its noise would hide what is looked for."""
    monkeypatch.setattr(codes, "_MEMORY_KIB", 64)
    monkeypatch.setattr(codes, "_PASSES", 1)
    clock = Clock()
    monkeypatch.setattr(pace, "time", clock)
    monkeypatch.setattr(pace, "STEP", STEP)
    return clock


def _under(state: str) -> str:
    """A code under which there is a story of many words in this state."""
    teller = Teller().begin()
    code = teller.code
    if state == "draft":
        actions.change(keys=teller.keys, by=lambda _now: telling(text="x" * 50_000))
        return code
    teller.press("story", text="I left. " * 5_000, title="Lamp", language="en")
    teller.press("uses", uses=["site"]).press("preview", "next").press("send", "send")
    mine = queries.submission_of(_keys_of(code))
    if state in {"public", "hidden", "hidden by the team", "lost"}:
        slug = released(mine)
        if state == "hidden":
            actions.hide(keys=_keys_of(code))
        if state == "hidden by the team":
            Crossing.objects.update(hidden_by_team=True)
        if state == "lost":
            registry.request("concern_story", slug=slug, text="It is mine.", lost_code=True)
    if state == "withdrawn":
        actions.withdraw(keys=_keys_of(code))
    return code


def _keys_of(code: str) -> Keys:
    return codes.derive(codes.Code.parse(code), pepper=settings.CODE_PEPPER.encode())


def _spent(code: str, clock: Clock) -> float:
    """Seconds by that clock until the answer has left Django; the house is as it was before."""
    limits.codes.forget()
    client = Client()
    with transaction.atomic():
        started = clock.monotonic()
        client.post("/return/", {"code": code})
        spent = clock.monotonic() - started
        transaction.set_rollback(True)
    return spent


def _later(state: str, clock: Clock) -> tuple[int, int]:
    """The 99.9 % interval, in nanoseconds, of what this state takes longer than an unknown code."""
    known, unknown, found = _under(state), codes.Code.new().digits, []
    for code in (known, unknown) * 3:
        _spent(code, clock)
    for _ in range(ROUNDS):
        first = random.random() < 0.5
        spent = [_spent(one, clock) for one in ((known, unknown) if first else (unknown, known))]
        found.append(int((spent[0] - spent[1] if first else spent[1] - spent[0]) * 1e9))
    return _interval(sorted(found))


@pytest.mark.promise("P-19")
@pytest.mark.parametrize("state", STATES)
def test_an_answer_leaves_after_the_same_time_whatever_lies_there(state: str, paced: Clock) -> None:
    low, high = _later(state, paced)
    assert -LATE < low <= high < LATE, (low, high)


@pytest.mark.parametrize("typed", ["", "123", "1" * 29, "a b c", "\0" * 29], ids=range(5))
def test_what_is_no_code_asks_nothing_of_any_story(typed: str, paced: Clock) -> None:
    """That it is none can be told from itself: it says nothing of anybody's story."""
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post("/return/", {"code": typed})
    assert answer.status_code == 200 and paced.slept == 0
    assert not [one["sql"] for one in asked if "intake_" in one["sql"]]


def _slower(does: Callable[..., Any], seconds: float, clock: Clock) -> Callable[..., Any]:
    def slow(*given: Any, **more: Any) -> Any:
        clock.sleep(seconds)
        return does(*given, **more)

    return slow


def test_the_control_without_the_pace_a_story_is_told_from_none(
    paced: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(come_back, "evenly", lambda answer: answer())
    monkeypatch.setattr(come_back, "status", _slower(come_back.status, 0.1, paced))
    low, _high = _later("public", paced)
    assert low > LATE, low


@pytest.mark.parametrize(
    ("seconds", "seen"), [(0.1, False), (0.3, True)], ids=["within a step", "past a step"]
)
def test_the_control_what_takes_longer_than_a_step_is_detected(
    seconds: float, seen: bool, paced: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of a second more for what exists is hidden by the pace; more than a step is not."""
    monkeypatch.setattr(come_back, "status", _slower(come_back.status, seconds, paced))
    low, _high = _later("public", paced)
    assert (low > LATE) == seen, low


def test_the_control_work_after_the_pace_is_detected(
    paced: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    evenly = pace.evenly

    def leaking(answer: Callable[[], Any]) -> Any:
        made = evenly(answer)
        if b'name="hand"' in made.content:
            paced.sleep(2 * LATE / 1e9)
        return made

    monkeypatch.setattr(come_back, "evenly", leaking)
    low, _high = _later("public", paced)
    assert low > LATE, low


def test_every_state_leaves_at_the_first_step(paced: Clock) -> None:
    """Or the pace would sort stories by how many steps they take."""
    steps: Counter[int] = Counter()
    for state in STATES:
        steps[math.ceil(_spent(_under(state), paced) / STEP)] += 1
    assert set(steps) <= {1, 2}  # a step, and what comes before and after the pace
    assert len(steps) == 1, steps
