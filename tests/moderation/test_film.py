"""The film's days are set by whoever answers for the film; a story waits for its embargo."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from farshore.intake.models import FilmDays, Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions.deciding import agree, approve
from farshore.moderation.actions.film import hold_until, set_days
from farshore.moderation.actions.releasing import release_due, release_story
from farshore.moderation.errors import BadDay, NoTitle, NotNow, NotYours
from farshore.moderation.models import Act, AuditLine
from farshore.moderation.queries.queue import queue
from farshore.moderation.roles import FILM_TEAM
from tests.moderation.making import (
    agreed_by_two,
    case_for,
    moderator,
    overseer,
    person,
    seen,
    sent,
)
from tests.staff import enter

pytestmark = pytest.mark.django_db

LAST, LATER = date(2031, 5, 3), date(2031, 6, 1)


@pytest.fixture
def fiona(db: None) -> User:
    """Answers for the film."""
    return person("fiona", FILM_TEAM)


def days(fiona: User, **more: Any) -> FilmDays:
    given = {"title": "The Lamp", "finished_on": LAST, "embargo_until": None}
    return set_days(by=fiona, **(given | more))


def test_the_days_are_kept_and_the_log_has_them(fiona: User) -> None:
    row = days(fiona)
    assert (row.finished_on, row.was, row.changed_on) == (LAST, None, None)
    line = AuditLine.objects.get(act=Act.FILM_DAYS)
    assert json.loads(line.details) == {"finished": "2031-05-03", "embargo": ""}
    assert "Lamp" not in line.details


def test_a_moved_day_leaves_the_day_before_and_when(fiona: User) -> None:
    row = days(fiona)
    days(fiona, film=row.pk, embargo_until=LAST)
    row.refresh_from_db()
    assert row.changed_on is None
    days(fiona, film=row.pk, finished_on=LATER)
    row.refresh_from_db()
    assert (row.finished_on, row.was, row.changed_on) == (LATER, LAST, clock.today())


def test_a_film_has_a_title_of_its_own(fiona: User) -> None:
    days(fiona)
    for title in ("", "  ", "The Lamp"):
        with pytest.raises(NoTitle):
            days(fiona, title=title)
    with pytest.raises(NotYours):
        days(fiona, title="Other", film=uuid4())


def test_only_whoever_answers_for_the_film_sets_its_days(mira: User, rosa: User) -> None:
    for stranger in (mira, rosa, overseer(), person("eva", "Editors")):
        with pytest.raises(NotYours):
            days(stranger)
        client = enter(Client(), stranger)
        assert client.post(reverse("moderation:film"), {"title": "Mine"}).status_code == 404
    assert not FilmDays.objects.exists()


def test_the_screen_keeps_what_was_typed_when_a_day_cannot_be_read(fiona: User) -> None:
    client, address = enter(Client(), fiona), reverse("moderation:film")
    form = {"title": "The Lamp", "finished_on": "3 May", "embargo_until": ""}
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "Nothing was changed." in answer.content.decode()
    assert 'value="The Lamp"' in answer.content.decode()
    assert client.post(address, {**form, "finished_on": "2031-05-03"}).status_code == 302
    page = client.get(address).content.decode()
    assert "The Lamp" in page and 'value="2031-05-03"' in page
    assert client.post(address, {**form, "film": "x"}).status_code == 404
    assert client.post(address, {**form, "film": uuid4().hex}).status_code in {404, 409}
    assert client.put(address).status_code == 405


def test_its_menu_is_shown_to_whoever_answers_for_the_film(fiona: User, mira: User) -> None:
    address = reverse("moderation:film")
    assert address in enter(Client(), fiona).get("/studio/").content.decode()
    assert address not in enter(Client(), mira).get("/studio/").content.decode()


# --- a story that is not public before a day -----------------------------------------------------


def soon(days: int = 40) -> date:
    return clock.today() + timedelta(days=days)


@pytest.mark.parametrize("at_once", [False, True])
def test_no_day_is_drawn_before_it(mira: User, rosa: User, settings: Any, at_once: bool) -> None:
    settings.RELEASE_AT_ONCE = at_once
    row = sent()
    hold_until(case=case_for(row).pk, by=mira, day=soon())
    agreed_by_two(row, mira, rosa)
    assert row.status == Status.SCHEDULED
    assert row.due_on is not None and row.due_on >= soon()


def test_it_does_not_cross_before_even_where_its_batch_is_due(mira: User, rosa: User) -> None:
    row = sent()
    agreed_by_two(row, mira, rosa)
    other = sent()
    agreed_by_two(other, mira, rosa)
    Submission.objects.filter(pk=row.pk).update(not_before=soon())
    noon = datetime.combine(soon(30), datetime.min.time(), UTC) + timedelta(hours=23)
    assert release_due(noon) == 1
    with pytest.raises(NotNow):
        release_story(submission=row.pk)
    row.refresh_from_db()
    assert row.status == Status.SCHEDULED and not row.slug


def test_it_crosses_on_its_day(
    mira: User, rosa: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RELEASE_AT_ONCE = True
    row = sent()
    hold_until(case=case_for(row).pk, by=mira, day=soon())
    agreed_by_two(row, mira, rosa)
    noon = datetime.combine(soon(), datetime.min.time(), UTC) + timedelta(hours=12)
    assert release_due(noon - timedelta(days=1)) == 0
    monkeypatch.setattr(clock, "now", lambda: noon)
    assert release_due(noon) == 1


def test_only_whoever_reads_it_sets_it_and_not_once_two_have_agreed(mira: User, rosa: User) -> None:
    row = sent()
    case = case_for(row).pk
    for stranger in (rosa, moderator("olga"), person("fiona", FILM_TEAM)):
        with pytest.raises(NotYours):
            hold_until(case=case, by=stranger, day=soon())
    for bad in (clock.today(), clock.today() - timedelta(days=1)):
        with pytest.raises(BadDay):
            hold_until(case=case, by=mira, day=bad)
    hold_until(case=case, by=mira, day=soon())
    hold_until(case=case, by=mira, day=None)
    row.refresh_from_db()
    assert row.not_before is None
    assert AuditLine.objects.filter(act=Act.HELD_UNTIL, details="{}").count() == 2
    agreed_by_two(row, mira, rosa)
    with pytest.raises(NotNow):
        hold_until(case=case, by=mira, day=soon())


def test_the_lists_of_both_show_it(mira: User, rosa: User) -> None:
    row = sent()
    case = case_for(row)
    hold_until(case=case.pk, by=mira, day=soon())
    approve(case=case.pk, by=mira, seen=seen(mira, case))
    (line,) = queue(rosa, which="open", page=1, language="en").lines
    assert line.not_before == soon()
    page = enter(Client(), rosa).get(reverse("moderation:queue")).content.decode()
    assert "not before" in page
    Submission.objects.update(not_before=clock.today())
    (line,) = queue(rosa, which="open", page=1, language="en").lines
    assert line.not_before is None
    agree(case=case.pk, by=rosa, seen=seen(rosa, case), road="no")


def test_a_moderator_sets_it_on_the_storys_page(mira: User) -> None:
    row = sent()
    case, client = case_for(row), enter(Client(), mira)
    address = reverse("moderation:hold_until", args=[case.pk])
    assert client.post(address, {"day": "soon"}).status_code == 409
    assert client.post(address, {"day": soon().isoformat()}).status_code == 302
    page = client.get(reverse("moderation:review", args=[case.pk])).content.decode()
    assert "It is not released before" in page and f'value="{soon().isoformat()}"' in page
    assert client.post(address, {"day": ""}).status_code == 302
    row.refresh_from_db()
    assert row.not_before is None
