"""What the map pages show."""

from collections.abc import Sequence

from django.conf import settings

from farshore.globe.drawing import Journey, Land
from farshore.globe.land import rings
from farshore.stories import queries as stories
from farshore.stories.models import Story, Waypoint
from farshore.stories.pages import title_of

DRAWN, DRAWN_FIRST = 500, 150
"""So many of the newest journeys are on the globe, and on the first page. More lines tell less, and
a page that draws them all grows with the house; the lists lead to every story."""


def land() -> Land:
    """The rings of the coarse basemap; none before the front end is built."""
    path = settings.ASSETS / "world-110m.json"
    return rings(path) if path.exists() else ()


def journeys(*, language: str, most: int) -> list[Journey]:
    """The newest visible journeys, by slug; two queries."""
    return [_journey(row, points, language) for row, points in stories.journeys(most)]


def _journey(row: Story, points: Sequence[Waypoint], language: str) -> Journey:
    names = tuple(stories.place_name(point.place, language=language) for point in points)
    return Journey(
        slug=row.slug,
        title=title_of(row.title, names),
        language=row.language if row.title else language,
        points=tuple((point.lon, point.lat) for point in points),
        precisions=tuple(point.precision for point in points),
        places=names,
        indexed=stories.is_indexed(row),
    )
