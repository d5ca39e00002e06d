"""Refusals of the near shore."""


class UnknownHand(Exception):
    """Nothing lies under this key: never did, expired, destroyed, or withdrawn."""


class NotReady(Exception):
    """A story cannot be sent yet; `missing` are message ids of what it needs."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__()
        self.missing = missing


class NotNow(Exception):
    """What was asked does not fit where the story stands now."""


class NotKept(Exception):
    """The database could not write just now (full, or too busy): what was kept before stands."""


class UnknownPart(Exception):
    """No such place, picture or change in this story."""


class TooMany(Exception):
    """The story has as many of these as it may have; they are all kept."""


class Closed(Exception):
    """The house takes no stories in just now; the argument says why: a key of `doors.SENTENCES`."""
