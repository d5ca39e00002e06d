"""Who may do what in the studio. Each role has what its work needs and nothing more."""

from collections.abc import Iterable
from dataclasses import dataclass

MODERATORS, RELEASERS, EDITORS = "Moderators", "Releasers", "Editors"
SAFEGUARDING, FULFILMENT, OPERATORS = "Safeguarding", "Fulfilment", "Operators"

ACCESS = "wagtailadmin.access_admin"
MODERATE = "moderation.moderate"
RELEASE = "moderation.release"
OVERSEE = "moderation.oversee"
SAFEGUARD = "moderation.safeguard"
FULFIL = "moderation.fulfil"
CROSSING = (MODERATE, RELEASE, OVERSEE)
"""Whoever has one of these has something to do with stories that were sent."""
GIVEN = (*CROSSING, SAFEGUARD, FULFIL)
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
    Role(
        EDITORS,
        (ACCESS, "screenings.add_film", "screenings.change_film", "screenings.view_film"),
    ),
)

READING = frozenset({MODERATORS, RELEASERS, SAFEGUARDING})
"""Roles that read stories before the public does."""


def meets_both(roles: Iterable[str]) -> bool:
    """Whether somebody of these roles would have to do with sealed contacts and with stories."""
    given = set(roles)
    return FULFILMENT in given and bool(given & READING)
