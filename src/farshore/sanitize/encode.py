"""From bare pixels to files, covers painted in first, each opened again. In the child only."""

import io
import math
from collections.abc import Mapping, Sequence

from PIL import Image, ImageStat

from .decode import THREADS
from .errors import NotProved
from .values import Cover, Format

COVER_COLOUR = (38, 38, 38)
COVER_TOLERANCE = 20  # mean distance that encoders may leave inside a cover
COVER_EDGE = 4  # pixels at a cover's rim where the surroundings ring
JPEG_BLOCK = 8  # the master is 4:4:4: its colour blocks are no larger
TOLD_BY_DECODERS = {"exif", "xmp", "icc_profile", "comment", "photoshop", "adobe", "mp"}

MASTER = {"quality": 95, "subsampling": 0}
SETTINGS: dict[str, dict[str, object]] = {
    "jpeg": {"quality": 82, "progressive": True, "optimize": True, "subsampling": 2},
    "webp": {"quality": 78, "method": 4, "exact": False},
    "avif": {"quality": 58, "speed": 8, "subsampling": "4:2:0"},
}


def load_encoders() -> None:
    """Import what renditions need, while files can still be read."""
    from PIL import AvifImagePlugin, WebPImagePlugin  # noqa: F401

    AvifImagePlugin.DEFAULT_MAX_THREADS = THREADS


def cover(picture: Image.Image, covers: Sequence[Cover]) -> Image.Image:
    """Paint solid rectangles into the pixels, each rounded outwards to the master's blocks.

    A JPEG block that is half hidden rings: its other half would still tell of what is covered.
    """
    for each in covers:
        left, top, right, bottom = _box(each, picture.size)
        start = left - left % JPEG_BLOCK, top - top % JPEG_BLOCK
        end = right + -right % JPEG_BLOCK, bottom + -bottom % JPEG_BLOCK
        picture.paste(COVER_COLOUR, (*start, *end))
    return picture


def encode(picture: Image.Image, format: str, settings: Mapping[str, object]) -> bytes:
    """Write fresh pixels as a file, with nothing but what is said here."""
    buffer = io.BytesIO()
    picture.save(buffer, format.upper(), **settings)
    return buffer.getvalue()


def scaled(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Make a copy of at most this size; a picture is never made larger."""
    ratio = min(1.0, width / picture.width, height / picture.height)
    if ratio == 1.0:
        return picture
    size = max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio))
    return picture.resize(size, resample=Image.Resampling.LANCZOS, reducing_gap=3.0)


def open_again(data: bytes, format: Format, size: tuple[int, int], covers: Sequence[Cover]) -> None:
    """Decode a file that was just written; raise ``NotProved`` unless it is what was meant."""
    opened = Image.open(io.BytesIO(data), formats=(format,))
    if opened.size != size or getattr(opened, "n_frames", 1) != 1:
        raise NotProved("size or frames")
    if TOLD_BY_DECODERS & set(opened.info) or dict(opened.getexif()):
        raise NotProved("the decoder still finds metadata")
    opened.load()
    if not all(_is_covered(opened, each) for each in covers):
        raise NotProved("a cover does not show")


def _is_covered(picture: Image.Image, each: Cover) -> bool:
    left, top, right, bottom = _box(each, picture.size)
    inner = (left + COVER_EDGE, top + COVER_EDGE, right - COVER_EDGE, bottom - COVER_EDGE)
    if inner[2] - inner[0] < COVER_EDGE or inner[3] - inner[1] < COVER_EDGE:
        return True  # too small here to tell from its rim
    means = ImageStat.Stat(picture.crop(inner)).mean
    near = zip(means, COVER_COLOUR, strict=True)
    return all(abs(mean - meant) <= COVER_TOLERANCE for mean, meant in near)


def _box(each: Cover, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    return (
        math.floor(each.x0 * width),
        math.floor(each.y0 * height),
        min(width, math.ceil(each.x1 * width)),
        min(height, math.ceil(each.y1 * height)),
    )
