"""The door for pictures: hostile bytes in, clean bytes and a report out.

``open_picture`` makes one clean master of whatever was handed in and says what it left behind;
``preview`` and ``render`` make copies of a master with covers painted in; ``prove_clean`` walks
a file's structure and refuses anything that a clean picture does not hold. Everything that
decodes or encodes runs in a child process that has given up files, network and privileges.
"""

from .door import isolation, open_picture, preview, render
from .errors import BadCover, NotProved, RefusalReason, Refused
from .proof import prove_clean
from .values import Cover, Format, Limits, Master, Removed, Rendition
from .words import REFUSALS, REMOVED, describe, explain

__all__ = [
    "REFUSALS",
    "REMOVED",
    "BadCover",
    "Cover",
    "Format",
    "Limits",
    "Master",
    "NotProved",
    "RefusalReason",
    "Refused",
    "Removed",
    "Rendition",
    "describe",
    "explain",
    "isolation",
    "open_picture",
    "preview",
    "prove_clean",
    "render",
]
