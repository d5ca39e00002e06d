"""What the door for pictures refuses, and why."""

from enum import StrEnum


class RefusalReason(StrEnum):
    """Why a picture did not come through; ``words.explain`` says it to the person."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    ANIMATED = "animated"
    DAMAGED = "damaged"
    NOT_A_PICTURE = "not-a-picture"
    UNSUPPORTED = "unsupported"
    LYING = "lying"
    TOO_SLOW = "too-slow"
    NOT_PROVED = "not-proved"
    UNAVAILABLE = "unavailable"


class Refused(Exception):
    """A picture was not taken. ``reason`` is for the person, ``cause`` for the operator.

    ``cause`` is a class name, a signal or a rule of the proof: it never holds content.
    """

    def __init__(self, reason: RefusalReason, cause: str = "") -> None:
        super().__init__(f"{reason.value}: {cause}" if cause else reason.value)
        self.reason = reason
        self.cause = cause


class NotProved(Refused):
    """Bytes hold something that is not on the list of what a clean picture may hold."""

    def __init__(self, cause: str) -> None:
        super().__init__(RefusalReason.NOT_PROVED, cause)


class BadCover(ValueError):
    """A cover lies outside the picture, is empty, or is not made of numbers."""
