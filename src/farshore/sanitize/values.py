"""The values that go in and out of the door for pictures."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from .errors import BadCover

Format = Literal["avif", "webp", "jpeg"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one picture may cost: bytes, pixels, memory of the child (bytes), seconds.

    ``seconds`` is both processor time and time on the wall. ``master_side`` is the longest
    side, in pixels, of what is kept.
    """

    max_bytes: int = 30 * 1024 * 1024
    max_pixels: int = 80_000_000
    max_side: int = 20_000
    memory_bytes: int = 1_280 * 1024 * 1024
    seconds: float = 30.0
    master_side: int = 2560


@dataclass(frozen=True, slots=True)
class Cover:
    """A rectangle to paint over: fractions 0..1 of the picture as displayed, origin top left.

    Raises ``BadCover`` unless 0 ≤ x0 < x1 ≤ 1 and 0 ≤ y0 < y1 ≤ 1.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(side) for side in (self.x0, self.y0, self.x1, self.y1)):
            raise BadCover("a cover is made of finite numbers")
        if not (0 <= self.x0 < self.x1 <= 1 and 0 <= self.y0 < self.y1 <= 1):
            raise BadCover("a cover lies within the picture and is not empty")


class Removed(StrEnum):
    """What was found in a picture besides the picture, and left behind."""

    POSITION = "position"
    CAMERA = "camera"
    DATE = "date"
    OWNER = "owner"
    PEOPLE = "people"
    THUMBNAIL = "thumbnail"
    COMMENT = "comment"
    COLOUR_PROFILE = "colour-profile"
    HIDDEN_PICTURE = "hidden-picture"
    HIDDEN_VIDEO_OR_FILE = "hidden-video-or-file"
    EDIT_HISTORY = "edit-history"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Master:
    """The one clean copy that is kept: JPEG, 4:4:4, sRGB, upright, fresh pixels."""

    data: bytes
    width: int
    height: int
    removed: tuple[Removed, ...]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size in one format, proved clean; ``sha256`` is of ``data``, in hex."""

    format: Format
    width: int
    height: int
    data: bytes
    sha256: str
