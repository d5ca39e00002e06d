"""A teller's plain text as paragraphs, and the opening of it. Plain Python."""

import re
from itertools import accumulate
from unicodedata import east_asian_width

_OPENING = 180


def paragraphs(text: str) -> tuple[str, ...]:
    """Blocks parted by blank lines; a single line break stays within its block."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(block.strip() for block in blocks if block.strip())


def opening(text: str) -> str:
    """The beginning of a text, 180 letters wide at most, cut between words where there are any.

    A letter of Chinese or Korean is as wide as two of Latin, and says as much.
    """
    # Every letter and every space is at least one wide: what comes later is never looked at.
    line = " ".join(text.split(maxsplit=_OPENING)[:_OPENING])[: _OPENING + 1]
    widths = accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
    fits = sum(width <= _OPENING for width in widths)
    if fits == len(line):
        return line
    cut = line[:fits]
    space = cut.rfind(" ")
    return (cut[:space] if space > fits // 2 else cut).rstrip(",;:–—- ") + "…"
