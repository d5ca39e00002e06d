"""The land that the drawn maps stand on: rings already cut at the antimeridian by the build."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from farshore.globe.sphere import Point, Project


@lru_cache(maxsize=4)
def rings(path: Path) -> tuple[tuple[Point, ...], ...]:
    """Every ring of land in a GeoJSON file of polygons, as (lon, lat) in degrees."""
    data = json.loads(path.read_text("utf-8"))
    return tuple(tuple((lon, lat) for lon, lat, *_ in ring) for ring in _rings(data))


def land_path(land: tuple[tuple[Point, ...], ...], project: Project) -> str:
    """The land as SVG path data in the projection, whole units tenths; hidden rings left out."""
    return "".join(filter(None, (_ring(ring, project) for ring in land)))


def _ring(ring: tuple[Point, ...], project: Project) -> str:
    """One closed ring, without points that round to the one before; empty when behind."""
    projected = [project(lon, lat) for lon, lat in ring]
    if not any(front for _x, _y, front in projected):
        return ""
    drawn = list(dict.fromkeys((f"{x:.1f} {y:.1f}") for x, y, _front in projected))
    return f"M{'L'.join(drawn)}Z" if len(drawn) > 2 else ""


def _rings(data: Any) -> Iterator[list[list[float]]]:
    """Polygons wherever they stand in the file; lines (borders) are no land."""
    if isinstance(data, list):
        for part in data:
            yield from _rings(part)
    elif isinstance(data, dict):
        if data.get("type") == "Polygon":
            yield from data["coordinates"]
        elif data.get("type") == "MultiPolygon":
            for polygon in data["coordinates"]:
                yield from polygon
        else:
            for value in data.values():
                if isinstance(value, dict | list):
                    yield from _rings(value)
