"""The team of the soak: reads what was sent, says yes twice, and touches every page at times.

Started beside the house, on its data folder; says each act, and ends with its standard input.
"""

import select
import sys
import time

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - Django comes first

from farshore.intake.models import Status, Submission  # noqa: E402
from farshore.kernel.registry import registry  # noqa: E402
from farshore.moderation.actions import deciding  # noqa: E402
from farshore.moderation.models import Case  # noqa: E402
from farshore.moderation.queries import content  # noqa: E402
from farshore.moderation.queries.cases import opened  # noqa: E402

EVERY = 30.0
"""Seconds between two times that every page must be pressed anew."""


def main() -> None:
    last = time.monotonic()
    while not select.select([sys.stdin], [], [], 1.0)[0]:
        for case in Case.objects.filter(submission__status__in=(Status.SENT, Status.APPROVED)):
            _say(_decide(case))
        if time.monotonic() - last > EVERY:
            registry.changed("house", "")
            last = time.monotonic()
            _say("touched")


def _decide(case: Case) -> str:
    """One person's yes. A story that was taken back in the meantime is nobody's fault."""
    try:
        seen = content.seen_of(case.submission, opened(case).telling)
        if case.submission.status == Status.SENT:
            deciding.approve(case=case.pk, by=_who(case.moderator_id), seen=seen)
            return "approved"
        deciding.agree(case=case.pk, by=_who(case.second_id), seen=seen, road=deciding.NO)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said and counted
        row = Submission.objects.filter(pk=case.submission_id).first()
        if row is None or row.status == Status.WITHDRAWN:
            return "taken back"
        return f"fault: {type(error).__name__} {error}"
    return "agreed"


def _who(pk: int | None) -> User:
    return User.objects.get(pk=pk)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
