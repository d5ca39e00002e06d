"""Who may do what in the studio. Each role has what its work needs and nothing more.

Plain Python: the command line reads it on machines that have no house.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MODERATORS, RELEASERS, EDITORS = "Moderators", "Releasers", "Editors"
SAFEGUARDING, FULFILMENT, OPERATORS = "Safeguarding", "Fulfilment", "Operators"
FILM_TEAM = "Film"

ACCESS = "wagtailadmin.access_admin"
MODERATE = "moderation.moderate"
RELEASE = "moderation.release"
OVERSEE = "moderation.oversee"
SAFEGUARD = "moderation.safeguard"
FULFIL = "moderation.fulfil"
FILM = "moderation.film"
CROSSING = (MODERATE, RELEASE, OVERSEE)
"""Whoever has one of these has something to do with stories that were sent."""
GIVEN = (*CROSSING, SAFEGUARD, FULFIL, FILM)
"""What can be given to other groups than ours as well."""


@dataclass(frozen=True, slots=True)
class Role:
    """A group of the studio and its permissions, each `app.codename`."""

    name: str
    permissions: tuple[str, ...]


ROLES = (
    Role(MODERATORS, (ACCESS, MODERATE)),
    Role(RELEASERS, (ACCESS, RELEASE)),
    Role(SAFEGUARDING, (ACCESS, RELEASE, SAFEGUARD)),
    Role(FULFILMENT, (ACCESS, FULFIL)),
    Role(OPERATORS, (ACCESS, OVERSEE)),
    Role(FILM_TEAM, (ACCESS, FILM)),
    Role(
        EDITORS,
        (ACCESS, "screenings.add_film", "screenings.change_film", "screenings.view_film"),
    ),
)

READING = frozenset({MODERATE, RELEASE, SAFEGUARD})
"""Permissions that let somebody read stories before the public does."""


def in_both_hands(permissions: Iterable[str]) -> bool:
    """Whether these permissions together reach sealed contacts and unreleased stories."""
    given = set(permissions)
    return FULFIL in given and bool(given & READING)
