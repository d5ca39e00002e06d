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

    Consecutive repeats are one point: a hidden or repeated place leaves no gap. A story of one
    place, or one that ends where it began, has no direction to turn to and is drawn as it lies.
    """
    line = [p for i, p in enumerate(places) if i == 0 or p != places[i - 1]]
    if len(line) < 2:
        return [(WIDTH / 2, HEIGHT / 2)] * len(line)
    return _fitted(_turned(_flattened(line)))


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


def _fitted(line: Sequence[Point]) -> list[Point]:
    """First at one edge, last at the other; what overshoots is scaled into the frame."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    scale_x = (WIDTH - 2 * _INSET) / width if width else 1.0
    scale_y = min(scale_x, (HEIGHT - 2 * _INSET) / height) if height else 1.0
    top = (HEIGHT - height * scale_y) / 2
    return [(_INSET + (x - min(xs)) * scale_x, top + (y - min(ys)) * scale_y) for x, y in line]
