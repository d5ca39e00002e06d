import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from farshore.globe.drawing import Journey
from farshore.globe.geojson import journeys_json
from farshore.kernel.house import House
from tests.globe.making import journey

HOUSE = House("Film", "", "https://film.example", "ar", ("en", "ar"))
_point = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def _features(*journeys: Journey) -> list[dict[str, Any]]:
    told = json.loads(journeys_json(house=HOUSE, journeys=journeys))
    assert told["type"] == "FeatureCollection"
    features: list[dict[str, Any]] = told["features"]
    return features


@given(st.lists(_point, max_size=6))
def test_no_line_jumps_across_the_antimeridian(points: list[tuple[float, float]]) -> None:
    for feature in _features(journey(*points)):
        if feature["geometry"]["type"] != "MultiLineString":
            continue
        for line in feature["geometry"]["coordinates"]:
            assert len(line) > 1
            assert all(abs(b[0] - a[0]) <= 180 for a, b in pairwise(line))
            assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in line)


@given(st.lists(_point, max_size=6))
def test_every_place_is_there_in_order_and_no_finer_than_two_decimals(
    points: list[tuple[float, float]],
) -> None:
    knots = [f for f in _features(journey(*points)) if f["geometry"]["type"] == "Point"]
    assert [knot["properties"]["n"] for knot in knots] == list(range(1, len(points) + 1))
    for knot, (lon, lat) in zip(knots, points, strict=True):
        assert knot["geometry"]["coordinates"] == [round(lon, 2), round(lat, 2)]


def test_a_feature_tells_what_the_page_of_the_story_tells_and_nothing_else() -> None:
    features = _features(journey((1.0, 2.0), (3.0, 4.0), slug="a-b-c", title="عنوان"))
    assert [sorted(f["properties"]) for f in features] == [
        ["lang", "story", "title", "url"],
        ["lang", "n", "place", "precision", "story", "title", "url"],
        ["lang", "n", "place", "precision", "story", "title", "url"],
    ]
    assert features[0]["properties"]["url"] == "/ar/stories/a-b-c/"


def test_the_same_journeys_are_the_same_bytes() -> None:
    told = [journey((1.0, 2.0), (3.0, 4.0))]
    made = journeys_json(house=HOUSE, journeys=told)
    assert made == journeys_json(house=HOUSE, journeys=told)
    assert _features() == []
