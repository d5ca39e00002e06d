"""What exactly was looked at: a fingerprint that only the story's key can make."""

import dataclasses
import hmac
import json

from farshore.intake import queries as intake
from farshore.intake.models import Submission
from farshore.intake.public_form import released_form
from farshore.intake.telling import Telling
from farshore.moderation.models import Case
from farshore.stories.shapes import ReleasedWaypoint
from farshore.vault import queries as vault

_AGREED = b"agreed"
NOTE = b"note"


@dataclasses.dataclass(frozen=True, slots=True)
class Agreed:
    """What was approved: the fingerprint of the content, and the places as they were shown."""

    content: str
    waypoints: tuple[ReleasedWaypoint, ...]


def content_of(row: Submission) -> str:
    """The fingerprint of what the teller has said until now: payload, pictures, messages.

    It is keyed, so that nobody who holds a text can prove by it that it was sent here.
    """
    payload = vault.open_for(row.key, bytes(row.payload), context=intake.PAYLOAD)
    pictures = sorted(row.pictures.values_list("pk", "blob"))
    said = row.messages.filter(from_team=False).count()
    told = json.dumps([payload.decode(), pictures, said]).encode()
    return hmac.digest(vault.story_key(row.key), b"farshore content 1" + told, "sha256").hex()


def seen_of(row: Submission, telling: Telling) -> str:
    """The fingerprint of what stands on the screen: the content, and how it would be public."""
    shown = json.dumps([dataclasses.asdict(one) for one in public_places(telling)])
    told = (content_of(row) + shown).encode()
    return hmac.digest(vault.story_key(row.key), b"farshore seen 1" + told, "sha256").hex()


def public_places(telling: Telling) -> tuple[ReleasedWaypoint, ...]:
    """The places exactly as they would be public now."""
    return released_form(telling, ()).waypoints


def sealed_agreement(row: Submission, telling: Telling) -> bytes:
    """What is agreed upon now, to be kept with the case."""
    agreed = Agreed(content_of(row), public_places(telling))
    told = json.dumps(dataclasses.asdict(agreed)).encode()
    return vault.seal_for(row.key, told, context=_AGREED)


def agreement(case: Case) -> Agreed | None:
    """What was agreed upon; None before that."""
    if not case.agreed:
        return None
    row = case.submission
    told = json.loads(vault.open_for(row.key, bytes(case.agreed), context=_AGREED))
    return Agreed(told["content"], tuple(ReleasedWaypoint(**one) for one in told["waypoints"]))


def note(case: Case) -> str:
    """What the second person wrote to the first; empty for nothing."""
    if not case.note:
        return ""
    return vault.open_for(case.submission.key, bytes(case.note), context=NOTE).decode()
