"""Who may do what in the studio. Each role has what its work needs and nothing more."""

from dataclasses import dataclass

MODERATORS, RELEASERS, EDITORS = "Moderators", "Releasers", "Editors"

ACCESS = "wagtailadmin.access_admin"
MODERATE = "moderation.moderate"
RELEASE = "moderation.release"
OVERSEE = "moderation.oversee"
CROSSING = (MODERATE, RELEASE, OVERSEE)
"""Whoever has one of these has something to do with stories that were sent."""


@dataclass(frozen=True, slots=True)
class Role:
    """A group of the studio and its permissions, each `app.codename`."""

    name: str
    permissions: tuple[str, ...]


ROLES = (
    Role(MODERATORS, (ACCESS, MODERATE)),
    Role(RELEASERS, (ACCESS, RELEASE)),
    Role(
        EDITORS,
        (ACCESS, "screenings.add_film", "screenings.change_film", "screenings.view_film"),
    ),
)
