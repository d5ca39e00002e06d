"""Pictures drawn for the demonstration: night, water, one light. Deterministic, Pillow only."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]

NIGHT: Colour = (16, 24, 33)
WATER: Colour = (26, 40, 54)
DUSK: Colour = (58, 74, 90)
SNOW: Colour = (176, 188, 198)
LAMP: Colour = (246, 190, 104)
BLACK: Colour = (8, 11, 15)


def draw(name: str) -> bytes:
    """The picture of that name as JPEG bytes. Raises `KeyError` for a name not drawn here."""
    canvas = _PICTURES[name]()
    out = io.BytesIO()
    _grained(canvas).save(out, "JPEG", quality=92)
    return out.getvalue()


def _still() -> Image.Image:
    """The film's still, 2.39:1: a river, the far bank, one lamp and its light on the water."""
    width, height = 2400, 1004
    canvas = _gradient(width, height, NIGHT, DUSK, until=0.46)
    _hills(canvas, horizon=470, height=120, colour=BLACK, seed=3)
    water = _gradient(width, height - 470, WATER, BLACK)
    canvas.paste(water, (0, 470))
    _ripples(canvas, top=474, seed=11)
    _lamp(canvas, x=1610, y=452, reach=430)
    _reeds(canvas, base=height, seed=5)
    return canvas


def _ice() -> Image.Image:
    """A frozen river with two sets of footprints that stop."""
    width, height = 1800, 1200
    canvas = _gradient(width, height, DUSK, SNOW, until=0.4)
    _hills(canvas, horizon=470, height=70, colour=(70, 84, 98), seed=8)
    pen = ImageDraw.Draw(canvas)
    for step in range(17):
        share = step / 17
        x, y = 700 + 260 * share, height - 40 - 560 * share
        size = 26 * (1 - share) + 5
        side = size if step % 2 else -size
        _foot(pen, x + side, y, size)
        if step < 15:
            _foot(pen, x + 150 * (1 - share) + side * 0.6, y + 8, size * 0.6)
    return canvas.filter(ImageFilter.GaussianBlur(1.2))


def _far_lamp() -> Image.Image:
    width, height = 1500, 1500
    canvas = _gradient(width, height, BLACK, NIGHT)
    _hills(canvas, horizon=760, height=60, colour=BLACK, seed=21)
    canvas.paste(_gradient(width, height - 760, WATER, BLACK), (0, 760))
    _ripples(canvas, top=764, seed=4)
    _lamp(canvas, x=870, y=742, reach=520)
    return canvas


def _key() -> Image.Image:
    """A key on a table, its shadow longer than itself."""
    width, height = 1600, 1100
    canvas = _gradient(width, height, (74, 62, 48), (30, 26, 22))
    shadow = Image.new("L", (width, height), 0)
    _key_shape(ImageDraw.Draw(shadow), 380, 640, 1.5, 210)
    shadow = shadow.filter(ImageFilter.GaussianBlur(18))
    canvas.paste(Image.new("RGB", (width, height), BLACK), mask=shadow)
    shape = Image.new("L", (width, height), 0)
    _key_shape(ImageDraw.Draw(shape), 420, 540, 1.0, 255)
    canvas.paste(Image.new("RGB", (width, height), (150, 128, 92)), mask=shape)
    return canvas


def _bridge() -> Image.Image:
    """A long bridge at daybreak, people in one line."""
    width, height = 2000, 1000
    canvas = _gradient(width, height, (52, 60, 78), (208, 168, 128), until=0.75)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 640, width, 668), fill=(28, 30, 38))
    for pillar in range(40, width, 240):
        pen.rectangle((pillar, 668, pillar + 34, height), fill=(28, 30, 38))
    dice = random.Random(17)  # noqa: S311 - a drawing, not a secret
    x = 90.0
    while x < width - 60:
        tall = dice.uniform(52, 84)
        pen.ellipse((x - 9, 640 - tall - 16, x + 9, 640 - tall + 2), fill=(24, 25, 31))
        pen.polygon(
            [(x - 14, 640), (x - 11, 640 - tall), (x + 11, 640 - tall), (x + 15, 640)],
            fill=(24, 25, 31),
        )
        x += dice.uniform(34, 120)
    return canvas.filter(ImageFilter.GaussianBlur(1.4))


def _sea() -> Image.Image:
    width, height = 1800, 1000
    canvas = _gradient(width, height, BLACK, NIGHT, until=0.48)
    canvas.paste(_gradient(width, height - 490, WATER, BLACK), (0, 490))
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 486, width, 491), fill=(66, 84, 100))
    _ripples(canvas, top=500, seed=9)
    return canvas


def _snow() -> Image.Image:
    """A road between poplars, snow, a bus far off with its lights on."""
    width, height = 1800, 1200
    canvas = _gradient(width, height, (62, 76, 92), SNOW, until=0.55)
    pen = ImageDraw.Draw(canvas)
    pen.polygon([(820, 640), (980, 640), (1500, height), (300, height)], fill=(150, 162, 172))
    for row in range(9):
        share = (row / 9) ** 1.6
        for side in (-1, 1):
            x, foot = 900 + side * (110 + 760 * share), 640 + 470 * share
            tall = 150 + 520 * share
            pen.ellipse(
                (x - 16 - 34 * share, foot - tall, x + 16 + 34 * share, foot), fill=(44, 54, 62)
            )
    pen.rectangle((872, 588, 928, 640), fill=(52, 58, 66))
    _glow(canvas, 884, 628, 34)
    _glow(canvas, 916, 628, 34)
    flakes = ImageDraw.Draw(canvas)
    dice = random.Random(29)  # noqa: S311 - a drawing, not a secret
    for _ in range(900):
        x, y, r = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(0.8, 3.4)
        flakes.ellipse((x - r, y - r, x + r, y + r), fill=(214, 222, 228))
    return canvas.filter(ImageFilter.GaussianBlur(1.1))


def _gradient(
    width: int, height: int, top: Colour, bottom: Colour, *, until: float = 1.0
) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((width, max(1, int(height * until))))
    full = Image.new("L", (width, height), 255)
    full.paste(ramp, (0, 0))
    return Image.composite(
        Image.new("RGB", (width, height), bottom), Image.new("RGB", (width, height), top), full
    )


def _hills(canvas: Image.Image, *, horizon: int, height: int, colour: Colour, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    waves = [
        (dice.uniform(0.6, 4.0), dice.uniform(0, 6.3), dice.uniform(0.2, 1.0)) for _ in range(6)
    ]
    total = sum(weight for _f, _p, weight in waves)
    line = [(0.0, float(horizon + 4))]
    for x in range(0, canvas.width + 8, 8):
        angle = x / canvas.width * math.tau
        lift = sum(weight * (1 + math.sin(f * angle + p)) / 2 for f, p, weight in waves) / total
        line.append((float(x), horizon - lift * height))
    ImageDraw.Draw(canvas).polygon([*line, (float(canvas.width), float(horizon + 4))], fill=colour)


def _ripples(canvas: Image.Image, *, top: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    layer = Image.new("L", canvas.size, 0)
    pen = ImageDraw.Draw(layer)
    for _ in range(700):
        depth = dice.random() ** 1.7
        y = top + depth * (canvas.height - top)
        length = 20 + 190 * depth * dice.random()
        x = dice.uniform(-40, canvas.width)
        pen.line((x, y, x + length, y), fill=int(dice.uniform(8, 44)), width=1 + int(2 * depth))
    canvas.paste(Image.new("RGB", canvas.size, (120, 142, 160)), mask=layer)


def _lamp(canvas: Image.Image, *, x: int, y: int, reach: int) -> None:
    """A point of light and its broken path on the water below it."""
    dice = random.Random(x)  # noqa: S311 - a drawing, not a secret
    layer = Image.new("L", canvas.size, 0)
    pen = ImageDraw.Draw(layer)
    for step in range(reach // 3):
        share = step / (reach / 3)
        width = (3 + 26 * share) * dice.uniform(0.3, 1.0)
        middle = x + dice.uniform(-1, 1) * 14 * share
        pen.line(
            (middle - width, y + 30 + step * 3, middle + width, y + 30 + step * 3),
            fill=int(225 * (1 - share) ** 1.3),
            width=2,
        )
    layer = layer.filter(ImageFilter.GaussianBlur(1.6))
    canvas.paste(Image.new("RGB", canvas.size, LAMP), mask=layer)
    _glow(canvas, x, y, 120)
    ImageDraw.Draw(canvas).ellipse((x - 5, y - 6, x + 5, y + 6), fill=(255, 236, 200))


def _glow(canvas: Image.Image, x: int, y: int, reach: int) -> None:
    halo = Image.new("L", canvas.size, 0)
    ImageDraw.Draw(halo).ellipse(
        (x - reach // 4, y - reach // 4, x + reach // 4, y + reach // 4), fill=190
    )
    halo = halo.filter(ImageFilter.GaussianBlur(reach / 3))
    light = Image.composite(
        Image.new("RGB", canvas.size, LAMP), Image.new("RGB", canvas.size), halo
    )
    canvas.paste(ImageChops.add(canvas, light))


def _reeds(canvas: Image.Image, *, base: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    pen = ImageDraw.Draw(canvas)
    for _ in range(260):
        x = dice.triangular(0, canvas.width * 0.62, 0)
        tall = dice.uniform(60, 330) * (1 - x / canvas.width)
        lean = dice.uniform(-30, 70)
        pen.line(
            (x, base, x + lean * 0.4, base - tall * 0.6, x + lean, base - tall), fill=BLACK, width=3
        )


def _foot(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    pen.ellipse((x - size * 0.45, y - size, x + size * 0.45, y + size * 0.7), fill=(126, 140, 152))


def _key_shape(pen: ImageDraw.ImageDraw, x: int, y: int, stretch: float, fill: int) -> None:
    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * stretch, y + dy * (stretch if stretch == 1 else 0.8)

    pen.ellipse((*at(-90, -90), *at(90, 90)), outline=fill, width=30)
    pen.rectangle((*at(86, -16), *at(560, 16)), fill=fill)
    pen.rectangle((*at(470, 12), *at(500, 92)), fill=fill)
    pen.rectangle((*at(524, 12), *at(554, 70)), fill=fill)


def _grained(canvas: Image.Image) -> Image.Image:
    """A little grain, the same in every run."""
    dice = random.Random(1)  # noqa: S311 - a drawing, not a secret
    small = Image.frombytes("L", (256, 256), dice.randbytes(65536))
    tile = Image.new("L", canvas.size)
    for left in range(0, canvas.width, 256):
        for top in range(0, canvas.height, 256):
            tile.paste(small, (left, top))
    soft = tile.point(lambda value: 122 + value // 18)
    return ImageChops.overlay(canvas, Image.merge("RGB", (soft, soft, soft)))


_PICTURES: dict[str, Callable[[], Image.Image]] = {
    "still": _still,
    "ice": _ice,
    "lamp": _far_lamp,
    "key": _key,
    "bridge": _bridge,
    "sea": _sea,
    "snow": _snow,
}
