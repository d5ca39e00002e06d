"""Maps drawn by the server: the globe on the first page, the world without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from farshore.globe.land import land_path
from farshore.globe.sphere import (
    Point,
    Project,
    centre_of,
    cut_at_antimeridian,
    equal_earth,
    great_circle,
    orthographic,
)

GLOBE = 600.0
WORLD = 1000.0
WORLD_HEIGHT = 487.0

Land = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """A story's public line: (lon, lat) with the precision of each place.

    `language` is that of the title: the teller's, or the page's where places stand for a title.
    `indexed`: whether pages that search engines read may name it.
    """

    slug: str
    title: str
    language: str
    points: tuple[Point, ...]
    precisions: tuple[str, ...]
    places: tuple[str, ...]
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class DrawnJourney:
    """One journey in drawing units: path data of its line, and (x, y, precision) of its knots."""

    slug: str
    title: str
    language: str
    indexed: bool
    path: str
    knots: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map ready to be set as SVG, `width` × `height` units."""

    width: float
    height: float
    land: str
    journeys: tuple[DrawnJourney, ...]


def globe(land: Land, journeys: Sequence[Journey]) -> Drawing:
    """The side of the globe that most of the journeys cross, turned a little to the north."""
    lon, lat = centre_of([point for journey in journeys for point in journey.points])
    centre = (lon, max(-35.0, min(35.0, lat)))
    project = orthographic(centre, radius=GLOBE / 2 - 2, middle=GLOBE / 2)
    return Drawing(GLOBE, GLOBE, land_path(land, project), _drawn(journeys, project))


def world(land: Land, journeys: Sequence[Journey]) -> Drawing:
    """The whole world, flat, areas true."""
    project = equal_earth(width=WORLD)
    return Drawing(WORLD, WORLD_HEIGHT, land_path(land, project), _drawn(journeys, project))


def _drawn(journeys: Sequence[Journey], project: Project) -> tuple[DrawnJourney, ...]:
    return tuple(_journey(journey, project) for journey in journeys if journey.points)


def _journey(journey: Journey, project: Project) -> DrawnJourney:
    legs = pairwise(journey.points)
    path = "".join(_leg(start, end, project) for start, end in legs if start != end)
    knots = tuple(_knots(journey, project))
    return DrawnJourney(journey.slug, journey.title, journey.language, journey.indexed, path, knots)


def _knots(journey: Journey, project: Project) -> list[tuple[float, float, str]]:
    """Each place once, where it faces the reader."""
    knots: dict[tuple[float, float], str] = {}
    for (lon, lat), precision in zip(journey.points, journey.precisions, strict=True):
        x, y, front = project(lon, lat)
        if front:
            knots.setdefault((round(x, 1), round(y, 1)), precision)
    return [(x, y, precision) for (x, y), precision in knots.items()]


def _leg(start: Point, end: Point, project: Project) -> str:
    """The visible parts of a great circle, as path data."""
    drawn = []
    for piece in cut_at_antimeridian(great_circle(start, end)):
        run: list[str] = []
        for lon, lat in piece:
            x, y, front = project(lon, lat)
            if front:
                run.append(f"{x:.1f} {y:.1f}")
                continue
            drawn.append(run)
            run = []
        drawn.append(run)
    return "".join("M" + "L".join(run) for run in drawn if len(run) > 1)
