from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from farshore.press.models import Address
from farshore.stories import actions, queries
from farshore.stories.errors import NothingToTell, UnknownStory
from farshore.stories.models import ListSlot, Media, Rendition, Story, Waypoint
from tests.stories.making import picture, published, released, waypoint

pytestmark = pytest.mark.django_db


def _touched() -> set[str]:
    return set(Address.objects.filter(touch__isnull=False).values_list("address", flat=True))


def test_a_released_story_stands_in_its_lists() -> None:
    slug = published("One", themes=("sea", "border"))
    assert queries.is_public(slug)
    assert sorted(queries.slots_of(slug)) == [
        ("all", 1),
        ("language:en", 1),
        ("place:kp", 1),
        ("place:kr", 1),
        ("theme:border", 1),
        ("theme:sea", 1),
    ]


@pytest.mark.promise("P-27")
def test_a_slug_says_nothing_of_the_story() -> None:
    slug = published("Escape from Hyesan")
    assert not {"escape", "hyesan"} & set(slug.split("-"))
    assert len(slug.split("-")) == 3


def test_publishing_marks_everything_that_shows_the_story() -> None:
    slug = published("One")
    assert {
        f"/stories/{slug}/",
        "/stories/",
        "/feed/",
        "/feed.xml",
        "/places/",
        "/places/kp/",
    } <= _touched()
    assert {"/", "/globe/", "/globe/journeys.json", "/sitemap.xml"} <= _touched()


def test_only_the_month_of_a_release_is_kept() -> None:
    slug = published("One")
    story = Story.objects.get(slug=slug)
    assert story.month.day == 1
    exact = {"DateTimeField", "TimeField"}
    times = [f.name for f in Story._meta.get_fields() if f.get_internal_type() in exact]
    assert times == []


def test_an_empty_story_is_refused() -> None:
    with pytest.raises(NothingToTell):
        actions.publish_story(story=released(text="", waypoints=(), pictures=()))
    assert not Story.objects.exists()


def test_a_withdrawn_story_leaves_a_gap_and_nothing_else(
    django_capture_on_commit_callbacks: object,
) -> None:
    older = published("Older")
    slug = published("Gone", pictures=(picture(waypoint=1),))
    newer = published("Newer")
    made = queries.renditions_of(slug)
    names = [f"stories/{actions.rendition_name(m.media_id, m.width, m.format)}" for m in made]
    assert all(default_storage.exists(name) for name in names) and names
    Address.objects.update(touch=None)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.withdraw_story(slug=slug)
    assert not any(default_storage.exists(name) for name in names)
    assert not Story.objects.filter(slug=slug).exists()
    assert (Waypoint.objects.count(), Media.objects.count(), Rendition.objects.count()) == (4, 0, 0)
    slots = ListSlot.objects.filter(list="all").order_by("number")
    assert list(slots.values_list("number", "story__slug")) == [(1, older), (2, None), (3, newer)]
    assert {
        f"/stories/{slug}/",
        f"/stories/{older}/",
        f"/stories/{newer}/",
        "/stories/",
    } <= _touched()
    assert {queries.address_of(one) for one in made} <= _touched()


@pytest.mark.promise("P-16")
def test_a_gap_is_never_given_again() -> None:
    first = published("First")
    actions.withdraw_story(slug=first)
    assert dict(queries.slots_of(published("Second")))["all"] == 2


def test_a_hidden_story_comes_back_to_its_own_place() -> None:
    slug = published("One")
    before = queries.slots_of(slug)
    actions.hide_story(slug=slug)
    actions.hide_story(slug=slug)
    assert not queries.is_public(slug)
    with pytest.raises(UnknownStory):
        queries.story_view(slug, language="en")
    actions.unhide_story(slug=slug)
    assert queries.is_public(slug)
    assert queries.slots_of(slug) == before


@pytest.mark.parametrize("act", [actions.hide_story, actions.unhide_story, actions.withdraw_story])
def test_an_unknown_story_is_refused(act: object) -> None:
    with pytest.raises(UnknownStory):
        act(slug="no-such-story")  # type: ignore[operator]


def test_pictures_stand_beside_the_place_they_belong_to() -> None:
    slug = published("One", pictures=(picture(waypoint=1, alt="There"), picture(alt="Anywhere")))
    view = queries.story_view(slug, language="en")
    assert [p.alt for p in view.waypoints[1].pictures] == ["There"]
    assert [p.alt for p in view.pictures] == ["Anywhere"]
    assert view.pictures[0].src.endswith("/960.jpg")
    assert [source.type for source in view.pictures[0].sources] == ["image/avif", "image/webp"]


def test_neighbours_skip_what_is_hidden() -> None:
    first, middle, last = published("A"), published("B"), published("C")
    actions.hide_story(slug=middle)
    view = queries.story_view(first, language="en")
    assert view.next is not None and view.next.slug == last
    assert view.previous is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_at_one_and_three_stories(
    count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        published(f"Story {number}", waypoints=(waypoint("KP"), waypoint("KR")))
    with django_assert_num_queries(3):  # type: ignore[operator]
        page = queries.list_page("all", None, language="en")
    assert page is not None and len(page.stories) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_story_costs_the_same_queries_with_one_and_three_pictures(
    count: int, django_assert_num_queries: object
) -> None:
    slug = published("One", pictures=tuple(picture() for _ in range(count)))
    with django_assert_num_queries(7):  # type: ignore[operator]
        queries.story_view(slug, language="en")


def test_files_lie_in_the_data_folder_only(settings: object) -> None:
    slug = published("One", pictures=(picture(),))
    made = queries.renditions_of(slug)[0]
    path = Path(
        default_storage.path(
            f"stories/{actions.rendition_name(made.media_id, made.width, made.format)}"
        )
    )
    assert path.is_relative_to(Path(settings.MEDIA_ROOT))  # type: ignore[attr-defined]
