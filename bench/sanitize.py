"""How long cleaning pictures takes: ``python bench/sanitize.py`` prints a JSON list of figures.

A drawn picture of 12 megapixels with photographic grain, as JPEG (what phones send); each act
includes the start of its child. ``seconds per megapixel`` is of the picture that came in for
``open_picture`` and of the master for ``render``.
"""

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from farshore.sanitize import Cover, open_picture, preview, render

SIZE = (4000, 3000)
ROUNDS = 3
MILLION = 1_000_000


def photo() -> bytes:
    """Gradients, edges and grain: about as hard to pack as a photo."""
    ground = Image.radial_gradient("L").resize(SIZE)
    grain = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 24).resize(SIZE)
    light = Image.blend(ground, grain, 0.3)
    picture = Image.merge("RGB", (light, light.transpose(Image.Transpose.FLIP_TOP_BOTTOM), ground))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def seconds(act: Callable[[], object]) -> float:
    """The median of a few rounds on the wall."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    data = photo()
    master = open_picture(data)
    covers = [Cover(0.1, 0.1, 0.3, 0.4)]
    opening = seconds(lambda: open_picture(data))
    rendering = seconds(lambda: render(master.data, covers=covers))
    previewing = seconds(lambda: preview(master.data, side=480, covers=covers))
    small = open_picture(preview(master.data, side=64)).data
    starting = seconds(lambda: preview(small, side=32))
    came, kept = SIZE[0] * SIZE[1] / MILLION, master.width * master.height / MILLION
    figures = [
        ("sanitize.open_picture", opening / came, "s/megapixel"),
        ("sanitize.open_picture.12mp", opening, "s"),
        ("sanitize.render", rendering / kept, "s/megapixel"),
        ("sanitize.render.all", rendering, "s"),
        ("sanitize.preview", previewing, "s"),
        ("sanitize.child_start", starting, "s"),
    ]
    rows = [{"name": name, "value": round(value, 4), "unit": unit} for name, value, unit in figures]
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
