"""Taking no stories in for a while, and taking them in again."""

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import Pause
from farshore.moderation.actions import audit
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Act
from farshore.moderation.roles import OVERSEE, RELEASE


@transaction.atomic
def pause_intake(*, reason: Pause.Reason = Pause.Reason.UNSAID, by: User | None = None) -> None:
    """Let `/share/` take nothing in. What was begun stays, and every code works on as before.

    `by` is None on the machine itself. Paused again, it only has another reason. Raises `NotYours`.
    """
    _must_be_able(by)
    Pause.objects.update_or_create(defaults={"reason": reason})
    _write(Act.PAUSED, by, reason=str(reason))


@transaction.atomic
def resume_intake(*, by: User | None = None) -> bool:
    """Take stories in again; whether there was a pause. Raises `NotYours`."""
    _must_be_able(by)
    ended, _rows = Pause.objects.all().delete()
    if ended:
        _write(Act.RESUMED, by)
    return bool(ended)


def _must_be_able(by: User | None) -> None:
    if by is not None and not (by.has_perm(RELEASE) or by.has_perm(OVERSEE)):
        raise NotYours


def _write(act: Act, by: User | None, **details: str) -> None:
    audit.write(act=act, staff=by.get_username() if by else "", key=None, **details)
