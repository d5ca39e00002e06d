"""What is not released ends on a day that its teller knows, and not while they are writing."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from farshore.intake import actions, retention
from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions.asking import reject
from farshore.moderation.actions.lapsing import end_lapsed
from farshore.moderation.models import Act, AuditLine
from farshore.vault.models import StoryKey
from tests.intake.making import Teller
from tests.intake.making import sent as told
from tests.moderation.making import SECRET, case_for, sent
from tests.staff import enter

pytestmark = pytest.mark.django_db(transaction=True)

UNDECIDED = ("sent", "in_review", "asked", "approved", "hidden")


def aged(row: Submission, days: int, status: str = "sent") -> Submission:
    """The story as it stands so many days after its teller last wrote."""
    day = clock.today() - timedelta(days=days)
    Submission.objects.filter(pk=row.pk).update(changed_on=day, status=status)
    row.refresh_from_db()
    return row


def exists(row: Submission) -> bool:
    return Submission.objects.filter(pk=row.pk).exists()


@pytest.mark.promise("P-40")
@pytest.mark.parametrize(("status", "days"), [*((one, 365) for one in UNDECIDED), ("rejected", 60)])
def test_it_is_destroyed_on_its_day_and_not_before(status: str, days: int) -> None:
    row = aged(sent(), days - 1, status)
    assert retention.ends_on(row) == clock.today() + timedelta(days=1)
    assert end_lapsed(clock.now()) == 0 and exists(row)
    aged(row, days, status)
    assert end_lapsed(clock.now()) == 1 and not exists(row)
    assert not StoryKey.objects.filter(pk=row.key).exists()
    line = AuditLine.objects.get(act=Act.LAPSED)
    assert line.staff == "" and SECRET not in line.details


@pytest.mark.parametrize("status", ["scheduled", "released", "withdrawn"])
def test_what_waits_for_its_day_or_is_public_has_no_clock(status: str) -> None:
    row = aged(sent(), 5000, status)
    assert retention.ends_on(row) is None
    assert end_lapsed(clock.now()) == 0 and exists(row)


def test_a_house_can_keep_them(settings: Any) -> None:
    settings.UNDECIDED_DAYS = settings.REJECTED_DAYS = 0
    rows = [aged(sent(), 5000, status) for status in (*UNDECIDED, "rejected")]
    assert end_lapsed(clock.now()) == 0
    assert all(retention.ends_on(row) is None for row in rows)


@pytest.mark.promise("P-40")
def test_whoever_writes_starts_the_clock_again() -> None:
    mine, row = told()
    aged(row, 364, "asked")
    actions.answer(keys=mine, text="I am still here.")
    row.refresh_from_db()
    assert retention.ends_on(row) == clock.today() + timedelta(days=365)


@pytest.mark.promise("P-40")
def test_a_story_that_its_teller_has_open_stays() -> None:
    mine, row = told()
    aged(row, 365)
    actions.reopen(keys=mine)
    assert end_lapsed(clock.now()) == 0 and exists(row)
    actions.destroy(keys=mine)
    assert end_lapsed(clock.now()) == 1


def test_whoever_is_turned_away_has_the_days_to_answer(mira: User, rosa: User) -> None:
    row = aged(sent(), 300)
    reject(case=case_for(row).pk, by=mira, reason="Not this one.")
    row.refresh_from_db()
    assert row.status == Status.REJECTED
    assert retention.ends_on(row) == clock.today() + timedelta(days=60)


def test_its_teller_reads_the_day(settings: Any) -> None:
    mine, row = told()
    aged(row, 0)
    teller = Teller().post("/return/", hand=mine.hand(), go="status", nonce="n")
    assert "it is destroyed on" in teller.page
    settings.UNDECIDED_DAYS = 0
    teller.post("/return/", hand=mine.hand(), go="status", nonce="n")
    assert "it is destroyed on" not in teller.page


def test_the_team_sees_what_ends_soon(mira: User, rosa: User) -> None:
    row = sent()
    client = enter(Client(), mira)
    queue = reverse("moderation:queue")
    assert "destroyed on" not in client.get(queue).content.decode()
    aged(row, 340)
    assert "destroyed on" in client.get(queue).content.decode()
    page = client.get(reverse("moderation:review", args=[case_for(row).pk])).content.decode()
    assert "If nobody decides and its teller does not write" in page


def test_the_clock_is_asked_about_whole_days_only() -> None:
    row = aged(sent(), 365)
    before = datetime.combine(date(2000, 1, 1), datetime.min.time(), clock.now().tzinfo)
    assert end_lapsed(before) == 0 and exists(row)
