"""What a teller asks, after the release, that their story may be used for as well.

Sealed under the story's key; empty where nothing is asked.
"""

import dataclasses
import hashlib
import json
from collections.abc import Sequence

from django.db.models import Q

from farshore.intake.consent import Yes
from farshore.intake.models import Submission
from farshore.moderation.models import Crossing
from farshore.vault import queries as vault

_CONTEXT = b"wider"


def sealed(row: Submission, asked: Sequence[Yes]) -> bytes:
    """Under the story's key; nothing where nothing is asked."""
    if not asked:
        return b""
    told = json.dumps([dataclasses.asdict(yes) for yes in asked]).encode()
    return vault.seal_for(row.key, told, context=_CONTEXT)


def asked(crossing: Crossing) -> tuple[Yes, ...]:
    """The yeses that wait for the team. Raises `Shredded`."""
    if crossing.submission is None or not crossing.wider:
        return ()
    opened = vault.open_for(crossing.submission.key, bytes(crossing.wider), context=_CONTEXT)
    return tuple(Yes(**{**told, "but": tuple(told["but"])}) for told in json.loads(opened))


def seen_of(crossing: Crossing) -> str:
    """A mark of exactly this request: a yes counts for nothing else."""
    return hashlib.sha256(bytes(crossing.wider)).hexdigest()


def waiting(*, second: bool) -> Q:
    """Cases whose teller asks for more, and whose first or second person is to answer."""
    found = Q(submission__crossing__isnull=False) & ~Q(submission__crossing__wider=b"")
    return found & Q(submission__crossing__wider_by__isnull=not second)
