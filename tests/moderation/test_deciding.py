"""Two people, exactly what they saw, and nothing in the way: else nothing crosses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from farshore.intake import queries as intake
from farshore.intake.actions.returning import say
from farshore.intake.models import Change, Status, Submission
from farshore.kernel import clock
from farshore.moderation import blocks
from farshore.moderation.actions.asking import propose_cut
from farshore.moderation.actions.deciding import agree, approve, draw_day, send_back
from farshore.moderation.errors import (
    Blocked,
    Changed,
    NotNow,
    NotYours,
    RoadNotAnswered,
    SamePerson,
)
from farshore.moderation.models import Act, AuditLine
from farshore.moderation.queries.content import note, public_places
from farshore.moderation.roles import MODERATORS, RELEASERS
from tests.moderation.making import (
    case_for,
    moderator,
    person,
    picture,
    releaser,
    rewrite,
    seen,
    sent,
    telling,
)
from tests.staff import enter
from tests.stories.making import published

pytestmark = pytest.mark.django_db


def approved(row: Submission, by: User) -> None:
    case = case_for(row)
    approve(case=case.pk, by=by, seen=seen(by, case))
    row.refresh_from_db()


def agreed(row: Submission, by: User, *, road: str = "no") -> bool:
    case = case_for(row)
    done = agree(case=case.pk, by=by, seen=seen(by, case), road=road)
    row.refresh_from_db()
    return done


def test_two_people_agree_and_the_story_waits_for_its_day(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    assert row.status == Status.APPROVED
    assert case_for(row).second == rosa
    assert agreed(row, rosa)
    assert row.status == Status.SCHEDULED
    assert row.due_on is not None and row.due_on > clock.today()


def test_the_second_person_is_told_where_a_story_is_like_no_other(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    at, words = f"/studio/stories/{case_for(row).pk}/", "No other story on the site began where"
    assert words in enter(Client(), rosa).get(at).content.decode()
    assert words not in enter(Client(), mira).get(at).content.decode()
    for number in range(2):
        published(str(number), language="en", waypoints=public_places(intake.read(row)))
    assert words not in enter(Client(), rosa).get(at).content.decode()


def test_each_yes_is_a_line_that_names_who_said_it(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    agreed(row, rosa)
    lines = AuditLine.objects.values_list("staff", "act", "details")
    assert list(lines) == [
        ("mira", Act.APPROVED, "{}"),
        ("rosa", Act.AGREED, '{"road":"no"}'),
    ]


@pytest.mark.parametrize("status", ["asked", "approved", "scheduled", "released", "rejected"])
def test_a_story_is_approved_only_while_it_is_read(mira: User, rosa: User, status: str) -> None:
    row = sent()
    held = seen(mira, case_for(row))
    Submission.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(NotNow):
        approve(case=case_for(row).pk, by=mira, seen=held)


@pytest.mark.parametrize("status", ["sent", "in_review", "asked", "rejected"])
def test_nobody_says_the_second_yes_before_the_first(mira: User, rosa: User, status: str) -> None:
    row = sent()
    approved(row, mira)
    held = seen(rosa, case_for(row))
    Submission.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises((NotYours, NotNow)):
        agree(case=case_for(row).pk, by=rosa, seen=held, road="no")


def test_only_whoever_was_given_a_story_approves_it(mira: User, rosa: User) -> None:
    row = sent()
    other = moderator("olga")
    held = seen(mira, case_for(row))
    for stranger in (other, rosa, person("eva")):
        with pytest.raises(NotYours):
            approve(case=case_for(row).pk, by=stranger, seen=held)


def test_only_the_second_person_who_was_drawn_releases(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    held = seen(rosa, case_for(row))
    for stranger in (mira, releaser("rita"), person("eva")):
        with pytest.raises(NotYours):
            agree(case=case_for(row).pk, by=stranger, seen=held, road="no")


def test_a_role_that_was_taken_away_ends_at_once(mira: User, rosa: User) -> None:
    row = sent()
    held = seen(mira, case_for(row))
    mira.groups.clear()
    with pytest.raises(NotYours):
        approve(case=case_for(row).pk, by=User.objects.get(pk=mira.pk), seen=held)


def test_whoever_approved_is_never_drawn_as_the_second(rosa: User) -> None:
    both = person("bo", MODERATORS, RELEASERS)
    row = sent()
    approved(row, both)
    assert case_for(row).second == rosa


@pytest.mark.promise("P-10")
def test_one_person_cannot_be_both_even_when_handed_the_story(rosa: User) -> None:
    both = person("bo", MODERATORS, RELEASERS)
    row = sent()
    approved(row, both)
    case = case_for(row)
    case.second = both
    case.save()
    with pytest.raises(SamePerson):
        agreed(row, both)


@pytest.mark.promise("P-10")
def test_without_another_person_the_story_waits(db: None) -> None:
    both = person("bo", MODERATORS, RELEASERS)
    row = sent()
    approved(row, both)
    assert case_for(row).second is None


@pytest.mark.promise("P-10")
def test_a_team_of_one_releases_alone_and_the_log_says_so(settings: Any) -> None:
    settings.TEAM_OF_ONE = True
    both = person("bo", MODERATORS, RELEASERS)
    row = sent()
    approved(row, both)
    assert agreed(row, both)
    line = AuditLine.objects.get(act=Act.AGREED)
    assert (line.staff, line.details) == ("bo", '{"alone":true,"road":"no"}')


def test_a_team_of_one_that_has_a_second_person_asks_them(settings: Any, rosa: User) -> None:
    settings.TEAM_OF_ONE = True
    both = person("bo", MODERATORS, RELEASERS)
    row = sent()
    approved(row, both)
    assert case_for(row).second == rosa


@pytest.mark.promise("P-07")
@pytest.mark.parametrize("answer", ["", "maybe", "YES"])
def test_the_question_about_the_road_is_answered_every_time(
    mira: User, rosa: User, answer: str
) -> None:
    row = sent()
    approved(row, mira)
    with pytest.raises(RoadNotAnswered):
        agreed(row, rosa, road=answer)
    row.refresh_from_db()
    assert row.status == Status.APPROVED


@pytest.mark.promise("P-07")
def test_a_road_in_use_sends_the_story_back(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    assert not agreed(row, rosa, road="yes")
    assert row.status == Status.IN_REVIEW
    assert case_for(row).second is None
    assert AuditLine.objects.latest("number").details == '{"road":"yes"}'


def test_a_story_is_sent_back_with_a_word_and_read_again(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    send_back(case=case_for(row).pk, by=rosa, note="Look at the second place.")
    row.refresh_from_db()
    case = case_for(row)
    assert row.status == Status.IN_REVIEW
    assert note(case) == "Look at the second place."
    assert b"second place" not in bytes(case.note)
    assert (case.approved_by, case.second, bytes(case.agreed)) == (None, None, b"")


def test_a_story_that_waits_for_its_day_is_called_back(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    agreed(row, rosa)
    send_back(case=case_for(row).pk, by=rosa, note="")
    row.refresh_from_db()
    assert (row.status, row.due_on) == (Status.IN_REVIEW, None)


def test_the_first_yes_counts_only_for_what_was_on_the_screen(mira: User, rosa: User) -> None:
    row = sent()
    held = seen(mira, case_for(row))
    rewrite(row, telling(title="Another title"))
    with pytest.raises(Changed):
        approve(case=case_for(row).pk, by=mira, seen=held)


@pytest.mark.promise("P-10")
def test_the_second_yes_counts_only_for_what_was_approved(mira: User, rosa: User) -> None:
    """The words were changed behind everybody's back, after the approval and before the look."""
    row = sent()
    approved(row, mira)
    rewrite(row, telling(title="Another title"))
    with pytest.raises(Changed):
        agreed(row, rosa)


def test_a_teller_who_writes_after_the_approval_is_heard_first(mira: User, rosa: User) -> None:
    row = sent()
    approved(row, mira)
    say(row=row, text="Please wait.", from_team=False)
    with pytest.raises(Changed):
        agreed(row, rosa)


def test_a_picture_that_was_exchanged_is_noticed(mira: User, rosa: User) -> None:
    row = sent(telling(pictures=(picture(),)))
    held = seen(mira, case_for(row))
    row.pictures.update(blob="0" * 32)
    with pytest.raises(Changed):
        approve(case=case_for(row).pk, by=mira, seen=held)


def test_a_rule_that_became_stricter_between_look_and_yes_is_noticed(
    mira: User, rosa: User, settings: Any
) -> None:
    row = sent()
    held = seen(mira, case_for(row))
    settings.SMALLEST_PLACE = 10_000_000
    with pytest.raises(Changed):
        approve(case=case_for(row).pk, by=mira, seen=held)


BLOCKED = [
    (blocks.NO_SITE, {"uses": ()}),
    (blocks.PEOPLE, {"pictures": (picture(people="not_asked"),)}),
    (blocks.PEOPLE, {"pictures": (picture(people=""),)}),
    (blocks.PEOPLE, {"pictures": (picture(people="covered"),)}),
    (blocks.PEOPLE, {"pictures": (picture(), picture(people="not_asked"))}),
    (blocks.NOTHING, {"text": "", "waypoints": ()}),
]


@pytest.mark.promise("P-12")
@pytest.mark.parametrize("reason, told", BLOCKED)
def test_what_must_not_be_public_cannot_be_approved(
    mira: User, rosa: User, reason: str, told: dict[str, Any]
) -> None:
    row = sent(telling(**told))
    with pytest.raises(Blocked) as refusal:
        approved(row, mira)
    assert refusal.value.reasons == (reason,)


@pytest.mark.parametrize(
    "people, painted", [("nobody", False), ("agreed", False), ("covered", True)]
)
def test_a_picture_of_nobody_of_the_willing_or_of_the_covered_may_pass(
    mira: User, rosa: User, people: str, painted: bool
) -> None:
    row = sent(telling(pictures=(picture(people=people, painted=painted),)))
    approved(row, mira)
    assert row.status == Status.APPROVED


@pytest.mark.promise("P-11")
def test_a_change_that_the_teller_has_not_answered_blocks(mira: User, rosa: User) -> None:
    row = sent()
    propose_cut(case=case_for(row).pk, by=mira, where="text", text="First.")
    row.refresh_from_db()
    assert row.status == Status.ASKED
    Submission.objects.filter(pk=row.pk).update(status=Status.IN_REVIEW)
    with pytest.raises(Blocked) as refusal:
        approved(row, mira)
    assert refusal.value.reasons == (blocks.OPEN_CHANGE,)
    Change.objects.update(state=Change.State.DECLINED)
    approved(row, mira)
    assert row.status == Status.APPROVED


def test_the_day_is_drawn_within_the_bounds(db: None, settings: Any) -> None:
    settings.RELEASE_DAYS = (1, 7)
    today = date(2026, 11, 25)
    drawn = {draw_day(today) - today for _ in range(400)}
    assert drawn == {timedelta(days=count) for count in range(1, 8)}


def test_a_story_joins_a_batch_that_is_set_already(db: None, settings: Any) -> None:
    settings.RELEASE_DAYS = (1, 7)
    today, batch = date(2026, 11, 25), date(2026, 11, 29)
    row = sent(assign=False)
    Submission.objects.filter(pk=row.pk).update(status=Status.SCHEDULED, due_on=batch)
    assert {draw_day(today) for _ in range(50)} == {batch}
    Submission.objects.filter(pk=row.pk).update(due_on=date(2026, 12, 20))
    assert len({draw_day(today) for _ in range(50)}) > 1


def test_the_day_is_that_of_the_houses_own_time_zone(mira: User, rosa: User, settings: Any) -> None:
    settings.TIME_ZONE, settings.RELEASE_DAYS = "Asia/Seoul", (1, 1)
    with clock.frozen(datetime(2026, 11, 25, 20, 0, tzinfo=UTC)):  # the 26th in Seoul
        row = sent()
        approved(row, mira)
        agreed(row, rosa)
    assert row.due_on == date(2026, 11, 27)
