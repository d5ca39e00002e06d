"""Lists of one's own, at the same cost whatever their length."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from farshore.intake.actions.returning import say
from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Case
from farshore.moderation.queries.log import log_page
from farshore.moderation.queries.public import public_stories
from farshore.moderation.queries.queue import LISTS, OPEN, concerns_for, counts_of, queue
from farshore.vault.models import StoryKey
from tests.moderation.making import (
    agreed_by_two,
    case_for,
    moderator,
    picture,
    releaser,
    sent,
    telling,
)
from tests.staff import enter
from tests.stories.making import published

pytestmark = pytest.mark.django_db

Exactly = Callable[[int], AbstractContextManager[Any]]


def lines(user: User, which: str = OPEN, page: int = 1) -> list[str]:
    return [line.title for line in queue(user, which=which, page=page, language="en").lines]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_three_queries_at_one_and_three_stories(
    mira: User, count: int, django_assert_num_queries: Exactly
) -> None:
    for _ in range(count):
        sent(telling(pictures=(picture(),)))
    mira.has_perm("moderation.moderate")
    with django_assert_num_queries(3):
        found = queue(mira, which=OPEN, page=1, language="en")
    assert len(found.lines) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_site_and_the_log_cost_the_same_too(
    mira: User, count: int, django_assert_num_queries: Exactly
) -> None:
    from farshore.moderation.actions.hiding import hide_now

    for _ in range(count):
        hide_now(slug=published(), by=mira)
    with django_assert_num_queries(3):
        assert len(public_stories(page=1).lines) == count
    with django_assert_num_queries(2):
        assert len(log_page(1).lines) == count


def test_a_list_of_thousands_is_paged_by_as_many_queries(
    mira: User, django_assert_num_queries: Exactly
) -> None:
    row = sent()
    rows = [
        Submission(
            find=number.to_bytes(32, "big"), key=row.key, payload=row.payload, sent_on=row.sent_on,
            changed_on=row.sent_on,
        )
        for number in range(3000)
    ]  # fmt: skip
    Submission.objects.bulk_create(rows, batch_size=500)
    Case.objects.bulk_create([Case(submission=one, moderator=mira) for one in rows], batch_size=500)
    mira.has_perm("moderation.moderate")
    with django_assert_num_queries(3):
        found = queue(mira, which=OPEN, page=60, language="en")
    assert (found.page, found.pages, len(found.lines)) == (60, 121, 25)
    assert found.counts[OPEN] == 3001


@pytest.mark.parametrize("asked, given", [(0, 1), (-5, 1), (1, 1), (2, 2), (99, 2)])
def test_a_page_that_is_not_there_is_the_nearest_that_is(
    mira: User, asked: int, given: int
) -> None:
    for _ in range(26):
        sent()
    assert queue(mira, which=OPEN, page=asked, language="en").page == given


def test_the_oldest_comes_first_with_its_age_in_days(mira: User) -> None:
    for days in (0, 9, 2):
        row = sent(telling(title=f"{days} days"))
        row.sent_on = clock.today() - timedelta(days=days)
        row.save()
    found = queue(mira, which=OPEN, page=1, language="en").lines
    assert [(line.title, line.days) for line in found] == [
        ("9 days", 9), ("2 days", 2), ("0 days", 0),
    ]  # fmt: skip


WHERE = {
    Status.SENT: "open",
    Status.IN_REVIEW: "open",
    Status.ASKED: "asked",
    Status.APPROVED: "agreed",
    Status.SCHEDULED: "agreed",
    Status.RELEASED: "public",
    Status.REJECTED: "closed",
}


@pytest.mark.parametrize("status", WHERE)
def test_each_story_of_a_moderator_stands_in_one_list(mira: User, status: Status) -> None:
    row = sent()
    Submission.objects.filter(pk=row.pk).update(status=status)
    counts = counts_of(mira)
    assert {which for which in LISTS if counts[which]} == {WHERE[status]}
    assert lines(mira, WHERE[status]) == ["The late ice"]


@pytest.mark.parametrize("slug, which", [("", "asked"), ("some-public-story", "public")])
def test_a_hidden_story_waits_for_its_teller_or_stands_among_the_public(
    mira: User, slug: str, which: str
) -> None:
    row = sent()
    Submission.objects.filter(pk=row.pk).update(status=Status.HIDDEN, slug=slug)
    assert {one for one in LISTS if counts_of(mira)[one]} == {which}


def test_what_a_teller_writes_about_a_public_story_comes_back_into_the_list(
    mira: User, rosa: User
) -> None:
    from farshore.moderation.actions.asking import hear

    row = sent()
    say(row=row, text="Thank you.", from_team=False)
    agreed_by_two(row, mira, rosa)
    release_story(submission=row.pk)
    assert (lines(mira), lines(rosa)) == ([], [])
    say(row=row, text="Please take it off.", from_team=False)
    assert (lines(mira), lines(rosa)) == (["The late ice"], [])
    with pytest.raises(NotYours):
        hear(case=case_for(row).pk, by=rosa)
    hear(case=case_for(row).pk, by=mira)
    assert lines(mira) == []
    say(row=row, text="Once more.", from_team=False)
    assert lines(mira) == ["The late ice"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_whole_screen_costs_the_same_too(mira: User, count: int) -> None:
    client = enter(Client(), mira)
    client.get("/studio/stories/")
    for _ in range(count):
        sent()
    with CaptureQueriesContext(connection) as told:
        assert client.get("/studio/stories/").status_code == 200
    asked = [one["sql"] for one in told if "moderation_" in one["sql"] or "vault_" in one["sql"]]
    # Two for the menu's number, three for the list, one for concerns, one for who read much.
    assert len(asked) == 7


def test_the_second_person_sees_a_story_from_its_approval_on_and_not_before(mira: User) -> None:
    rosa = releaser()
    row = sent()
    case = case_for(row)
    case.second = rosa
    case.save()
    for status in (Status.SENT, Status.IN_REVIEW, Status.ASKED, Status.REJECTED):
        Submission.objects.filter(pk=row.pk).update(status=status)
        assert sum(counts_of(rosa).values()) == 0
    Submission.objects.filter(pk=row.pk).update(status=Status.APPROVED)
    assert lines(rosa) == ["The late ice"]
    assert queue(rosa, which=OPEN, page=1, language="en").lines[0].is_second


@pytest.mark.promise("P-22")
def test_nobody_sees_the_list_of_another(mira: User) -> None:
    sent()
    assert lines(moderator("olga")) == []
    chief = User.objects.create(username="chief", password="!", is_superuser=True)
    assert lines(chief) == []


def test_a_role_without_the_permission_sees_nothing_that_was_given_before(mira: User) -> None:
    sent()
    mira.groups.clear()
    assert lines(User.objects.get(pk=mira.pk)) == []


def test_a_line_says_what_was_noticed_and_what_stands_in_the_way(mira: User) -> None:
    sent(telling(text="Call 010-1234-5678 or a@example.org.", uses=()))
    line = queue(mira, which=OPEN, page=1, language="en").lines[0]
    assert dict(line.flags)["phone"] == 1 and dict(line.flags)["mail"] == 1
    assert line.is_blocked
    assert len(line.points) == 2


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, False), (2, True)])
def test_a_story_whose_day_has_passed_is_shown_as_such(
    mira: User, rosa: User, client: Client, days: int, late: bool
) -> None:
    row = sent()
    agreed_by_two(row, mira, rosa)
    Submission.objects.filter(pk=row.pk).update(due_on=clock.today() - timedelta(days=days))
    enter(client, mira)
    listed = client.get("/studio/stories/agreed/").content.decode()
    assert ("its day has passed" in listed) is late
    review = client.get(f"/studio/stories/{case_for(row).pk}/").content.decode()
    assert ("Its day has passed" in review) is late


def test_a_story_that_ended_while_the_list_was_read_is_left_out(mira: User) -> None:
    from farshore.moderation.queries import queue as module

    sent()
    row = sent(telling(title="Gone"))
    true = module._keys

    def late(stories: Any) -> dict[Any, bytes]:
        StoryKey.objects.filter(pk=row.key).delete()
        return true(stories)

    module._keys = late  # type: ignore[assignment]
    try:
        assert lines(mira) == ["The late ice"]
    finally:
        module._keys = true


def test_concerns_are_listed_oldest_first(mira: User) -> None:
    for days in (1, 3, 2):
        with clock.frozen(datetime.now(UTC) - timedelta(days=days)):
            registry.request("concern_story", slug=published(), text="")
    days_open = [(clock.today() - one.day).days for one in concerns_for(mira)]
    assert days_open == [3, 2, 1]
