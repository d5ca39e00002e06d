"""A lost code: hidden at once, destroyed later, and never against whoever has the code."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.hiding import close_concern, show_again
from farshore.moderation.actions.losing import contest, end_later, end_lost
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NotNow, NotYours
from farshore.moderation.models import Act, AuditLine, Concern, Crossing
from farshore.moderation.queries.log import verify_chain
from farshore.stories.models import Story
from farshore.vault.models import StoryKey
from tests.intake.making import Teller, days_later, drafted
from tests.moderation.making import agreed_by_two, case_for, person, sent
from tests.staff import enter
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)

LOST = Concern.About.LOST_CODE
NOW = clock.now()


@pytest.fixture
def story(mira: User, rosa: User) -> Submission:
    """A story on the site that somebody sent here."""
    row = sent()
    agreed_by_two(row, mira, rosa)
    release_story(submission=row.pk)
    row.refresh_from_db()
    return row


def lose(row: Submission) -> Concern:
    """Its teller says that the code is lost."""
    Teller().post(f"/return/relative/{row.slug}/", text="It is mine.", mine="yes")
    return Concern.objects.get(about=LOST)


def ends_on(row: Submission) -> Any:
    return Crossing.objects.get(submission=row).ends_on


def test_the_story_is_hidden_at_once_and_waits_for_a_decision(story: Submission) -> None:
    found = lose(story)
    assert found.about == LOST and Story.objects.get().hidden
    assert ends_on(story) is None
    assert end_lost(days_later(400)) == 0 and Story.objects.exists()


def test_without_the_tick_it_is_about_somebody_in_it(story: Submission) -> None:
    Teller().post(f"/return/relative/{story.slug}/", text="My mother.")
    assert Concern.objects.get().about == Concern.About.IN_IT


@pytest.mark.promise("P-33")
def test_it_is_destroyed_on_its_day_and_not_before(story: Submission, mira: User) -> None:
    end_later(concern=lose(story), by=mira)
    assert ends_on(story) == clock.today() + timedelta(days=30)
    assert end_lost(days_later(29)) == 0 and Story.objects.get().hidden
    assert end_lost(days_later(30)) == 1
    assert not Story.objects.exists() and not Submission.objects.exists()
    assert not StoryKey.objects.exists()
    acts = list(AuditLine.objects.order_by("number").values_list("staff", "act"))
    assert acts[-2:] == [("mira", Act.ENDS_LATER), ("", Act.ENDED)]
    verify_chain()
    assert end_lost(days_later(31)) == 0


@pytest.mark.promise("P-33")
def test_whoever_uses_the_code_keeps_the_story(story: Submission, mira: User) -> None:
    mine = drafted()
    Submission.objects.filter(pk=story.pk).update(find=mine.find_id())
    lines = AuditLine.objects.count()
    end_later(concern=lose(story), by=mira)
    answer = Teller().post("/return/", hand=mine.hand(), go="status")
    assert "off the site for now" in answer.page and ends_on(story) is None
    assert end_lost(days_later(400)) == 0 and Story.objects.get().hidden
    assert Concern.objects.get().about == Concern.About.CONTESTED  # the team decides once more
    assert "contested" not in {line.act for line in AuditLine.objects.all()}
    assert AuditLine.objects.count() == lines + 3  # hidden, decided, to be destroyed
    contest(slug=story.slug)
    assert Concern.objects.count() == 1


def test_the_page_behind_the_code_is_the_same_whether_it_was_to_be_destroyed(
    story: Submission, mira: User
) -> None:
    mine = drafted()
    Submission.objects.filter(pk=story.pk).update(find=mine.find_id())
    found = lose(story)

    def page() -> str:
        teller = Teller().post("/return/", hand=mine.hand(), go="status")
        return teller.page.replace(teller.field("nonce"), "")

    before = page()
    end_later(concern=found, by=mira)
    assert page() == before


def test_shown_again_it_is_not_destroyed(story: Submission, mira: User) -> None:
    end_later(concern=lose(story), by=mira)
    assert show_again(slug=story.slug, by=mira)
    assert ends_on(story) is None and end_lost(days_later(400)) == 0
    assert not Story.objects.get().hidden


def test_another_concern_that_ends_well_brings_it_back(story: Submission, mira: User) -> None:
    end_later(concern=lose(story), by=mira)
    Teller().post(f"/return/relative/{story.slug}/", text="Me.")
    close_concern(concern=Concern.objects.get(), by=mira, show=True)
    assert ends_on(story) is None


def test_a_story_that_nobody_sent_here_has_no_code_to_lose(mira: User) -> None:
    slug = published()
    registry.request("concern_story", slug=slug, text="", lost_code=True)
    with pytest.raises(NotNow):
        end_later(concern=Concern.objects.get(), by=mira)
    assert Concern.objects.exists() and Story.objects.exists()
    page = enter(Client(), mira).get(f"/studio/stories/concerns/{Concern.objects.get().pk}/")
    assert 'value="end"' not in page.content.decode()


def test_only_the_team_decides(story: Submission) -> None:
    found = lose(story)
    with pytest.raises(NotYours):
        end_later(concern=found, by=person("eva", "Editors"))
    assert ends_on(story) is None


def test_the_studio_says_what_it_is_about_and_until_when(story: Submission, mira: User) -> None:
    found = lose(story)
    client, at = enter(Client(), mira), f"/studio/stories/concerns/{found.pk}/"
    page = client.get(at).content.decode()
    assert "its code is lost" in page and "destroyed in 30 days" in page
    answer = client.post(at, {"decision": "end"}, follow=True)
    assert "Decided." in answer.content.decode()
    assert ends_on(story) is not None
    review = client.get(f"/studio/stories/{case_for(story).pk}/").content.decode()
    assert "Its code is said to be lost: it is destroyed on" in review


def test_one_that_cannot_be_destroyed_just_now_is_tried_again(
    story: Submission, mira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_later(concern=lose(story), by=mira)

    def broken(**_given: Any) -> None:
        raise RuntimeError("the disk has gone")

    with monkeypatch.context() as patched:
        patched.setattr("farshore.moderation.actions.losing.withdraw_story", broken)
        with pytest.raises(RuntimeError):
            end_lost(days_later(30))
    story.refresh_from_db()
    assert story.status == Status.HIDDEN and Act.ENDED not in set(
        AuditLine.objects.values_list("act", flat=True)
    )
    assert end_lost(days_later(30)) == 1
