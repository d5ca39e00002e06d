"""What a file holds besides its picture, read from its structure before any decoder sees it.

Each kind gives a ``Survey``: the bytes that the decoder needs and no others, how large the
picture says it is, how it must be turned, its colour profile, and what else was found.
"""

from collections.abc import Callable

from ..sniff import Kind
from . import isobmff, jpeg, png, webp
from .result import Survey

_SURVEYORS: dict[Kind, Callable[[bytes], Survey]] = {
    Kind.JPEG: jpeg.survey,
    Kind.PNG: png.survey,
    Kind.WEBP: webp.survey,
    Kind.AVIF: isobmff.survey,
    Kind.HEIF: isobmff.survey,
}


def survey(kind: Kind, data: bytes) -> Survey:
    """Look through a file of a known kind; raise ``Refused`` if it is broken or animated."""
    return _SURVEYORS[kind](data)


__all__ = ["Survey", "survey"]
