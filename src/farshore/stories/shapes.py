"""What goes into the public record, and what comes out to be rendered. Plain frozen data.

`not_for` of a part (`words_not_for` of all that is written) names uses that its story is for and
this part is not.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReleasedWaypoint:
    """A place exactly as it may be shown: lon and lat (degrees) are the coarser place's centre."""

    place: str
    precision: str
    country: str
    lon: float
    lat: float
    role: str
    date: str
    means: str
    text: str
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedRendition:
    """One clean file: `format` avif, webp or jpeg; sizes in pixels."""

    format: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class ReleasedPicture:
    """A covered and cleaned picture; `waypoint` is the index among the released waypoints."""

    caption: str
    alt: str
    waypoint: int | None
    renditions: tuple[ReleasedRendition, ...]
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedStory:
    """Everything that crosses to the far shore, and nothing else."""

    title: str
    language: str
    teller: str
    told_by_helper: bool
    text: str
    warnings: tuple[str, ...]
    themes: tuple[str, ...]
    uses: tuple[str, ...]
    waypoints: tuple[ReleasedWaypoint, ...]
    pictures: tuple[ReleasedPicture, ...]
    words_not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """One `<source>` of a picture: its media type and its `srcset`."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture ready to be set: `src` is the JPEG for everybody; sizes in pixels."""

    sources: tuple[SourceView, ...]
    src: str
    width: int
    height: int
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class WaypointView:
    """A knot of the line. `place` is named in the page's language."""

    place: str
    precision: str
    country: str
    lon: float
    lat: float
    role: str
    date: str
    means: str
    paragraphs: tuple[str, ...]
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The previous or the next story, by permanent slot."""

    slug: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story, ready to be rendered. `themes` and `warnings` are keys of the vocabulary."""

    slug: str
    title: str
    language: str
    teller: str
    told_by_helper: bool
    paragraphs: tuple[str, ...]
    warnings: tuple[str, ...]
    themes: tuple[str, ...]
    indexed: bool
    open_data: bool
    month: date
    waypoints: tuple[WaypointView, ...]
    pictures: tuple[PictureView, ...]
    previous: Neighbour | None = None
    next: Neighbour | None = None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story in a list: its portrait is the glyph of `points` ((lon, lat) in degrees)."""

    slug: str
    title: str
    language: str
    teller: str
    opening: str
    warnings: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    places: tuple[str, ...]
    month: date
    indexed: bool
    number: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, newest first. `number` is None on the newest page, at the list's root."""

    key: str
    number: int | None
    last: int
    stories: tuple[StoryLine, ...]
