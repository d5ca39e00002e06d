"""Why a release is not taken. Each says what is the matter; its hint says what to do."""

_AGAIN = "Fetch it again, from another place if you can. If it stays so, tell the founders."


class Refused(Exception):
    """A release that must not be installed; the argument is the sentence."""

    hint = _AGAIN


class Unreadable(Refused):
    """A file or the folder cannot be read, is no ordinary file, or is too large."""


class Unguarded(Refused):
    """Somebody else could change it between the check and the installation."""

    hint = "Copy it to a folder that only you can write, and check that one."


class BrokenSums(Refused):
    """SHA256SUMS is not a list of sums and plain names."""


class BrokenFounders(Refused):
    """A file of founders' keys cannot be understood."""


class NoFounders(Refused):
    """The version that runs holds keys of fewer than two people, so no signature can count."""

    hint = "docs/running/updating.md says what you can do until there are keys."


class BrokenChain(Refused):
    """The keys in a release do not follow from those of the version that runs."""


class TooFewSigned(Refused):
    """Fewer than two founders have signed."""


class Altered(Refused):
    """A file is not the one that was signed."""


class Missing(Refused):
    """A file that was signed is not there."""


class Extra(Refused):
    """A file is there that nobody signed."""

    hint = "Move it away, and check again. It must not be installed with the rest."


class Older(Refused):
    """The release is older than what runs."""

    hint = "Old versions have old faults. If you want it all the same: --older."


class NotFarshore(Refused):
    """What was signed is not a release of Farshore, or contradicts itself."""


class NoProgram(Refused):
    """`ssh-keygen` is not here or does not end."""

    hint = "Install OpenSSH's client (Debian: apt install openssh-client), and check again."
