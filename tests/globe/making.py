"""Journeys for tests."""

from farshore.globe.drawing import Journey


def journey(*points: tuple[float, float], slug: str = "one-two-three", title: str = "A") -> Journey:
    """A journey through towns at these points (lon, lat)."""
    towns = ("town",) * len(points)
    names = tuple(f"Place {number}" for number in range(len(points)))
    return Journey(slug, title, "en", points, towns, names, indexed=True)
