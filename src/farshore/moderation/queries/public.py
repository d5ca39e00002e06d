"""What stands on the site, and what was written about it, for whoever may hide it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from farshore.moderation.errors import NotYours
from farshore.moderation.models import Alarmed, Concern, Crossing
from farshore.moderation.queries.queue import concerns_for
from farshore.stories.models import Story
from farshore.vault import queries as vault

SIZE = 50
CONCERN = b"concern"


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A public story: who hides it, and whether somebody sent it here."""

    slug: str
    title: str
    language: str
    hidden_by_team: bool
    hidden_by_teller: bool
    was_sent: bool
    alarmed: bool = False


@dataclass(frozen=True, slots=True)
class PublicPage:
    lines: tuple[PublicLine, ...]
    page: int
    pages: int


def public_stories(*, page: int, slug: str = "") -> PublicPage:
    """A page of what is public, newest month first; three queries. `slug` finds one."""
    found = Story.objects.filter(slug=slug) if slug else Story.objects.all()
    pages = max(1, -(-found.count() // SIZE))
    page = min(max(1, page), pages)
    rows = list(found.order_by("-month", "slug")[(page - 1) * SIZE : page * SIZE])
    crossings = {
        one.slug: one
        for one in Crossing.objects.filter(slug__in=[row.slug for row in rows]).annotate(
            alarmed=Exists(Alarmed.objects.filter(crossing=OuterRef("pk")))
        )
    }
    return PublicPage(tuple(_line(row, crossings.get(row.slug)) for row in rows), page, pages)


def concern_of(user: User, concern: UUID) -> Concern:
    """Raises `NotYours` for what is somebody else's to decide, or is decided."""
    found = concerns_for(user).filter(pk=concern).first()
    if found is None:
        raise NotYours
    return found


def words_of(concern: Concern) -> str:
    """What the person wrote; it may be nothing. Raises `Shredded`."""
    return vault.open_for(concern.key, bytes(concern.sealed), context=CONCERN).decode()


def _line(row: Story, crossing: Crossing | None) -> PublicLine:
    return PublicLine(
        slug=row.slug,
        title=row.title,
        language=row.language,
        hidden_by_team=crossing.hidden_by_team if crossing else row.hidden,
        hidden_by_teller=crossing.hidden_by_teller if crossing else False,
        was_sent=bool(crossing and crossing.submission_id),
        alarmed=bool(getattr(crossing, "alarmed", False)),
    )
