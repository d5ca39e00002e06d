"""What was noticed, and where."""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a story that holds words. `where` is what a cut calls it."""

    where: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """`text[start:end]` of some text, and what it looks like.

    `what` is a key of `kinds.PAPERS`, or empty. `sure`: its check digits are right.
    """

    kind: str
    start: int
    end: int
    what: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Something for people to look at: `text[start:end]` of a field, or the whole story."""

    kind: str
    where: str = ""
    part: str = ""
    start: int = 0
    end: int = 0
    words: str = ""
    what: str = ""
    sure: bool = False
