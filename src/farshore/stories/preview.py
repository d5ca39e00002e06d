"""A released form as a story's page would show it, before it is released. No row is written."""

from collections.abc import Sequence

from farshore.kernel import clock
from farshore.stories.paragraphs import paragraphs
from farshore.stories.queries import place_name
from farshore.stories.shapes import PictureView, ReleasedStory, StoryView, WaypointView
from farshore.stories.when import say

Placed = tuple[int | None, PictureView]


def previewed(story: ReleasedStory, *, language: str, pictures: Sequence[Placed]) -> StoryView:
    """The view that `story_page` renders. `pictures` are (index of the waypoint, picture)."""
    return StoryView(
        slug="",
        title=story.title,
        language=story.language,
        teller=story.teller,
        told_by_helper=story.told_by_helper,
        paragraphs=paragraphs(story.text),
        warnings=story.warnings,
        themes=story.themes,
        indexed=False,
        open_data="open_data" in story.uses,
        month=clock.today().replace(day=1),
        waypoints=tuple(
            WaypointView(
                place=place_name(point.place, language=language),
                precision=point.precision,
                country=point.country,
                lon=point.lon,
                lat=point.lat,
                role=point.role,
                date=say(point.date, language=language),
                means=point.means,
                paragraphs=paragraphs(point.text),
                pictures=tuple(view for where, view in pictures if where == index),
            )
            for index, point in enumerate(story.waypoints)
        ),
        pictures=tuple(view for where, view in pictures if where is None),
    )
