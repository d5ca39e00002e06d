"""What a survey brings home."""

from dataclasses import dataclass, field

from ..errors import RefusalReason, Refused
from ..values import Removed


@dataclass(slots=True)
class Survey:
    """``pixels`` is the file cut down to what the decoder needs; ``size`` what it claims.

    ``crop`` is the part of the stored picture that is meant to be seen (left, top, right, bottom,
    in pixels), where the file names one. ``work`` is how many pixels must be decoded for it.
    ``codes`` name its primaries and its transfer, where there is no profile (see ``colour``).
    """

    pixels: bytes = b""
    size: tuple[int, int] | None = None
    work: int = 0
    orientation: int | None = None
    icc: bytes | None = None
    codes: tuple[int, int] | None = None
    crop: tuple[int, int, int, int] | None = None
    removed: set[Removed] = field(default_factory=set)


def damaged(cause: str) -> Refused:
    """A file whose structure ends or breaks where it must not."""
    return Refused(RefusalReason.DAMAGED, cause)
