"""A yes that is taken back or has ended: what it allowed ends at once, and the record says so."""

import dataclasses
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from farshore.intake import queries
from farshore.intake.consent import AGREED, Person, Yes
from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions import losing, narrowing
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import Blocked
from farshore.moderation.models import Act, AuditLine, Clearing, Concern, Crossing
from farshore.moderation.queries import consent
from farshore.moderation.queries.consent import consent_of
from farshore.stories.errors import UnknownStory
from farshore.stories.models import Media, Story
from farshore.vault import queries as vault
from tests.moderation.making import DAY, SECRET, agreed_by_two, picture, rewrite, sent, telling
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)

SITE = Yes("site", DAY)


def public(mira: User, rosa: User, *said: Yes, **more: object) -> Submission:
    """A story that stands on the site by these yeses."""
    row = sent(telling(uses=said, **more))
    agreed_by_two(row, mira, rosa)
    release_story(submission=row.pk)
    row.refresh_from_db()
    return row


def uses(row: Submission) -> list[str]:
    return [yes.use for yes in consent_of(Crossing.objects.get(submission=row)).uses]


def on(day: date) -> datetime:
    return clock.now().replace(year=day.year, month=day.month, day=day.day)


@pytest.mark.promise("P-37")
def test_a_release_records_every_term_and_every_person(mira: User, rosa: User) -> None:
    film = Yes("film", DAY, language="fa", until="2040-01-01", but=("words", "w1"))
    who = Person(SECRET, AGREED, day=DAY)
    row = public(mira, rosa, SITE, film, pictures=(picture(people="agreed", persons=(who,)),))
    crossing = Crossing.objects.get(submission=row)
    found = consent_of(crossing)
    assert found.uses == (SITE, film)
    assert [(one.people, one.covered, one.persons) for one in found.pictures] == [
        ("agreed", False, (who,))
    ]
    assert found.released_on == clock.today().isoformat()
    assert crossing.narrows_on == date(2040, 1, 1)
    assert SECRET.encode() not in bytes(crossing.consent)


def test_what_was_written_before_is_read_as_well(mira: User, rosa: User) -> None:
    row = public(mira, rosa, SITE)
    old = b'[{"use": "site", "day": "2026-01-01", "wording": "2026-11"}]'
    sealed = vault.seal_for(row.key, old, context=consent._CONTEXT)
    Crossing.objects.update(consent=sealed)
    assert consent_of(Crossing.objects.get()).uses == (Yes("site", "2026-01-01"),)


@pytest.mark.promise("P-37")
def test_a_yes_that_is_taken_back_ends_in_public_and_in_what_the_release_rests_on(
    mira: User, rosa: User
) -> None:
    row = public(mira, rosa, SITE, Yes("open_data", DAY), Yes("film", DAY))
    made = registry.request("narrow_story", slug=row.slug, uses={"open_data", "press", "site"})
    assert sorted(Story.objects.get().uses) == ["film", "site"]
    assert sorted(uses(row)) == ["film", "site"]
    assert Clearing.objects.get(pk=made).why == Clearing.Why.NARROWED
    assert not AuditLine.objects.filter(act=Act.YES_ENDED).exists()


def test_taking_a_use_back_that_was_never_given_moves_nothing(mira: User, rosa: User) -> None:
    row = public(mira, rosa, SITE)
    assert registry.request("narrow_story", slug=row.slug, uses={"film"}) is None
    assert uses(row) == ["site"] and not Clearing.objects.exists()


def test_a_story_that_nobody_sent_here_can_lose_a_use_too() -> None:
    slug = published(uses=("site", "open_data"))
    registry.request("narrow_story", slug=slug, uses={"open_data"})
    assert Story.objects.get().uses == ["site"]
    with pytest.raises(UnknownStory):
        registry.request("narrow_story", slug="no-such-story", uses={"film"})


def test_a_hidden_story_loses_a_use_and_keeps_the_ledger_of_its_hiding(
    mira: User, rosa: User
) -> None:
    row = public(mira, rosa, SITE, Yes("open_data", DAY))
    registry.request("hide_story", slug=row.slug)
    registry.request("narrow_story", slug=row.slug, uses={"open_data"})
    assert uses(row) == ["site"]
    assert Clearing.objects.get().why == Clearing.Why.HIDDEN


@pytest.mark.promise("P-37")
def test_a_yes_ends_the_day_after_its_last_and_not_before(mira: User, rosa: User) -> None:
    last = clock.today() + timedelta(days=30)
    row = public(mira, rosa, SITE, Yes("film", DAY, until=last.isoformat()))
    assert narrowing.end_due(on(last)) == 0
    assert narrowing.end_due(on(last + timedelta(days=1))) == 1
    assert uses(row) == ["site"] and Story.objects.get().uses == ["site"]
    assert Crossing.objects.get().narrows_on is None
    line = AuditLine.objects.get(act=Act.YES_ENDED)
    assert line.staff == ""
    assert narrowing.end_due(on(last + timedelta(days=2))) == 0


@pytest.mark.promise("P-37")
def test_without_its_yes_to_the_site_a_story_is_hidden_and_destroyed_later(
    mira: User, rosa: User
) -> None:
    last = clock.today() + timedelta(days=30)
    row = public(mira, rosa, Yes("site", DAY, until=last.isoformat()))
    after = last + timedelta(days=1)
    narrowing.end_due(on(after))
    row.refresh_from_db()
    assert row.status == Status.HIDDEN and Story.objects.get().hidden
    ends = Crossing.objects.get().ends_on
    assert ends == after + timedelta(days=30)
    assert losing.end_lost(on(ends)) == 1
    assert not Submission.objects.exists() and not Story.objects.exists()


def test_a_teller_who_is_back_after_their_yes_ended_leaves_the_team_nothing_to_decide(
    mira: User, rosa: User
) -> None:
    last = clock.today() + timedelta(days=30)
    row = public(mira, rosa, Yes("site", DAY, until=last.isoformat()))
    narrowing.end_due(on(last + timedelta(days=1)))
    registry.request("contest_story", slug=row.slug)
    assert Crossing.objects.get().ends_on is None and not Concern.objects.exists()
    assert losing.end_lost(on(last + timedelta(days=90))) == 0
    assert Story.objects.get().hidden


def test_showing_it_again_is_a_new_yes(mira: User, rosa: User) -> None:
    last = clock.today() - timedelta(days=1)
    row = public(mira, rosa, SITE)
    crossing = Crossing.objects.get()
    ended = consent.Consent((Yes("site", DAY, until=last.isoformat()),))
    crossing.consent, crossing.narrows_on = consent.sealed(row, ended), last
    crossing.save()
    assert narrowing.end_due(clock.now()) == 1
    registry.request("unhide_story", slug=row.slug)
    found = consent_of(Crossing.objects.get())
    assert found.uses == (Yes("site", clock.today().isoformat()),)
    assert Crossing.objects.get().ends_on is None and not Story.objects.get().hidden
    assert narrowing.end_due(clock.now()) == 0


def test_hiding_and_showing_again_does_not_renew_a_yes_that_holds(mira: User, rosa: User) -> None:
    row = public(mira, rosa, SITE)
    registry.request("hide_story", slug=row.slug)
    registry.request("unhide_story", slug=row.slug)
    assert consent_of(Crossing.objects.get()).uses == (SITE,)


@pytest.mark.promise("P-37")
def test_a_story_whose_yes_to_the_site_has_ended_does_not_cross(mira: User, rosa: User) -> None:
    row = sent(telling(uses=(Yes("site", DAY, until=clock.today().isoformat()),)))
    agreed_by_two(row, mira, rosa)
    tomorrow = clock.now() + timedelta(days=1)
    with clock.frozen(tomorrow), pytest.raises(Blocked):
        release_story(submission=row.pk)


@pytest.mark.promise("P-37")
def test_a_picture_that_is_not_for_the_site_does_not_cross(mira: User, rosa: User) -> None:
    row = sent(telling(pictures=(picture(alt="Stays"), picture(alt="Crosses"))))
    told = queries.read(row)
    stays = Yes("site", DAY, but=(told.pictures[0].id,))
    rewrite(row, dataclasses.replace(told, uses=(stays, Yes("search_engines", DAY))))
    agreed_by_two(row, mira, rosa)
    release_story(submission=row.pk)
    assert list(Media.objects.values_list("alt", flat=True)) == ["Crosses"]
