"""A picture to send."""

import io
from functools import cache

from PIL import Image


@cache
def photo() -> bytes:
    """A JPEG of two megapixels with some grain."""
    ground = Image.radial_gradient("L").resize((1600, 1200))
    grain = Image.effect_noise((800, 600), 20).resize((1600, 1200))
    picture = Image.merge("RGB", (ground, Image.blend(ground, grain, 0.3), grain))
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=88)
    return held.getvalue()
