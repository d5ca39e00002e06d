"""Refusals of the press."""


class NotAnAddress(ValueError):
    """The address cannot be a file below `site/`."""


class NoRoom(Exception):
    """The disk is full: what stood before still stands, and the press tries again."""
