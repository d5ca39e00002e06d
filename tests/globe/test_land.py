import json
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from farshore.globe.land import land_path, rings
from farshore.globe.sphere import equal_earth, orthographic


def test_only_land_is_land(tmp_path: Path) -> None:
    ring = [[0, 0], [10, 0], [10, 10], [0, 0]]
    hole = [[2, 1], [4, 1], [4, 2], [2, 1]]
    shapes = [
        {"type": "MultiPolygon", "coordinates": [[ring, hole]]},
        {"type": "MultiLineString", "coordinates": [ring]},
        {"type": "Point", "coordinates": [5, 5]},
        {"type": "Polygon", "coordinates": [ring]},
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in shapes]
    path = tmp_path / "world.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [len(one) for one in rings(path)] == [4, 4, 4]


def test_what_lies_behind_the_globe_is_left_out() -> None:
    near = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0))
    far = ((180.0, 0.0), (170.0, 0.0), (170.0, 10.0), (180.0, 0.0))
    project = orthographic((0.0, 0.0), radius=100.0, middle=100.0)
    assert land_path((near, far), project).count("M") == 1
    assert land_path((far,), project) == ""


def test_the_built_world_is_whole_and_draws_no_streak() -> None:
    world = rings(Path(settings.ASSETS) / "world-110m.json")
    assert len(world) > 100
    assert all(abs(b[0] - a[0]) <= 180.01 for ring in world for a, b in pairwise(ring))
    drawn = land_path(world, equal_earth(width=1000.0))
    assert drawn.count("M") == drawn.count("Z") > 100
