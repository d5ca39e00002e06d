"""The journey glyph: a story's own line, drawn small, without a map.

Its portrait, made from the public, coarsened record only. It is turned so that it starts at one
edge and ends at the other: the page decides by its direction of reading which edge is the first.
"""

import math
from collections.abc import Sequence

WIDTH = 120.0
HEIGHT = 40.0
_INSET = 6.0

Point = tuple[float, float]


def glyph_points(places: Sequence[Point]) -> list[Point]:
    """(lon, lat) in degrees, in order → (x, y) within WIDTH × HEIGHT, first at x = _INSET.

    Consecutive repeats are one point: a hidden or repeated place leaves no gap. A story that
    ends where it began has no direction to turn to and is drawn as it lies.
    """
    line = [p for i, p in enumerate(places) if i == 0 or p != places[i - 1]]
    if len(line) < 2:
        return [(WIDTH / 2, HEIGHT / 2)] * len(line)
    flat = _flattened(line)
    return _as_it_lies(flat) if _ends_where_it_began(flat) else _from_edge_to_edge(_turned(flat))


def glyph_path(places: Sequence[Point]) -> str:
    """The line as SVG path data, one decimal; empty for fewer than two places."""
    points = glyph_points(places)
    if len(points) < 2:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


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
    """First at one edge, last at the other; what would overshoot climbs along the edge."""
    x0, length = line[0][0], line[-1][0] - line[0][0]
    ys = [y for _x, y in line]
    scale = (WIDTH - 2 * _INSET) / length
    scale_y = min(scale, (HEIGHT - 2 * _INSET) / _spread(ys)) if _spread(ys) else scale
    top = (HEIGHT - _spread(ys) * scale_y) / 2
    return [
        (
            _INSET + min(max((x - x0) * scale, 0.0), WIDTH - 2 * _INSET),
            top + (y - min(ys)) * scale_y,
        )
        for x, y in line
    ]


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
