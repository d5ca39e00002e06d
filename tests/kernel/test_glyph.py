from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel.glyph import HEIGHT, WIDTH, glyph_path, glyph_points

_places = st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=0, max_size=12)


@given(_places)
def test_a_glyph_never_leaves_its_frame(places: list[tuple[float, float]]) -> None:
    for x, y in glyph_points(places):
        assert -0.01 <= x <= WIDTH + 0.01
        assert -0.01 <= y <= HEIGHT + 0.01


def test_a_journey_starts_at_one_edge_and_ends_at_the_other() -> None:
    points = glyph_points([(128.0, 41.0), (126.0, 43.0), (127.0, 37.0)])
    assert points[0][0] == min(x for x, _ in points)
    assert points[-1][0] == max(x for x, _ in points)
    assert abs(points[0][1] - points[-1][1]) < 0.01


def test_a_line_of_two_places_is_straight_and_of_more_is_one_stroke_through_each() -> None:
    assert glyph_path([(10.0, 10.0), (20.0, 10.0)]) == "M6.0 20.0C42.0 20.0 78.0 20.0 114.0 20.0"
    places = [(128.0, 41.0), (126.0, 43.0), (106.0, 47.0), (127.0, 37.0)]
    ends = [piece.split(" ")[-2:] for piece in glyph_path(places)[1:].split("C")]
    assert ends == [[f"{x:.1f}", f"{y:.1f}"] for x, y in glyph_points(places)]


def test_a_journey_that_turned_back_is_seen_to_turn_back() -> None:
    xs = [x for x, _y in glyph_points([(0.0, 0.0), (40.0, 0.0), (10.0, 5.0), (20.0, 0.0)])]
    assert xs[1] > xs[2] < xs[3]


def test_a_long_journey_is_bent_for_the_eye_and_not_without_measure() -> None:
    ys = [y for _x, y in glyph_points([(0.0, 0.0), (20.0, 0.5), (40.0, 0.0)])]
    assert 108 / 40 < (max(ys) - min(ys)) / 0.5 < 4.1 * 108 / 40


def test_a_hidden_or_repeated_place_leaves_no_gap() -> None:
    there = [(10.0, 10.0), (10.0, 10.0), (20.0, 20.0)]
    assert glyph_path(there) == glyph_path([(10.0, 10.0), (20.0, 20.0)])


def test_the_antimeridian_is_no_edge() -> None:
    across = glyph_points([(179.0, 0.0), (-179.0, 1.0), (-178.0, 0.0)])
    inland = glyph_points([(9.0, 0.0), (11.0, 1.0), (12.0, 0.0)])
    assert [(round(x, 6), round(y, 6)) for x, y in across] == [
        (round(x, 6), round(y, 6)) for x, y in inland
    ]


def test_no_places_and_one_place_have_no_line() -> None:
    assert glyph_path([]) == ""
    assert glyph_path([(5.0, 5.0)]) == ""
    assert glyph_points([(5.0, 5.0)]) == [(WIDTH / 2, HEIGHT / 2)]


def test_both_names_of_the_antimeridian_are_one_place() -> None:
    assert glyph_points([(180.0, 0.0), (-180.0, 0.0)]) == [(WIDTH / 2, HEIGHT / 2)]
