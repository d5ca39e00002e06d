"""Stories for tests, as small as they can be."""

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
    """A picture whose bytes are no picture: the public record does not look inside."""
    made = tuple(
        ReleasedRendition(name, width, width // 2, f"{name} {width}".encode())
        for name in ("avif", "webp", "jpeg")
        for width in (480, 960)
    )
    return ReleasedPicture(caption="Drawn", alt=alt, waypoint=waypoint, renditions=made)


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
