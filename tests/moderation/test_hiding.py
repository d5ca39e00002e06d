"""Off the site at once, whoever asks; back only by whoever hid it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from farshore.intake import errors as intake
from farshore.intake.models import Status, Submission
from farshore.kernel.registry import registry
from farshore.moderation.actions.hiding import close_concern, hide_now, show_again
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NotNow, NotYours
from farshore.moderation.models import Act, AuditLine, Concern, Crossing
from farshore.moderation.queries.public import words_of
from farshore.moderation.queries.queue import concerns_for
from farshore.press.models import Address
from farshore.stories.errors import UnknownStory
from farshore.stories.models import Story
from farshore.vault.errors import Shredded
from farshore.vault.models import StoryKey
from tests.moderation.making import agreed_by_two, moderator, overseer, person, releaser, sent
from tests.stories.making import published

pytestmark = pytest.mark.django_db

Public = Callable[[], Submission]


@pytest.fixture
def public(mira: User, rosa: User) -> Public:
    """Makes a story that was sent here and stands on the site."""

    def make() -> Submission:
        row = sent()
        agreed_by_two(row, mira, rosa)
        release_story(submission=row.pk)
        row.refresh_from_db()
        Address.objects.all().delete()
        return row

    return make


def stands(slug: str) -> bool:
    return not Story.objects.get(slug=slug).hidden


def test_its_teller_hides_a_story_and_shows_it_again(public: Public) -> None:
    row = public()
    registry.request("hide_story", slug=row.slug)
    row.refresh_from_db()
    assert not stands(row.slug) and row.status == Status.HIDDEN
    assert Address.objects.filter(address=f"/stories/{row.slug}/", touch__isnull=False).exists()
    registry.request("unhide_story", slug=row.slug)
    row.refresh_from_db()
    assert stands(row.slug) and row.status == Status.RELEASED


@pytest.mark.promise("P-21")
def test_what_a_teller_does_writes_no_line(public: Public) -> None:
    row = public()
    before = AuditLine.objects.count()
    registry.request("hide_story", slug=row.slug)
    registry.request("unhide_story", slug=row.slug)
    assert AuditLine.objects.count() == before


def test_a_teller_cannot_show_what_the_team_hid(public: Public, mira: User) -> None:
    row = public()
    hide_now(slug=row.slug, by=mira)
    with pytest.raises(intake.NotNow):
        registry.request("unhide_story", slug=row.slug)
    assert not stands(row.slug)


@pytest.mark.promise("P-15")
def test_the_team_cannot_show_what_its_teller_hid(public: Public, mira: User) -> None:
    row = public()
    registry.request("hide_story", slug=row.slug)
    assert not show_again(slug=row.slug, by=mira)
    hide_now(slug=row.slug, by=mira)
    assert not show_again(slug=row.slug, by=mira)
    assert not stands(row.slug)
    registry.request("unhide_story", slug=row.slug)
    assert stands(row.slug)


def test_anybody_who_reads_or_releases_may_hide_any_story(public: Public) -> None:
    row = public()
    for stranger in (moderator("olga"), releaser("rita")):
        hide_now(slug=row.slug, by=stranger)
        assert not stands(row.slug)
        assert show_again(slug=row.slug, by=stranger)
        assert stands(row.slug)


def test_nobody_else_hides_or_shows(public: Public) -> None:
    row = public()
    for stranger in (person("eva"), overseer()):
        with pytest.raises(NotYours):
            hide_now(slug=row.slug, by=stranger)
        with pytest.raises(NotYours):
            show_again(slug=row.slug, by=stranger)
    assert stands(row.slug)


def test_hiding_twice_is_one_line_and_no_error(public: Public, mira: User) -> None:
    row = public()
    hide_now(slug=row.slug, by=mira)
    hide_now(slug=row.slug, by=mira)
    assert AuditLine.objects.filter(act=Act.HIDDEN, staff="mira").count() == 1


def test_a_story_that_nobody_sent_here_is_hidden_and_shown_as_well(mira: User) -> None:
    slug = published("Imported")
    hide_now(slug=slug, by=mira)
    assert not stands(slug)
    assert show_again(slug=slug, by=mira)
    assert stands(slug)


def test_an_unknown_story_is_refused_and_leaves_nothing(mira: User) -> None:
    with pytest.raises(UnknownStory):
        hide_now(slug="no-such-story", by=mira)
    assert not Crossing.objects.exists()


def concern(slug: str, text: str = "That is my brother.") -> None:
    registry.request("concern_story", slug=slug, text=text)


@pytest.mark.promise("P-20")
def test_whoever_is_in_a_story_has_it_hidden_before_anybody_asks(
    public: Public, mira: User
) -> None:
    row = public()
    concern(row.slug)
    row.refresh_from_db()
    assert not stands(row.slug) and row.status == Status.HIDDEN
    found = concerns_for(mira).get()
    assert words_of(found) == "That is my brother."
    assert b"brother" not in bytes(found.sealed)
    assert AuditLine.objects.latest("number").act == Act.CONCERN


def test_a_teller_cannot_show_it_while_that_is_undecided(public: Public, mira: User) -> None:
    row = public()
    concern(row.slug)
    with pytest.raises(intake.NotNow):
        registry.request("unhide_story", slug=row.slug)
    with pytest.raises(NotNow):
        show_again(slug=row.slug, by=mira)
    assert not stands(row.slug)


@pytest.mark.parametrize("slug", ["no-such-story", "", "../etc"])
def test_an_unknown_story_is_answered_alike(public: Public, slug: str) -> None:
    row = public()
    assert concern(slug) is concern(row.slug)  # type: ignore[func-returns-value]
    assert Concern.objects.count() == 1


@pytest.mark.promise("P-20")
@pytest.mark.parametrize("show", [True, False])
def test_a_decision_destroys_what_was_written(public: Public, mira: User, show: bool) -> None:
    row = public()
    concern(row.slug)
    found = Concern.objects.get()
    close_concern(concern=found, by=mira, show=show)
    assert stands(row.slug) is show
    assert not Concern.objects.exists()
    assert not StoryKey.objects.filter(pk=found.key).exists()
    with pytest.raises(Shredded):
        words_of(found)
    line = AuditLine.objects.latest("number")
    assert (line.staff, line.details) == ("mira", f'{{"shown":{str(show).lower()}}}')


def test_it_comes_back_only_when_the_last_concern_is_decided(public: Public, mira: User) -> None:
    row = public()
    concern(row.slug)
    concern(row.slug, "")
    one, two = Concern.objects.all()
    close_concern(concern=one, by=mira, show=True)
    assert not stands(row.slug)
    close_concern(concern=two, by=mira, show=True)
    assert stands(row.slug)


def test_a_concern_is_decided_once_and_by_whoever_may(public: Public, mira: User) -> None:
    row = public()
    concern(row.slug)
    found = Concern.objects.get()
    with pytest.raises(NotYours):
        close_concern(concern=found, by=person("eva"), show=True)
    close_concern(concern=found, by=mira, show=False)
    with pytest.raises(NotNow):
        close_concern(concern=found, by=mira, show=True)
    assert not stands(row.slug)


def test_a_concern_goes_to_whoever_has_the_story_or_to_all_where_nobody_has(
    public: Public, mira: User, rosa: User
) -> None:
    row = public()
    olga = moderator("olga")
    concern(row.slug)
    imported = published("Imported")
    concern(imported)
    slugs = {user: {one.crossing.slug for one in concerns_for(user)} for user in (mira, olga, rosa)}
    assert slugs == {mira: {row.slug, imported}, olga: {imported}, rosa: set()}
