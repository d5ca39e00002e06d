"""The journey glyph: a story's own line, drawn small, without a map.

Its portrait, made from the public, coarsened record only. It is turned so that it starts at one
edge and ends at the other: the page decides by its direction of reading which edge is the first.
It is a likeness, not a map: it bends where the journey bent, drawn in one stroke as by a hand.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

WIDTH = 120.0
HEIGHT = 40.0
_INSET = 6.0
_STRETCH = 4.0
"""How much more the line may bend than the journey did: a long journey has a shape as well."""

Point = tuple[float, float]


def glyph_points(places: Sequence[Point]) -> list[Point]:
    """(lon, lat) in degrees, in order → (x, y) within WIDTH × HEIGHT, first at x = _INSET.

    Consecutive repeats are one point: a hidden or repeated place leaves no gap. A story that
    ends where it began has no direction to turn to and is drawn as it lies.
    """
    near = [((round(lon, 6) + 180) % 360 - 180, round(lat, 6)) for lon, lat in places]
    line = [p for i, p in enumerate(near) if i == 0 or p != near[i - 1]]
    if len(line) < 2:
        return [(WIDTH / 2, HEIGHT / 2)] * len(line)
    flat = _flattened(line)
    return _as_it_lies(flat) if _ends_where_it_began(flat) else _from_edge_to_edge(_turned(flat))


def glyph_path(places: Sequence[Point]) -> str:
    """One smooth line as SVG path data, one decimal; empty for fewer than two places."""
    points = glyph_points(places)
    if len(points) < 2:
        return ""
    return f"M{_said(points[0])}" + "".join(_curves(points))


def _curves(points: Sequence[Point]) -> Iterator[str]:
    """A cubic Bézier from each point to the next; two points are joined by a straight line."""
    line = [_beyond(points[1], points[0]), *points, _beyond(points[-2], points[-1])]
    for before, start, end, after in zip(line, line[1:], line[2:], line[3:], strict=False):
        handles = (_handle(before, start, end), _handle(after, end, start))
        yield f"C{_said(handles[0])} {_said(handles[1])} {_said(end)}"


def _handle(before: Point, here: Point, there: Point) -> Point:
    """The handle of the curve at `here`, towards `there`: centripetal Catmull-Rom, which makes no
    loop where the points make none."""
    d1, d2 = (max(math.dist(before, here), 1e-6) ** 0.5, max(math.dist(here, there), 1e-6) ** 0.5)
    return (
        here[0] + _pull(before[0], here[0], there[0], d1, d2) / 3,
        here[1] + _pull(before[1], here[1], there[1], d1, d2) / 3,
    )


def _pull(before: float, here: float, there: float, d1: float, d2: float) -> float:
    return d2 * ((here - before) / d1 - (there - before) / (d1 + d2) + (there - here) / d2)


def _beyond(start: Point, end: Point) -> Point:
    """As far behind `end` as `start` lies before it."""
    return 2 * end[0] - start[0], 2 * end[1] - start[1]


def _said(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _flattened(line: Sequence[Point]) -> list[Point]:
    """Longitudes unwrapped (so that the antimeridian is no edge), y downwards, even scale."""
    middle = math.radians(sum(lat for _lon, lat in line) / len(line))
    flat: list[Point] = []
    unwrapped = line[0][0]
    for lon, lat in line:
        unwrapped += (lon - unwrapped + 180) % 360 - 180
        flat.append((unwrapped * math.cos(middle), -lat))
    return flat


def _turned(line: Sequence[Point]) -> list[Point]:
    """Rotated so that the last point lies level with the first, to its right."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    angle = -math.atan2(y1 - y0, x1 - x0)
    c, s = math.cos(angle), math.sin(angle)
    return [((x - x0) * c - (y - y0) * s, (x - x0) * s + (y - y0) * c) for x, y in line]


def _ends_where_it_began(line: Sequence[Point]) -> bool:
    """A round journey: turning it by its ends would turn it by nearly nothing."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    extent = max(_spread([x for x, _ in line]), _spread([y for _, y in line]))
    return math.hypot(x1 - x0, y1 - y0) < extent / 10


def _from_edge_to_edge(line: Sequence[Point]) -> list[Point]:
    """First at one edge, last at the other.

    Across, a point stands halfway between where it lies and how much of the way was behind the
    traveller there: who turned back is seen to turn back, and the line still goes on.
    """
    x0, length = line[0][0], line[-1][0] - line[0][0]
    ys = [y for _x, y in line]
    width, tall = WIDTH - 2 * _INSET, HEIGHT - 2 * _INSET
    stretch = min(_STRETCH * width / length, tall / _spread(ys)) if _spread(ys) else 0.0
    top = (HEIGHT - _spread(ys) * stretch) / 2
    return [
        (
            _INSET + width * min(max((behind + (x - x0) / length) / 2, 0.0), 1.0),
            top + (y - min(ys)) * stretch,
        )
        for behind, (x, y) in zip(_shares_of_the_way(line), line, strict=True)
    ]


def _shares_of_the_way(line: Sequence[Point]) -> list[float]:
    """How much of the whole way lies behind at each point, from 0 to 1."""
    done = list(accumulate((math.dist(a, b) for a, b in pairwise(line)), initial=0.0))
    return [way / done[-1] for way in done]


def _as_it_lies(line: Sequence[Point]) -> list[Point]:
    """North up, fitted into the frame."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    scale = min(
        (WIDTH - 2 * _INSET) / (_spread(xs) or 1e-9), (HEIGHT - 2 * _INSET) / (_spread(ys) or 1e-9)
    )
    left, top = (WIDTH - _spread(xs) * scale) / 2, (HEIGHT - _spread(ys) * scale) / 2
    return [(left + (x - min(xs)) * scale, top + (y - min(ys)) * scale) for x, y in line]


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)
