"""Two at the same moment, on a real database: one outcome, one chain, no half story."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connections
from django.db.models import QuerySet

from farshore.intake.models import Status, Submission
from farshore.kernel.registry import registry
from farshore.moderation.actions import audit, deciding, holding, releasing
from farshore.moderation.actions.asking import ask
from farshore.moderation.actions.assigning import assign_story
from farshore.moderation.actions.audit import write
from farshore.moderation.actions.deciding import agree, approve
from farshore.moderation.actions.hiding import hide_now
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NotNow, NotYours
from farshore.moderation.models import Act, AuditHead, AuditLine, Case
from farshore.moderation.queries.log import verify_chain
from farshore.stories.models import Media, Story
from farshore.vault.errors import Shredded
from tests.conftest import on_sqlite
from tests.moderation.making import (
    agreed_by_two,
    case_for,
    moderator,
    picture,
    seen,
    sent,
    telling,
)

pytestmark = pytest.mark.django_db(transaction=True)

Refusals = (NotNow, NotYours, Shredded)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Every act in a thread of its own, begun together; what each gave, or was refused with."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - what it was is looked at below
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@contextmanager
def slowed(module: Any, name: str, seconds: float = 0.2) -> Iterator[None]:
    """Widen the moment between reading and writing, so that a missing lock would show."""
    true = getattr(module, name)
    pause = threading.Event()

    def slow(*given: Any, **named: Any) -> Any:
        found = true(*given, **named)
        pause.wait(seconds)
        return found

    setattr(module, name, slow)
    try:
        yield
    finally:
        setattr(module, name, true)


def scheduled(mira: User, rosa: User, **told: Any) -> Submission:
    row = sent(telling(**told))
    agreed_by_two(row, mira, rosa)
    return row


def test_two_presses_of_release_are_one_release(mira: User, rosa: User) -> None:
    row = sent()
    case = case_for(row)
    approve(case=case.pk, by=mira, seen=seen(mira, case))
    held = seen(rosa, case)

    def press() -> bool:
        by = User.objects.get(pk=rosa.pk)
        return agree(case=case.pk, by=by, seen=held, road="no")

    with slowed(deciding, "_is_alone"):
        results = at_once(press, press)
    assert sorted(map(str, map(type, results))) == sorted(map(str, (bool, NotNow)))
    assert AuditLine.objects.filter(act=Act.AGREED).count() == 1
    assert verify_chain() == AuditLine.objects.count()


def test_two_workers_release_a_story_once(mira: User, rosa: User) -> None:
    row = scheduled(mira, rosa, pictures=(picture(),))

    def work() -> str:
        return release_story(submission=row.pk)

    with slowed(releasing, "_pictures"):
        results = at_once(work, work)
    assert len([one for one in results if isinstance(one, str)]) == 1
    assert len([one for one in results if isinstance(one, NotNow)]) == 1
    assert Story.objects.count() == Media.objects.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_approving_and_withdrawing_at_once_leaves_nothing(
    mira: User, rosa: User, turn: int
) -> None:
    row = sent()
    case = case_for(row)
    held = seen(mira, case)

    def approving() -> None:
        approve(case=case.pk, by=User.objects.get(pk=mira.pk), seen=held)

    def withdrawing() -> None:
        registry.request("withdraw_story", submission=row.pk)

    order = (approving, withdrawing) if turn % 2 else (withdrawing, approving)
    results = at_once(*order)
    assert all(one is None or isinstance(one, Refusals) for one in results), results
    assert not Submission.objects.exists() and not Case.objects.exists()
    assert verify_chain() == AuditLine.objects.count()


@pytest.mark.promise("P-16")
@pytest.mark.parametrize("turn", range(4))
def test_releasing_and_withdrawing_at_once_leaves_nothing_public(
    mira: User, rosa: User, turn: int
) -> None:
    row = scheduled(mira, rosa, pictures=(picture(),))

    def work() -> str:
        return release_story(submission=row.pk)

    def withdrawing() -> None:
        registry.request("withdraw_story", submission=row.pk)

    order = (work, withdrawing) if turn % 2 else (withdrawing, work)
    at_once(*order)
    assert not Submission.objects.exists()
    assert not Story.objects.exists() and not Media.objects.exists()


def test_releasing_and_calling_back_at_once_has_one_outcome(mira: User, rosa: User) -> None:
    row = scheduled(mira, rosa)
    case = case_for(row).pk

    def work() -> str:
        return release_story(submission=row.pk)

    def calling() -> None:
        deciding.send_back(case=case, by=User.objects.get(pk=rosa.pk), note="")

    at_once(work, calling)
    row.refresh_from_db()
    assert (row.status, Story.objects.count()) in {(Status.RELEASED, 1), (Status.IN_REVIEW, 0)}


def test_hiding_by_team_and_teller_at_once_keeps_both_wishes(mira: User, rosa: User) -> None:
    row = scheduled(mira, rosa)
    slug = release_story(submission=row.pk)

    def team() -> None:
        hide_now(slug=slug, by=User.objects.get(pk=mira.pk))

    def teller() -> None:
        registry.request("hide_story", slug=slug)

    assert at_once(team, teller) == [None, None]
    row.refresh_from_db()
    crossing = row.crossing
    assert crossing.hidden_by_team and crossing.hidden_by_teller
    assert Story.objects.get().hidden and row.status == Status.HIDDEN


def test_stories_sent_at_once_are_given_to_different_people(db: Any) -> None:
    team = {moderator(name).pk for name in ("ann", "bea", "cem")}
    rows = [sent(assign=False) for _ in range(3)]
    results = at_once(*(lambda pk=row.pk: assign_story(submission=pk) for row in rows))
    assert results == [None] * 3
    assert {case_for(row).moderator_id for row in rows} == team


def test_many_writers_keep_one_chain(db: Any) -> None:
    def act() -> None:
        for _ in range(8):
            write(act=Act.READ, staff="mira")

    assert at_once(act, act, act) == [None] * 3
    assert verify_chain() == 24


def test_the_control_a_writer_that_read_the_end_too_early_is_refused(
    db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock two writers read the same end. The second line has no place in the chain."""
    write(act=Act.READ, staff="first")
    stale = [AuditHead.objects.get(pk=1), AuditHead.objects.get(pk=1)]
    monkeypatch.setattr(audit, "_held_head", stale.pop)
    write(act=Act.READ, staff="second")
    with pytest.raises(IntegrityError):
        write(act=Act.READ, staff="third")
    assert verify_chain() == 2


def test_the_control_without_a_held_row_both_presses_would_count(
    mira: User, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sent()
    case = case_for(row)
    approve(case=case.pk, by=mira, seen=seen(mira, case))
    held = seen(rosa, case)
    true = QuerySet.select_for_update

    def careless(self: Any, *given: Any, **named: Any) -> Any:
        return self if self.model is Submission else true(self, *given, **named)

    monkeypatch.setattr(QuerySet, "select_for_update", careless)

    def press() -> bool:
        by = User.objects.get(pk=rosa.pk)
        return agree(case=case.pk, by=by, seen=held, road="no")

    with slowed(deciding, "_is_alone"):
        at_once(press, press)
    # SQLite is held as a whole from the first moment of a transaction: it needs no held row.
    assert AuditLine.objects.filter(act=Act.AGREED).count() == (1 if on_sqlite() else 2)


def test_a_withdrawal_waits_for_the_act_that_holds_the_story(
    mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question is whole before the story ends, also where the withdrawal came meanwhile."""
    row = sent()
    case = case_for(row)
    begun, gone = threading.Event(), threading.Event()
    true = holding.queries.case_of

    def waits(by: User, wanted: Any) -> Case:
        found = true(by, wanted)
        begun.set()
        gone.wait(1.0)
        return found

    monkeypatch.setattr(holding.queries, "case_of", waits)

    def asking() -> None:
        ask(case=case.pk, by=User.objects.get(pk=mira.pk), text="?")

    def withdrawing() -> bool:
        begun.wait(10)
        registry.request("withdraw_story", submission=row.pk)
        gone.set()
        return True

    asked, withdrawn = at_once(asking, withdrawing)
    assert asked is None and withdrawn is True
    assert not Submission.objects.exists()
    assert AuditLine.objects.filter(act=Act.ASKED).count() == 1
