"""What opens nothing costs as much whatever lay there, before the pace hides the rest.

Counted in processor time of this thread, in pairs whose order is drawn: other work on the machine
does not come into it. The bound is on the whole 99.9 % interval of the median difference.
"""

import math
import random
import time
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import pytest
from django.test import RequestFactory

from farshore.intake import actions, queries
from farshore.intake.views import come_back
from farshore.kernel.codes import Keys
from tests.intake.making import Teller, keys, released

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
