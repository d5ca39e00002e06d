"""Saying yes to more after the release: the teller asks, two people agree, and nothing happens
before."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User

from farshore.intake.consent import Yes
from farshore.intake.models import Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions import widening
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import Changed, NeedsLead, NotNow, NotYours, SamePerson
from farshore.moderation.models import AuditLine, Case, Crossing
from farshore.moderation.queries import queue, wider
from farshore.moderation.queries.consent import consent_of
from farshore.stories.models import RetiredRecord, Story
from tests.moderation.making import DAY, agreed_by_two, moderator, sent, telling
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)

SITE = Yes("site", DAY)


@pytest.fixture
def row(mira: User, rosa: User) -> Submission:
    """A story on the site, for open data too."""
    made = sent(telling(uses=(SITE, Yes("open_data", DAY))))
    agreed_by_two(made, mira, rosa)
    release_story(submission=made.pk)
    made.refresh_from_db()
    return made


def ask(row: Submission, *uses: str) -> None:
    registry.request("widen_story", slug=row.slug, uses=uses, language="fa")


def crossing() -> Crossing:
    return Crossing.objects.get()


def seen() -> str:
    return wider.seen_of(crossing())


def of(row: Submission) -> Any:
    return Case.objects.get(submission=row).pk


@pytest.mark.promise("P-37")
def test_nothing_is_used_for_more_before_two_people_have_agreed(
    row: Submission, mira: User, rosa: User
) -> None:
    ask(row, "film", "press")
    assert sorted(Story.objects.get().uses) == ["open_data", "site"]
    widening.first_yes(case=of(row), by=mira, seen=seen())
    assert sorted(Story.objects.get().uses) == ["open_data", "site"]
    widening.second_yes(case=of(row), by=rosa, seen=seen())
    assert Story.objects.get().uses == ["film", "open_data", "press", "site"]
    said = {yes.use: yes for yes in consent_of(crossing()).uses}
    assert set(said) == {"film", "open_data", "press", "site"}
    assert (said["film"].day, said["film"].language) == (clock.today().isoformat(), "fa")
    assert said["site"] == SITE and not crossing().wider
    acts = AuditLine.objects.filter(act__startswith="wide").order_by("number")
    assert list(acts.values_list("act", "staff")) == [("wider_first", "mira"), ("widened", "rosa")]


def test_a_wider_use_gives_the_story_another_record_and_marks_what_shows_it(
    row: Submission, mira: User, rosa: User
) -> None:
    before = Story.objects.get().record
    ask(row, "search_engines")
    widening.first_yes(case=of(row), by=mira, seen=seen())
    widening.second_yes(case=of(row), by=rosa, seen=seen())
    assert Story.objects.get().record != before
    assert RetiredRecord.objects.filter(pk=before).exists()


def test_one_person_does_not_say_both(row: Submission, mira: User, rosa: User) -> None:
    ask(row, "film")
    mira.user_permissions.add(Permission.objects.get(codename="release"))
    both = User.objects.get(pk=mira.pk)
    widening.first_yes(case=of(row), by=both, seen=seen())
    Case.objects.update(second=both)
    with pytest.raises(SamePerson):
        widening.second_yes(case=of(row), by=both, seen=seen())
    assert sorted(Story.objects.get().uses) == ["open_data", "site"]


def test_the_second_yes_waits_for_the_first(row: Submission, rosa: User) -> None:
    ask(row, "film")
    with pytest.raises(NotNow):
        widening.second_yes(case=of(row), by=rosa, seen=seen())


def test_a_yes_counts_only_for_what_was_on_the_screen(
    row: Submission, mira: User, rosa: User
) -> None:
    ask(row, "film")
    old = seen()
    widening.first_yes(case=of(row), by=mira, seen=old)
    ask(row, "film", "press")  # asked anew: the first yes was to something else
    assert crossing().wider_by is None
    for act, by in ((widening.first_yes, mira), (widening.refuse, rosa)):
        with pytest.raises(Changed):
            act(case=of(row), by=by, seen=old)


def test_a_stranger_decides_nothing(row: Submission) -> None:
    ask(row, "film")
    other = moderator("other")
    for act in (widening.first_yes, widening.second_yes, widening.refuse):
        with pytest.raises(NotYours):
            act(case=of(row), by=other, seen=seen())
        with pytest.raises(NotYours):
            act(case=uuid4(), by=other, seen=seen())


def test_a_refusal_ends_it_and_leaves_everything_as_it_was(row: Submission, rosa: User) -> None:
    ask(row, "film")
    widening.refuse(case=of(row), by=rosa, seen=seen())
    assert not crossing().wider and sorted(Story.objects.get().uses) == ["open_data", "site"]
    with pytest.raises(NotNow):
        widening.refuse(case=of(row), by=rosa, seen=seen())


def test_what_is_taken_back_is_no_longer_asked_for(row: Submission, mira: User) -> None:
    ask(row, "film", "press")
    registry.request("narrow_story", slug=row.slug, uses={"film"})
    assert [yes.use for yes in wider.asked(crossing())] == ["press"]
    registry.request("narrow_story", slug=row.slug, uses={"press"})
    with pytest.raises(NotNow):
        widening.first_yes(case=of(row), by=mira, seen=seen())


@pytest.mark.parametrize("uses", [(), ("open_data",), ("site",), ("no-such-use",)])
def test_of_what_holds_already_or_is_no_use_nothing_is_kept(
    row: Submission, uses: tuple[str, ...]
) -> None:
    ask(row, *uses)
    assert not crossing().wider


def test_what_is_asked_lies_sealed(row: Submission) -> None:
    ask(row, "film")
    assert b"film" not in bytes(crossing().wider) and crossing().wider


def test_of_somebody_under_18_the_lead_says_the_second_yes(
    row: Submission, mira: User, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(row, "film")
    widening.first_yes(case=of(row), by=mira, seen=seen())
    monkeypatch.setattr("farshore.intake.telling.Telling.is_young", True)
    with pytest.raises(NeedsLead):
        widening.second_yes(case=of(row), by=rosa, seen=seen())


def test_it_waits_in_the_list_of_whoever_is_to_answer(
    row: Submission, mira: User, rosa: User
) -> None:
    assert [queue.waiting_for(who) for who in (mira, rosa)] == [0, 0]
    ask(row, "film")
    assert [queue.waiting_for(who) for who in (mira, rosa)] == [1, 0]
    widening.first_yes(case=of(row), by=mira, seen=seen())
    assert [queue.waiting_for(who) for who in (mira, rosa)] == [0, 1]


def test_a_story_that_nobody_sent_here_is_not_widened() -> None:
    slug = published(uses=("site",))
    registry.request("widen_story", slug=slug, uses={"film"}, language="en")
    assert Story.objects.get().uses == ["site"] and not Crossing.objects.get().wider
