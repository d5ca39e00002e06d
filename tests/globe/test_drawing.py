import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from farshore.globe.drawing import GLOBE, WORLD, WORLD_HEIGHT, Drawing, Journey, globe, world
from tests.globe.making import journey

_point = st.tuples(st.floats(-180, 180), st.floats(-85, 85))
_points = st.lists(_point, max_size=6)
_LAND = (((0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0), (0.0, 0.0)),)


def _numbers(path: str) -> list[tuple[float, float]]:
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in pairs]


def _strokes(path: str) -> list[list[tuple[float, float]]]:
    return [_numbers(stroke) for stroke in path.split("M") if stroke]


@given(_points)
def test_no_stroke_of_the_world_runs_across_the_map(points: list[tuple[float, float]]) -> None:
    drawing = world(_LAND, [journey(*points)])
    for drawn in drawing.journeys:
        for stroke in _strokes(drawn.path):
            assert all(abs(b[0] - a[0]) <= WORLD / 2 for a, b in pairwise(stroke))
        _inside(drawing, drawn.path)


@given(_points)
def test_the_globe_draws_what_faces_the_reader_and_each_place_once(
    points: list[tuple[float, float]],
) -> None:
    drawing = globe(_LAND, [journey(*points), journey((0.0, 0.0))])
    for drawn in drawing.journeys:
        _inside(drawing, drawn.path)
        assert len({(x, y) for x, y, _precision in drawn.knots}) == len(drawn.knots)


def test_a_journey_without_places_is_not_drawn() -> None:
    assert world(_LAND, [journey()]).journeys == ()


def test_a_place_that_is_only_known_as_a_country_says_so_at_its_knot() -> None:
    told = Journey(
        "a-b-c", "A", "en", ((1.0, 1.0), (5.0, 5.0)), ("country", "town"), ("X", "Y"), True
    )
    drawn = world((), [told]).journeys[0]
    assert [precision for _x, _y, precision in drawn.knots] == ["country", "town"]
    assert drawn.language == "en"


def test_a_repeated_place_is_one_knot_and_no_line() -> None:
    drawn = world((), [journey((1.0, 1.0), (1.0, 1.0))]).journeys[0]
    assert len(drawn.knots) == 1 and drawn.path == ""


def test_the_frames_are_what_they_say() -> None:
    assert (globe(_LAND, []).width, globe(_LAND, []).height) == (GLOBE, GLOBE)
    assert (world(_LAND, []).width, world(_LAND, []).height) == (WORLD, WORLD_HEIGHT)
    assert world(_LAND, []).land.startswith("M") and world(_LAND, []).land.endswith("Z")


def _inside(drawing: Drawing, path: str) -> None:
    for x, y in _numbers(path):
        assert -0.1 <= x <= drawing.width + 0.1
        assert -0.1 <= y <= drawing.height + 0.1
