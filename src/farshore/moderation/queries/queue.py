"""The lists that a person works from. Each costs the same queries whatever its length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from farshore.intake import retention
from farshore.intake.models import Status
from farshore.intake.queries import PAYLOAD
from farshore.intake.telling import Telling, from_bytes
from farshore.kernel import clock
from farshore.moderation import flags
from farshore.moderation.blocks import blocks_of
from farshore.moderation.models import Case, Concern
from farshore.moderation.queries import wider
from farshore.moderation.queries.cases import given_to, unheard
from farshore.moderation.queries.content import public_places
from farshore.moderation.roles import MODERATE
from farshore.stories.pages import title_of
from farshore.stories.queries import place_name
from farshore.vault import queries as vault
from farshore.vault import seal
from farshore.vault.errors import MissingEpoch, Shredded
from farshore.vault.models import StoryKey

SIZE = 25
SOON = timedelta(days=30)
OPEN, ASKED, AGREED, PUBLIC, CLOSED = "open", "asked", "agreed", "public", "closed"
LISTS = (OPEN, ASKED, AGREED, PUBLIC, CLOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """One story in a list. `days` is its age; `flags` are (kind, how many). `is_late`: its day has
    passed, and something keeps it from crossing. `lapses`: the day on which it is destroyed, where
    that is near. `not_before`: a day that is still to come, before which it is not released."""

    case: UUID
    status: Status
    days: int
    title: str
    language: str
    points: tuple[tuple[float, float], ...]
    flags: tuple[tuple[str, int], ...]
    is_blocked: bool
    is_second: bool
    is_late: bool
    lapses: date | None = None
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of a list; `counts` are how many stand in each."""

    which: str
    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    page: int
    pages: int


def queue(user: User, *, which: str, page: int, language: str) -> Queue:
    """A page of one of this person's lists, oldest first; three queries beside permissions."""
    counts = counts_of(user)
    pages = max(1, -(-counts[which] // SIZE))
    page = min(max(1, page), pages)
    found = given_to(user).filter(_in_list(user)[which]).order_by("submission__sent_on", "pk")
    cases = list(found[(page - 1) * SIZE : page * SIZE])
    keys = _keys([case.submission.key for case in cases])
    lines = (_line(case, user, keys, language) for case in cases)
    return Queue(which, tuple(line for line in lines if line), counts, page, pages)


def counts_of(user: User) -> dict[str, int]:
    """How many of this person's stories stand in each list; one query."""
    lists = _in_list(user)
    told = given_to(user).aggregate(**{which: Count("pk", filter=lists[which]) for which in LISTS})
    return {which: told[which] or 0 for which in LISTS}


def waiting_for(user: User) -> int:
    """How many things wait for this person: stories to read or release, and concerns."""
    return given_to(user).filter(_in_list(user)[OPEN]).count() + concerns_for(user).count()


def concerns_for(user: User) -> QuerySet[Concern]:
    """What people wrote who are in a story: for whoever has the story, or for every moderator
    where nobody has it."""
    if not user.has_perm(MODERATE):
        return Concern.objects.none()
    mine = Q(crossing__submission__case__moderator=user)
    nobodys = Q(crossing__submission=None) | Q(crossing__submission__case__moderator=None)
    found = Concern.objects.filter(mine | nobodys).select_related("crossing")
    return found.order_by("day", "pk")


def _in_list(user: User) -> dict[str, Q]:
    first, second = Q(moderator=user), Q(second=user)
    stands = {status: Q(submission__status=status) for status in Status}
    unread = stands[Status.SENT] | stands[Status.IN_REVIEW]
    held_back = stands[Status.HIDDEN] & Q(submission__slug="")
    return {
        OPEN: (first & (unread | unheard() | wider.waiting(second=False)))
        | (second & (stands[Status.APPROVED] | wider.waiting(second=True))),
        ASKED: (first & stands[Status.ASKED]) | held_back,
        AGREED: (first & stands[Status.APPROVED]) | stands[Status.SCHEDULED],
        PUBLIC: stands[Status.RELEASED] | (stands[Status.HIDDEN] & ~Q(submission__slug="")),
        CLOSED: first & stands[Status.REJECTED],
    }


def _keys(stories: Iterable[UUID]) -> dict[UUID, bytes]:
    """The keys of these stories at once; one that is ended meanwhile has none."""
    keys = {}
    for row in StoryKey.objects.filter(pk__in=list(stories)):
        try:
            keys[row.pk] = vault.unwrapped(row)
        except MissingEpoch:
            keys |= _moved(row.pk)
    return keys


def _moved(story: UUID) -> dict[UUID, bytes]:
    """The key of a story that was laid under a newer epoch a moment ago."""
    try:
        return {story: vault.story_key(story)}
    except Shredded:
        return {}


def _line(case: Case, user: User, keys: Mapping[UUID, bytes], language: str) -> Line | None:
    row = case.submission
    key = keys.get(row.key)
    if key is None:
        return None
    telling = from_bytes(seal.open_sealed(key, bytes(row.payload), context=PAYLOAD))
    shown = public_places(telling)
    return Line(
        case=case.pk,
        status=Status(row.status),
        days=age(row.sent_on),
        title=title_of(telling.title, _names(telling, language)),
        language=telling.language,
        points=tuple((one.lon, one.lat) for one in shown),
        flags=flags.counted(telling),
        is_blocked=bool(blocks_of(telling)),
        is_second=case.moderator_id != user.pk,
        lapses=near(retention.ends_on(case.submission)),
        is_late=is_late(row.due_on),
        not_before=_to_come(row.not_before),
    )


def is_late(due_on: date | None) -> bool:
    """Whether the day of a batch is over everywhere on earth, and the story still waits for it."""
    return due_on is not None and (clock.today() - due_on).days > 1


def near(lapses: date | None) -> date | None:
    """The day on which a story is destroyed, if it is within a month."""
    return lapses if lapses and lapses - clock.today() <= SOON else None


def _to_come(not_before: date | None) -> date | None:
    return not_before if not_before and not_before > clock.today() else None


def age(sent_on: date) -> int:
    """Days since a story was sent."""
    return max(0, (clock.today() - sent_on).days)


def _names(telling: Telling, language: str) -> list[str]:
    return [place_name(one.place, language=language) for one in public_places(telling)]
