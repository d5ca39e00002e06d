"""Journeys as GeoJSON for the globe in the browser. Plain Python."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from farshore.globe.drawing import Journey
from farshore.globe.sphere import cut_at_antimeridian, great_circle
from farshore.kernel.house import House


def journeys_json(*, house: House, journeys: Sequence[Journey]) -> bytes:
    """A FeatureCollection (RFC 7946): per story its knots and its line, deterministic bytes."""
    features = [feature for journey in journeys for feature in _features(house, journey)]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _features(house: House, journey: Journey) -> Iterator[dict[str, Any]]:
    common = {
        "story": journey.slug,
        "title": journey.title,
        "lang": journey.language,
        "url": house.path(f"/stories/{journey.slug}/"),
    }
    lines = [
        [_short(point) for point in piece]
        for start, end in pairwise(journey.points)
        if start != end
        for piece in cut_at_antimeridian(great_circle(start, end))
        if len(piece) > 1
    ]
    if lines:
        geometry = {"type": "MultiLineString", "coordinates": lines}
        yield {"type": "Feature", "properties": common, "geometry": geometry}
    knots = zip(journey.points, journey.precisions, journey.places, strict=True)
    for number, (point, precision, place) in enumerate(knots, start=1):
        properties = {**common, "place": place, "precision": precision, "n": number}
        knot: dict[str, Any] = {"type": "Point", "coordinates": _short(point)}
        yield {"type": "Feature", "properties": properties, "geometry": knot}


def _short(point: tuple[float, float]) -> list[float]:
    """Two decimals: nothing public is more exact than that, and lines need no more."""
    return [round(point[0], 2), round(point[1], 2)]
