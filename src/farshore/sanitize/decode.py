"""From a stranger's file to bare, upright sRGB pixels. Runs in the child only."""

import io
import os
import warnings
from typing import Any

from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin

from .colour import profile
from .errors import RefusalReason, Refused
from .sniff import Kind
from .survey import Survey, survey
from .values import Limits, Removed

Image.preinit()  # before the files are locked away
_HERE = (JpegImagePlugin, PngImagePlugin)

THREADS = min(4, os.cpu_count() or 1)  # each takes address space, which is bounded
PAPER = (255, 255, 255)  # what shows through where a picture is transparent
ORIENTATION_TAG = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MOST_WORK = 3  # tiles, masks and gain maps may together be so many times the largest picture
PROFILE_MODES = {"RGB", "L", "CMYK"}


def load_decoder(kind: Kind) -> None:
    """Import what a kind needs, while files can still be read."""
    if kind is Kind.WEBP:
        from PIL import WebPImagePlugin  # noqa: F401
    elif kind is Kind.AVIF:
        # Pillow reads an AVIF's turn through its EXIF classes, which it imports late.
        from PIL import AvifImagePlugin, TiffImagePlugin  # noqa: F401

        AvifImagePlugin.DEFAULT_MAX_THREADS = THREADS
    elif kind is Kind.HEIF:
        import pi_heif  # noqa: F401


def decode(kind: Kind, data: bytes, limits: Limits) -> tuple[Image.Image, set[Removed]]:
    """Give fresh RGB pixels, no side longer than ``limits.master_side``, and what was found."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    found = survey(kind, data)
    _check_size(found.size, limits)
    if found.work > MOST_WORK * limits.max_pixels:
        raise Refused(RefusalReason.TOO_MANY_PIXELS, "tiles")
    picture, found.icc, turn = _opened(kind, found, limits)
    picture = _flat(picture)
    picture = _shrunk(picture, limits.master_side)
    picture = _in_srgb(picture, found.icc or (profile(*found.codes) if found.codes else None))
    if turn in TURNS:
        picture = picture.transpose(TURNS[turn])
    return fresh(picture), found.removed


def fresh(picture: Image.Image) -> Image.Image:
    """Copy pixels, and nothing else, into a new picture."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    return clean


def _check_size(size: tuple[int, int] | None, limits: Limits) -> None:
    if size is None or min(size) < 1:
        raise Refused(RefusalReason.DAMAGED, "size")
    if max(size) > limits.max_side or size[0] * size[1] > limits.max_pixels:
        raise Refused(RefusalReason.TOO_MANY_PIXELS)


def _opened(kind: Kind, found: Survey, limits: Limits) -> tuple[Image.Image, bytes | None, int]:
    """Decode to a loaded picture, its colour profile, and the turn it still needs."""
    if kind is Kind.HEIF:
        picture, icc = _heif(found.pixels)
        _check_size(picture.size, limits)
        return picture, icc, 1  # libheif has turned it
    opened: Any = Image.open(io.BytesIO(found.pixels), formats=(kind.value,))
    if getattr(opened, "n_frames", 1) != 1:
        raise Refused(RefusalReason.ANIMATED)
    if opened.size != found.size:
        raise Refused(RefusalReason.LYING, "size")
    if kind is Kind.AVIF:
        icc, turn = opened.info.get("icc_profile"), opened.getexif().get(ORIENTATION_TAG, 1)
    else:
        icc, turn = found.icc, found.orientation or 1
    if kind is Kind.JPEG:
        opened.draft(opened.mode, (limits.master_side, limits.master_side))
    opened.load()
    return opened.crop(found.crop) if found.crop else opened, icc, turn


def _heif(data: bytes) -> tuple[Image.Image, bytes | None]:
    import pi_heif

    opened = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
    frame = opened[opened.primary_index]
    picture = Image.frombuffer(
        frame.mode, frame.size, frame.data, "raw", frame.mode, frame.stride, 1
    )
    return picture, frame.info.get("icc_profile")


def _flat(picture: Image.Image) -> Image.Image:
    """Bring any mode to RGB, L or CMYK: 16 bits to 8, palettes and transparency resolved."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, PAPER)
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return picture if picture.mode in PROFILE_MODES else picture.convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    longest = max(picture.size)
    if longest <= side:
        return picture
    size = tuple(max(1, round(length * side / longest)) for length in picture.size)
    return picture.resize((size[0], size[1]), resample=Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(picture: Image.Image, icc: bytes | None) -> Image.Image:
    """Convert colours by the picture's own profile; a profile that is broken is ignored."""
    if icc:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            converted = ImageCms.profileToProfile(
                picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode == "RGB" else picture.convert("RGB")
