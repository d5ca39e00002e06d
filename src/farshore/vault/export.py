"""What leaves the server for the team: sealed items, and the slip with the keys of their outer
layer. Nothing here can open either.

The export itself ends with its stories: once they are shredded, no new slip has their keys, and
a slip is used for as long as the stories' clock says and no longer.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from farshore.kernel.registry import registry
from farshore.vault import actions as vault
from farshore.vault import pack, queries, team
from farshore.vault.errors import Shredded
from farshore.vault.models import ForTeam


def count(kind: str) -> int:
    """How many sealed items of this kind wait for the team."""
    return ForTeam.objects.filter(kind=kind).count()


def take_out(kind: str, *, staff: str, write: Callable[[Iterable[bytes], bytes], None]) -> int:
    """Hand the export's lines and its slip to `write`; how many items there are.

    It is in the audit log before it is written: `registry.request("record_export", …)`, and
    nothing leaves where nobody serves that. Raises `UnknownCommand`, `NoTeamKeys`.
    """
    items = [_item(row) for row in queries.for_team(kind)]
    slip = slip_for(one.id for one in items)
    registry.request("record_export", staff=staff, kind=kind, items=len(items))
    write(pack.lines(kind, items), slip)
    return len(items)


def count_handed(kind: str) -> int:
    """How many items of this kind were taken out and still stand."""
    return ForTeam.objects.filter(kind=kind, handed=True).count()


@transaction.atomic
def dispatched(kind: str, *, staff: str) -> int:
    """What was taken out of this kind has served its end and is destroyed; how many items.

    A line in the audit log comes first: `registry.request("record_dispatch", …)`. What came in
    since the last export was not handed out, and stays. Raises `UnknownCommand`.
    """
    rows = ForTeam.objects.select_for_update().filter(kind=kind, handed=True)
    items = list(rows.order_by("pk").values_list("pk", flat=True))
    if items:
        registry.request("record_dispatch", staff=staff, kind=kind, items=len(items))
    for item in items:
        vault.destroy_for_team(item=item)
    transaction.on_commit(vault.flush, robust=True)
    return len(items)


def slip_for(ids: Iterable[str]) -> bytes:
    """The keys of the outer layer of those that still stand, sealed to the team's keys of today.

    Its last day is the earliest on which one of them would have ended everywhere, were it
    shredded today: so a slip outlives no clock. It is noted that they were handed out: the ledger
    of a story that is taken back says so. Raises `NoTeamKeys`.
    """
    keys, days = {}, []
    for id, key, ends in _standing(ids):
        keys[id] = base64.b64encode(key).decode()
        days.append(ends)
    for some in _some(sorted(keys)):
        ForTeam.objects.filter(pk__in=[UUID(id) for id in some]).update(handed=True)
    until = min(days).isoformat() if days else None
    told = {"farshore": "slip", "version": pack.VERSION, "until": until, "keys": keys}
    return team.seal_to(settings.TEAM_KEYS, json.dumps(told).encode(), pad_to=None).box


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many at a time as a database takes in one statement."""
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def _standing(ids: Iterable[str]) -> Iterator[tuple[str, bytes, date]]:
    for id in ids:
        row = ForTeam.objects.filter(pk=UUID(id)).first()
        if row is None:
            continue
        try:
            yield id, queries.story_key(row.key_id), queries.clock_of(row.key_id)
        except Shredded:
            continue


def _item(row: ForTeam) -> pack.Item:
    return pack.Item(row.pk.hex, tuple(row.recipients.split()), bytes(row.box))
