"""Where a story was: each place is written down when it must go, and ticked when it has gone.

The press ticks an address when its file says again what the rooms say. A key that was destroyed is
gone at once, its copies in backups by a day. A mirror ticks itself by what it publishes. What the
film's team has used, somebody of the team takes out and ticks; in a finished film nobody can.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.models import Clearing, Mirror, Reached, Use
from farshore.moderation.queries.uses import FINISHED, USE

KEPT = timedelta(days=30)
"""How long a ledger stays in which everything is ticked."""

SEALED, BACKUP, EXPORT, MIRROR = "sealed", "backup", "export", "mirror"


def begin(
    *,
    slug: str,
    why: Clearing.Why,
    addresses: Iterable[str],
    mirrored: bool,
    backup: date | None,
    exported: bool = False,
) -> UUID:
    """Write down every place of a story that must go, in place of what was written before.

    In the transaction that marks the addresses. `mirrored`: it was in open data. `backup`: the day
    on which the last copy of its key has ended, where the key was destroyed. `exported`: the team
    took out something sealed of it, with a slip, which is used no longer than until that day.
    """
    end(slug=slug)
    made = Clearing.objects.create(slug=slug, why=why, day=clock.today())
    rows = [Reached(kind=registry.kind_of(one), place=one) for one in sorted(addresses)]
    if mirrored:
        rows += [Reached(kind=MIRROR, place=str(one.pk)) for one in Mirror.objects.all()]
    if backup:
        rows.append(Reached(kind=SEALED, place="", cleared=True))
        rows.append(Reached(kind=BACKUP, place=BACKUP, ends_on=backup))
    if backup and exported:
        rows.append(Reached(kind=EXPORT, place=EXPORT, ends_on=backup))
    for row in rows:
        row.clearing = made
    Reached.objects.bulk_create(rows, batch_size=200)
    return made.pk


def end(*, slug: str) -> None:
    """The story may stand again where it stood: nothing of it must go."""
    Clearing.objects.filter(slug=slug).delete()


def must_go(*, slug: str, why: Clearing.Why, found: Iterable[Use]) -> UUID | None:
    """Write these uses into the story's ledger, beside what stands there; the ledger, if there is
    one. What is in a finished film is written down as what cannot be undone."""
    today, rows = clock.today(), list(found)
    known = Clearing.objects.filter(slug=slug).first()
    if not rows:
        return known.pk if known else None
    made = known or Clearing.objects.create(slug=slug, why=why, day=today)
    for row in rows:
        finished = row.is_finished(today)
        Reached.objects.update_or_create(
            clearing=made,
            place=str(row.pk),
            defaults={"kind": FINISHED if finished else USE, "cleared": finished},
        )
    return made.pk


def may_stay(*, slug: str, against: Iterable[Use]) -> None:
    """Its teller says yes again: of a story on the site only these uses must still go."""
    found = Reached.objects.filter(clearing__slug=slug, clearing__why=Clearing.Why.NARROWED)
    waits = found.filter(kind=USE, cleared=False)
    waits.exclude(place__in=[str(one.pk) for one in against]).delete()


def acknowledge(addresses: Sequence[str]) -> None:
    """Tick these addresses wherever somebody waits for them. The press calls it."""
    Reached.objects.filter(place__in=addresses, cleared=False).update(cleared=True)


def tick_backups(now: datetime) -> int:
    """Tick the copies in backups whose day has passed; how many."""
    over = Reached.objects.filter(ends_on__lt=now.date(), cleared=False)
    return over.update(cleared=True)


def sweep(now: datetime) -> int:
    """Forget the ledgers in which everything has been ticked, some weeks later; how many."""
    tick_backups(now)
    open_places = Reached.objects.filter(clearing=OuterRef("pk"), cleared=False)
    old = Clearing.objects.filter(day__lt=now.date() - KEPT)
    done = list(old.exclude(Exists(open_places)).values_list("pk", flat=True))
    Clearing.objects.filter(pk__in=done).delete()
    return len(done)
