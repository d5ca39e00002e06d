"""Refusals of the vault."""


class CannotOpen(Exception):
    """Wrong key, wrong context, or changed bytes: nothing of the contents is given."""


class Shredded(Exception):
    """The story's key is gone, and with it everything that lay under it."""


class UnknownBlob(Exception):
    """No sealed file of this name."""


class NoRoom(Exception):
    """The disk is full: nothing was written, what stood before still stands."""


class MissingEpoch(Exception):
    """The epoch under which a story's key lies is not in its folder; the argument is its id.

    Nothing is lost yet: put the file back, from a copy of `secret/epochs`.
    """


class NoTeamKeys(Exception):
    """There is no key of the team to seal to."""


class TooLong(Exception):
    """What is to be sealed does not fit into the longest of the fixed lengths.

    The arguments are its length and the longest possible, in bytes.
    """


class NotSealed(Exception):
    """What came as sealed is not: other bytes, another length, or another number of keys."""


class Damaged(Exception):
    """An exported file is not what was written: cut off, changed, or of another kind."""


class SlipOver(Exception):
    """The slip of an export is older than it may be; the argument is its last day."""


class WrongKey(Exception):
    """None of the keys opens it."""


class NotAKey(Exception):
    """The file holds no private key of age."""


class WrongPassphrase(Exception):
    """The passphrase does not open the key."""


class Undrawable(Exception):
    """Some labels cannot be drawn as they are written; the argument is their numbers, from 1."""
