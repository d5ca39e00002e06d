"""What the ledger says: to the team place by place, to a teller only kind by kind.

A teller's page names no place and no number: whoever finds the code learns nothing from it, not
even how many pictures a story had.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from farshore.moderation.models import Clearing, Mirror, Reached
from farshore.moderation.queries import uses

SIZE = 50
KINDS = (
    *(
        "page",
        "list",
        "feed",
        "map",
        "data",
        "file",
        "index",
        "sealed",
        "backup",
        "export",
        "mirror",
    ),
    *(uses.USE, uses.FINISHED),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A story that had to go, and of how many places it is gone."""

    id: UUID
    slug: str
    why: str
    day: date
    places: int
    cleared: int


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `name` is an address, a mirror's name, or where something was used; empty where
    the kind says all. `use` is the id of a use that somebody has to take out."""

    kind: str
    name: str
    cleared: bool
    ends_on: date | None
    use: UUID | None = None


def open_kinds(clearing: UUID) -> list[str]:
    """The kinds of places from which a story is not gone yet. One query."""
    rows = Reached.objects.filter(clearing=clearing, cleared=False)
    return sorted(set(rows.values_list("kind", flat=True)))


def lines(*, page: int) -> tuple[list[Line], int]:
    """A page of the ledger, what is not done first, then the newest; and how many pages."""
    counted = Clearing.objects.annotate(
        all=Count("places"), done=Count("places", filter=Q(places__cleared=True))
    )
    pages = max(1, -(-Clearing.objects.count() // SIZE))
    page = min(max(1, page), pages)
    rows = counted.annotate(left=F("all") - F("done")).order_by("-left", "-day", "slug")
    shown = rows[(page - 1) * SIZE : page * SIZE]
    return [Line(r.pk, r.slug, r.get_why_display(), r.day, r.all, r.done) for r in shown], pages


def places(clearing: UUID) -> list[Place]:
    """Every place of one story, what is not done first; three queries."""
    names = {str(one.pk): one.name for one in Mirror.objects.all()}
    rows = list(Reached.objects.filter(clearing=clearing).order_by("cleared", "kind", "place"))
    names |= uses.described([one.place for one in rows if one.kind in _BY_HAND])
    return [_place(row, names) for row in rows]


_BY_HAND = (uses.USE, uses.FINISHED)


def _place(row: Reached, names: dict[str, str]) -> Place:
    use = UUID(row.place) if row.kind == uses.USE and not row.cleared else None
    return Place(row.kind, _name(row, names), row.cleared, row.ends_on, use)


def _name(row: Reached, names: dict[str, str]) -> str:
    if row.kind in ("mirror", *_BY_HAND):
        return names.get(row.place, "")
    return row.place if row.place.startswith("/") else ""
