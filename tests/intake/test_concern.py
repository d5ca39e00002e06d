"""Somebody is in a story: it is hidden first, nothing is asked, and a flood is noticed."""

import logging
import re

import pytest
from django.test import Client

from farshore.intake.views import concern, limits
from farshore.moderation.models import Concern
from farshore.stories.models import Story
from tests.intake.making import SECRET, Teller
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)


def _of(slug: str) -> str:
    return f"/return/relative/{slug}/"


def _from(client: str) -> Teller:
    return Teller(client=Client(headers={"X-Farshore-Client": client}))


def test_looking_at_the_form_hides_nothing(teller: Teller) -> None:
    slug = published()
    teller.get(_of(slug))
    assert teller.heading == "I am in this story, or my relative is"
    assert "hidden first" in teller.page
    assert not Story.objects.get().hidden


@pytest.mark.promise("P-20")
def test_one_press_hides_the_story_at_once_without_a_word(teller: Teller) -> None:
    slug = published()
    assert teller.post(_of(slug)).heading == "It is being hidden"
    assert Story.objects.get().hidden


@pytest.mark.promise("P-20")
def test_what_was_written_is_sealed(teller: Teller) -> None:
    slug = published()
    teller.post(_of(slug), text=f"{SECRET} is my mother.")
    assert SECRET.encode() not in bytes(Concern.objects.get().sealed)
    assert SECRET not in teller.page


@pytest.mark.parametrize("state", ["shown", "hidden", "unknown"])
def test_the_answer_does_not_tell_what_the_address_stands_for(state: str) -> None:
    slug = "lamp-lamp-lamp" if state == "unknown" else published()
    if state == "hidden":
        Story.objects.update(hidden=True)
    for ask in ("get", "post"):
        answered, other = (
            getattr(Teller(), ask)(_of(slug)),
            getattr(Teller(), ask)(_of("never-was")),
        )
        assert answered.status == other.status == 200
        plain = [_without(one.page, name) for one, name in ((answered, slug), (other, "never-was"))]
        assert plain[0] == plain[1]


def _without(page: str, slug: str) -> str:
    return re.sub(r'name="nonce" value="[^"]*"', "", page.replace(slug, "…"))


def test_words_that_are_too_many_are_still_there_and_nothing_is_hidden(teller: Teller) -> None:
    slug = published()
    teller.post(_of(slug), text="x" * (concern.LONGEST + 1))
    assert "not hidden yet" in teller.errors[0] and "x" * 5000 in teller.page
    assert not Story.objects.get().hidden


def test_one_client_hides_three_stories_an_hour_and_no_more() -> None:
    slugs = [published(f"Story {n}") for n in range(5)]
    teller = _from("one")
    assert [teller.post(_of(slug), text="Me").status for slug in slugs] == [200] * 3 + [429] * 2
    assert "not hidden yet" in teller.errors[0] and ">\nMe</textarea>" in teller.page
    assert Story.objects.filter(hidden=True).count() == 3
    assert _from("another").post(_of(slugs[4])).status == 200
    assert Story.objects.filter(hidden=True).count() == 4


def test_whoever_cannot_be_told_apart_is_never_refused() -> None:
    for number in range(5):
        assert Teller().post(_of(published(f"Story {number}"))).status == 200
    assert Story.objects.filter(hidden=True).count() == 5


def test_a_flood_is_noticed_and_nobody_is_refused_for_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    for number in range(21):
        slug = published(f"Story {number}")
        assert _from(f"client {number}").post(_of(slug)).status == 200
    said = [record.getMessage() for record in caplog.records if record.name == concern.__name__]
    assert [line.split(" requests")[0] for line in said] == ["5", "10", "20"]
    assert not any("client" in line or "story-" in line for line in said)
    assert Story.objects.filter(hidden=True).count() == 21


def test_a_quiet_day_raises_no_alarm() -> None:
    burst = limits.Burst(least=5, seconds=3600.0)
    assert [burst.another(now=hour * 3600.0) for hour in range(30)] == [0] * 30


def test_another_site_cannot_have_a_story_hidden() -> None:
    slug = published()
    stranger = Teller(client=Client(headers={"Sec-Fetch-Site": "cross-site"})).post(_of(slug))
    assert stranger.status == 403 and not Story.objects.get().hidden


@pytest.mark.parametrize("slug", ["no slug", "..", "a%2Fb"])
def test_what_is_no_slug_is_no_page(client: Client, slug: str) -> None:
    assert client.get(f"/return/relative/{slug}/").status_code == 404
