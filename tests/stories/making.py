"""Stories for tests, as small as they can be."""

import io
from functools import cache

from PIL import Image

from farshore import sanitize
from farshore.stories.actions import publish_story
from farshore.stories.shapes import (
    ReleasedPicture,
    ReleasedRendition,
    ReleasedStory,
    ReleasedWaypoint,
)


def waypoint(
    country: str = "KR", *, lon: float = 127.0, lat: float = 37.6, **more: str
) -> ReleasedWaypoint:
    """A place shown as a country unless said otherwise."""
    given = {
        "place": f"c:{country}",
        "precision": "country",
        "role": "lives",
        "date": "",
        "means": "",
        "text": "",
    }
    return ReleasedWaypoint(country=country, lon=lon, lat=lat, **(given | more))


def picture(waypoint: int | None = None, alt: str = "A lamp") -> ReleasedPicture:
    """A picture of a few pixels, clean as every file of the house must be."""
    made = tuple(
        ReleasedRendition(rendition.format, width, width // 2, rendition.data)
        for rendition in _clean()
        for width in (480, 960)
    )
    return ReleasedPicture(caption="Drawn", alt=alt, waypoint=waypoint, renditions=made)


@cache
def _clean() -> tuple[sanitize.Rendition, ...]:
    """One clean file in each format."""
    drawn = io.BytesIO()
    Image.new("RGB", (32, 16), (246, 190, 104)).save(drawn, "PNG")
    return sanitize.render(sanitize.open_picture(drawn.getvalue()).data, widths=(32,))


def released(title: str = "A title", **more: object) -> ReleasedStory:
    """A story that said yes to this site and to search engines."""
    given: dict[str, object] = {
        "title": title,
        "language": "en",
        "teller": "",
        "told_by_helper": False,
        "text": "First.\n\nSecond.",
        "warnings": (),
        "themes": ("border",),
        "uses": ("site", "search_engines"),
        "waypoints": (waypoint("KP", lon=127.5, lat=40.3, role="left"), waypoint("KR")),
        "pictures": (),
    }
    return ReleasedStory(**(given | more))  # type: ignore[arg-type]


def published(title: str = "A title", **more: object) -> str:
    """The slug of a story that stands on the site."""
    return publish_story(story=released(title, **more))
