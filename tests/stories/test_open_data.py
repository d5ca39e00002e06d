import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farshore.kernel.registry import registry
from farshore.stories import actions
from farshore.stories.models import Story
from tests.stories.making import picture, published, waypoint

pytestmark = pytest.mark.django_db

OPEN = ("site", "open_data")
GEOJSON = "/data/stories.geojson"
NOT = ("open_data",)


def _bytes() -> bytes:
    return registry.render(GEOJSON, as_of=datetime(2026, 1, 1, tzinfo=UTC)).body


def _features() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(_bytes())["features"]
    return features


@pytest.mark.promise("P-35")
def test_only_stories_whose_tellers_said_yes_are_open_data() -> None:
    published("Not open")
    published("Open", uses=OPEN, pictures=(picture(),))
    (feature,) = _features()
    told = feature["properties"]
    assert (told["title"], feature["id"]) == (
        "Open",
        str(Story.objects.get(title="Open").record),
    )
    assert feature["geometry"]["coordinates"] == [[127.5, 40.3], [127.0, 37.6]]
    assert told["pictures"][0]["src"].endswith("/960.jpg")
    assert b"Not open" not in _bytes()


@pytest.mark.promise("P-35")
def test_what_a_yes_leaves_out_is_left_out() -> None:
    here = waypoint("KP", text="Planted place", role="left")
    published(
        "Planted title",
        uses=OPEN,
        text="Planted words",
        waypoints=(dataclasses.replace(here, not_for=NOT), waypoint("KR", text="Planted here")),
        pictures=(dataclasses.replace(picture(alt="Planted alt"), not_for=NOT), picture()),
        words_not_for=NOT,
    )
    (feature,) = _features()
    assert "Planted" not in json.dumps(feature)
    assert feature["geometry"] == {"type": "Point", "coordinates": [127.0, 37.6]}
    assert [one["country"] for one in feature["properties"]["places"]] == ["KR"]
    assert len(feature["properties"]["pictures"]) == 1


def test_a_story_without_a_place_is_open_data_all_the_same() -> None:
    published(uses=OPEN, waypoints=())
    (feature,) = _features()
    assert feature["geometry"] is None and feature["properties"]["text"]


def test_an_empty_house_has_an_empty_collection() -> None:
    assert _features() == []


def test_nothing_of_a_hidden_story_is_open_data() -> None:
    actions.hide_story(slug=published(uses=OPEN))
    assert _features() == []


@pytest.mark.promise("P-35")
def test_taking_a_yes_back_takes_the_story_out_and_retires_its_record() -> None:
    slug = published(uses=("site", "open_data", "press"))
    record = Story.objects.get().record
    touched = actions.narrow_uses(slug=slug, without={"open_data", "film"})
    assert GEOJSON in touched
    assert _features() == []
    row = Story.objects.get()
    assert (row.uses, row.hidden, row.record != record) == (["site", "press"], False, True)


def test_taking_back_what_was_not_given_changes_nothing() -> None:
    slug = published(uses=OPEN)
    record = Story.objects.get().record
    assert actions.narrow_uses(slug=slug, without={"press"}) == set()
    assert Story.objects.get().record == record


@given(
    yes=st.booleans(),
    words=st.booleans(),
    places=st.lists(st.booleans(), min_size=0, max_size=4),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_open_data_holds_exactly_what_says_yes_to_it(
    yes: bool, words: bool, places: list[bool]
) -> None:
    Story.objects.all().delete()
    points = tuple(
        dataclasses.replace(waypoint("KR", text=f"mark-{n}"), not_for=() if may else NOT)
        for n, may in enumerate(places)
    )
    published(
        uses=OPEN if yes else ("site",),
        text="mark-text",
        waypoints=points,
        words_not_for=() if words else NOT,
    )
    body = _bytes().decode()
    assert ("mark-text" in body) == (yes and words)
    for n, may in enumerate(places):
        assert (f"mark-{n}" in body) == (yes and words and may)
    assert len(_features()) == yes


@pytest.mark.parametrize("count", [1, 3])
def test_the_file_costs_as_many_queries_however_many_stories(
    count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        published(uses=OPEN, pictures=(picture(),))
    with django_assert_num_queries(5):
        _bytes()
