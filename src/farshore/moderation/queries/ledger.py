"""What the ledger says: to the team place by place, to a teller only kind by kind.

A teller's page names no place and no number: whoever finds the code learns nothing from it, not
even how many pictures a story had.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from farshore.moderation.models import Clearing, Mirror, Reached

SIZE = 50
KINDS = ("page", "list", "feed", "map", "data", "file", "index", "sealed", "backup", "mirror")


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
    """One place; `name` is an address or a mirror's name, empty where the kind says all."""

    kind: str
    name: str
    cleared: bool
    ends_on: date | None


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
    """Every place of one story, what is not done first; two queries."""
    mirrors = {str(one.pk): one.name for one in Mirror.objects.all()}
    rows = Reached.objects.filter(clearing=clearing).order_by("cleared", "kind", "place")
    return [Place(r.kind, _name(r, mirrors), r.cleared, r.ends_on) for r in rows]


def _name(row: Reached, mirrors: dict[str, str]) -> str:
    if row.kind == "mirror":
        return mirrors.get(row.place, "")
    return row.place if row.place.startswith("/") else ""
