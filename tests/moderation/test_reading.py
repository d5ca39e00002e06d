"""Whoever opens very many stories in a day is seen by the others, and is not stopped."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from farshore.kernel import clock
from farshore.moderation.actions.asking import open_case
from farshore.moderation.models import Act, AuditLine
from farshore.moderation.queries.log import Reading, read_many, verify_chain
from tests.moderation.making import case_for, overseer, sent
from tests.staff import enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    """Three are many."""
    settings.MANY_READ = 3


def opened(by: User, many: int) -> None:
    for _ in range(many):
        open_case(case=case_for(sent()).pk, by=by)


@pytest.mark.parametrize(
    ("many", "noticed"), [(2, []), (3, [3]), (5, [3]), (6, [3, 6]), (11, [3, 6]), (12, [3, 6, 12])]
)
def test_at_so_many_and_at_each_doubling_there_is_a_line(
    mira: User, many: int, noticed: list[int]
) -> None:
    opened(mira, many)
    lines = AuditLine.objects.filter(act=Act.READ_MANY).order_by("number")
    assert list(lines.values_list("staff", "details")) == [
        ("mira", f'{{"stories":"{one}"}}') for one in noticed
    ]
    verify_chain()


def test_reading_one_story_again_counts_once(mira: User) -> None:
    case = case_for(sent()).pk
    for _ in range(5):
        open_case(case=case, by=mira)
    assert not AuditLine.objects.filter(act=Act.READ_MANY).exists()


def test_another_day_begins_anew(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(mira, 2)
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    opened(mira, 2)
    assert not AuditLine.objects.filter(act=Act.READ_MANY).exists()


def test_the_others_are_told_for_a_week_and_the_reader_is_not(
    mira: User, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(mira, 7)
    assert read_many(but="rosa") == [Reading("mira", clock.today(), 6)]
    assert read_many(but="mira") == []
    for person in (rosa, overseer()):
        page = enter(Client(), person).get("/studio/stories/").content.decode()
        assert "mira opened 6 stories or more" in page
    assert "opened 6" not in enter(Client(), mira).get("/studio/stories/").content.decode()
    later = clock.today() + timedelta(days=8)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert read_many(but="rosa") == []


def test_the_machines_log_says_how_many_and_not_who(
    mira: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        opened(mira, 3)
    assert "has opened 3 stories today" in caplog.text and "mira" not in caplog.text
