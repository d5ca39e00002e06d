import math
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from farshore.globe.sphere import (
    Point,
    centre_of,
    cut_at_antimeridian,
    equal_earth,
    great_circle,
    orthographic,
)

_point = st.tuples(st.floats(-180, 180), st.floats(-89.9, 89.9))


def _apart(a: Point, b: Point) -> float:
    """Degrees between two points on the sphere, by the haversine formula."""
    (lon1, lat1), (lon2, lat2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(h))))


@given(_point, _point)
@example((10.0, 20.0), (-170.0, -20.0))
@example((0.0, 0.0), (180.0, 0.0))
@example((0.0, 89.9), (180.0, -89.9))
def test_a_great_circle_is_the_shortest_way_in_small_steps(start: Point, end: Point) -> None:
    line = great_circle(start, end)
    steps = [_apart(a, b) for a, b in pairwise(line)]
    assert line[0] == start and (line[-1] == end or _apart(start, end) < 1e-6)
    assert all(step <= 3.001 for step in steps)
    assert abs(sum(steps) - _apart(start, end)) < 1e-3


@given(_point, _point)
@example((179.0, 10.0), (-179.0, 10.0))
@example((-170.0, 60.0), (120.0, 60.0))
@example((180.0, 0.0), (-180.0, 1.0))
def test_a_cut_line_never_jumps_and_loses_nothing(start: Point, end: Point) -> None:
    line = great_circle(start, end)
    pieces = cut_at_antimeridian(line)
    for piece in pieces:
        assert all(abs(b[0] - a[0]) <= 180 for a, b in pairwise(piece))
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in piece)
    for before, after in pairwise(pieces):
        assert before[-1][0] == -after[0][0] and abs(before[-1][0]) == 180
        assert before[-1][1] == after[0][1]
    edges = 2 * (len(pieces) - 1)
    assert sum(map(len, pieces)) == len(line) + edges


def test_a_line_across_the_antimeridian_is_cut_where_it_crosses() -> None:
    assert cut_at_antimeridian([(179.0, 0.0), (-179.0, 2.0)]) == [
        [(179.0, 0.0), (180.0, 1.0)],
        [(-180.0, 1.0), (-179.0, 2.0)],
    ]
    assert cut_at_antimeridian([]) == []


@given(_point, _point)
def test_the_globe_never_leaves_its_disc_and_shows_the_near_half(c: Point, at: Point) -> None:
    x, y, front = orthographic(c, radius=100.0, middle=200.0)(*at)
    from_middle = math.hypot(x - 200, y - 200)
    assert from_middle <= 100.0001
    if abs(_apart(c, at) - 90) > 1e-3:
        assert front == (_apart(c, at) < 90)
    if not front:
        assert from_middle > 99.999


def test_the_globe_has_north_above_and_east_at_the_right() -> None:
    project = orthographic((20.0, 10.0), radius=100.0, middle=200.0)
    assert project(20.0, 10.0) == (200.0, 200.0, True)
    assert project(20.0, 40.0)[1] < 200 and project(50.0, 10.0)[0] > 200


@given(_point)
def test_the_world_map_never_leaves_its_frame(at: Point) -> None:
    x, y, front = equal_earth(width=1000.0)(*at)
    assert front
    assert -1e-6 <= x <= 1000 + 1e-6
    assert -1e-6 <= y <= 487


def test_the_world_map_fills_its_frame_and_keeps_areas() -> None:
    project = equal_earth(width=1000.0)
    assert abs(project(-180, 0)[0]) < 1e-6 and abs(project(180, 0)[0] - 1000) < 1e-6
    assert abs(project(0, 90)[1]) < 1 and abs(project(0, -90)[1] - 487) < 1

    def area(lat: float) -> float:
        """Of a small field at this latitude, over its area on the sphere."""
        (x0, y0, _), (x1, _, _), (_, y1, _) = (
            project(10, lat),
            project(11, lat),
            project(10, lat + 1),
        )
        on_sphere = math.sin(math.radians(lat + 1)) - math.sin(math.radians(lat))
        return (x1 - x0) * (y0 - y1) / on_sphere

    assert all(abs(area(lat) / area(0) - 1) < 0.03 for lat in (20, 40, 60, 75))


@given(st.lists(_point, max_size=8))
def test_the_middle_of_places_is_a_place(points: list[Point]) -> None:
    lon, lat = centre_of(points)
    assert -180 <= lon <= 180 and -90 <= lat <= 90


def test_the_middle_does_not_jump_at_the_antimeridian() -> None:
    lon, lat = centre_of([(179.0, 0.0), (-179.0, 0.0)])
    assert abs(abs(lon) - 180) < 1e-6 and abs(lat) < 1e-6
    assert centre_of([]) == (20.0, 25.0)
    assert centre_of([(0.0, 0.0), (180.0, 0.0)]) == (20.0, 25.0)
