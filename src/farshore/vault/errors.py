"""Refusals of the vault."""


class CannotOpen(Exception):
    """Wrong key, wrong context, or changed bytes: nothing of the contents is given."""


class Shredded(Exception):
    """The story's key is gone, and with it everything that lay under it."""


class UnknownBlob(Exception):
    """No sealed file of this name."""


class NoRoom(Exception):
    """The disk is full: nothing was written, what stood before still stands."""
