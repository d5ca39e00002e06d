"""A teller's plain text as paragraphs, and the opening of it. Plain Python."""

import re

_OPENING = 180


def paragraphs(text: str) -> tuple[str, ...]:
    """Blocks parted by blank lines; a single line break stays within its block."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(block.strip() for block in blocks if block.strip())


def opening(text: str) -> str:
    """The beginning of a text, at most 180 characters, cut between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= _OPENING:
        return line
    cut = line[:_OPENING]
    space = cut.rfind(" ")
    return (cut[:space] if space > _OPENING // 2 else cut).rstrip(",;:–—- ") + "…"
