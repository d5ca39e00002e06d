"""Lines and projections on the sphere. Plain Python; degrees in, degrees or drawing units out."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Vector = tuple[float, float, float]
Project = Callable[[float, float], tuple[float, float, bool]]

_STEP = 3.0


def great_circle(start: Point, end: Point, *, step: float = _STEP) -> list[Point]:
    """The shortest way from (lon, lat) to (lon, lat), a point at least every `step` degrees."""
    a, b = _vector(start), _vector(end)
    angle = math.atan2(math.hypot(*_cross(a, b)), _dot(a, b))
    if angle < 1e-9:
        return [start]
    ahead = _ahead(a, b)
    parts = max(1, math.ceil(math.degrees(angle) / step))
    turns = (angle * i / parts for i in range(1, parts))
    return [start, *(_turned(a, ahead, turn) for turn in turns), end]


def cut_at_antimeridian(line: Sequence[Point]) -> list[list[Point]]:
    """The line in pieces, none of which jumps across ±180° of longitude."""
    pieces = [[line[0]]] if line else []
    for before, after in pairwise(line):
        if abs(after[0] - before[0]) <= 180:
            pieces[-1].append(after)
            continue
        edge = 180.0 if before[0] > 0 else -180.0
        span = after[0] + 2 * edge - before[0]
        share = (edge - before[0]) / span if span else 0.0
        lat = before[1] + share * (after[1] - before[1])
        pieces[-1].append((edge, lat))
        pieces.append([(-edge, lat), after])
    return pieces


def orthographic(centre: Point, *, radius: float, middle: float) -> Project:
    """The globe seen from far above `centre`. Third value: whether the point faces the viewer.

    Points behind the horizon lie on it, so that a filled shape is closed along the edge.
    """
    lon0, lat0 = math.radians(centre[0]), math.radians(centre[1])
    sin0, cos0 = math.sin(lat0), math.cos(lat0)

    def project(lon: float, lat: float) -> tuple[float, float, bool]:
        dl, phi = math.radians(lon) - lon0, math.radians(lat)
        x = math.cos(phi) * math.sin(dl)
        y = cos0 * math.sin(phi) - sin0 * math.cos(phi) * math.cos(dl)
        front = sin0 * math.sin(phi) + cos0 * math.cos(phi) * math.cos(dl) >= 0
        if not front:
            length = math.hypot(x, y) or 1.0
            x, y = x / length, y / length
        return middle + radius * x, middle - radius * y, front

    return project


def equal_earth(*, width: float) -> Project:
    """The whole world with true areas (Šavrič, Patterson and Jenny 2018), `width` units wide."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    scale = width / (2 * _EQUAL_EARTH_HALF)

    def project(lon: float, lat: float) -> tuple[float, float, bool]:
        theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
        t2 = theta * theta
        t6 = t2 * t2 * t2
        bottom = math.sqrt(3) * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
        x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(theta) / (3 * bottom / math.sqrt(3))
        y = a4 * t6 * t2 * theta + a3 * t6 * theta + a2 * t2 * theta + a1 * theta
        return width / 2 + x * scale, width * 0.2434 - y * scale, True

    return project


_EQUAL_EARTH_HALF = 2 * math.pi / (math.sqrt(3) * 1.340264)


def centre_of(points: Sequence[Point]) -> Point:
    """The middle of points on the sphere; (20, 25) for none or for points that cancel out."""
    x, y, z = (
        (sum(axis) for axis in zip(*map(_vector, points), strict=True)) if points else (0, 0, 0)
    )
    if math.sqrt(x * x + y * y + z * z) < 1e-6:
        return (20.0, 25.0)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _vector(point: Point) -> Vector:
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _ahead(a: Vector, b: Vector) -> Vector:
    """The direction at `a` that leads to `b`; to opposite points all do, and one is chosen."""
    for aim in (b, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)):
        along = _dot(a, aim)
        x, y, z = (t - along * s for s, t in zip(a, aim, strict=True))
        length = math.hypot(x, y, z)
        if length > 1e-9:
            break
    return x / length, y / length, z / length


def _turned(a: Vector, ahead: Vector, angle: float) -> Point:
    """Where one is after `angle` radians from `a`, going straight ahead."""
    c, s = math.cos(angle), math.sin(angle)
    x, y, z = (c * p + s * q for p, q in zip(a, ahead, strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _dot(a: Vector, b: Vector) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
