"""Somebody who opens very many stories in a day is seen by the others."""

import logging

from django.conf import settings

from farshore.kernel import clock
from farshore.moderation.actions import audit
from farshore.moderation.models import Act, AuditLine

log = logging.getLogger(__name__)


def count_today(*, staff: str) -> None:
    """After a story was opened: at so many in a day, and at each doubling, a line in the log.

    Nobody is stopped: on some days there is much to read. The others, and whoever looks after the
    team, see it in the studio; the operator in the machine's log, without a name.
    """
    lines = AuditLine.objects.filter(day=clock.today(), act=Act.READ, staff=staff)
    many = lines.count()
    if not _is_telling(many):
        return
    audit.write(act=Act.READ_MANY, staff=staff, stories=str(many))
    log.warning("One member of the team has opened %d stories today: see the audit log", many)


def _is_telling(many: int) -> bool:
    """Whether it is the least that is noticed, or twice that, or twice again."""
    times, rest = divmod(many, settings.MANY_READ)
    return rest == 0 and times > 0 and times & (times - 1) == 0
