"""The clean aperture of an AVIF or HEIC: the part of the stored picture that viewers show.

Whoever cut a picture in this way left the rest in the file. Pillow shows it, libheif does not.
"""

from fractions import Fraction

from .result import damaged

Box = tuple[int, int, int, int]


def crop_of(properties: list[tuple[bytes, bytes]], size: tuple[int, int] | None) -> Box | None:
    """What of an item with these properties is meant to be seen; None for all of it.

    Raises ``Refused``.
    """
    for name, body in properties:
        if name == b"clap" and size is not None:
            crop = _crop(body, size)
            return None if crop == (0, 0, *size) else crop
    return None


def _crop(body: bytes, size: tuple[int, int]) -> Box:
    width, height, right_by, down_by = (_fraction(body, at) for at in (0, 8, 16, 24))
    left, top = (size[0] - width) / 2 + right_by, (size[1] - height) / 2 + down_by
    sides = left, top, left + width, top + height
    box = round(sides[0]), round(sides[1]), round(sides[2]), round(sides[3])
    if not (0 <= box[0] < box[2] <= size[0] and 0 <= box[1] < box[3] <= size[1]):
        raise damaged("aperture")
    return box


def _fraction(body: bytes, at: int) -> Fraction:
    over = int.from_bytes(body[at : at + 4], signed=True)
    under = int.from_bytes(body[at + 4 : at + 8], signed=True)
    if under <= 0 or len(body) < at + 8:
        raise damaged("aperture")
    return Fraction(over, under)
