"""The log is checked while the team goes on working."""

import threading

import pytest
from django.db import connections

from farshore.moderation.actions.audit import write
from farshore.moderation.models import Act, AuditHead, AuditLine
from farshore.moderation.queries import log
from farshore.moderation.queries.log import verify_chain
from tests.moderation.test_audit import three_lines
from tests.moderation.test_concurrency import slowed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_line_that_is_written_meanwhile_is_no_broken_chain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    three_lines()
    reading = threading.Event()

    def write_meanwhile() -> None:
        reading.wait(5)
        write(act=Act.READ, staff="mira")
        connections.close_all()

    other = threading.Thread(target=write_meanwhile)
    other.start()
    true = log.last_line

    def begun(*, held: bool = False) -> AuditHead:
        found = true(held=held)
        reading.set()
        return found

    monkeypatch.setattr(log, "last_line", begun)
    with slowed(log, "last_line"):
        assert verify_chain() == 3
    other.join(10)
    assert AuditLine.objects.count() == verify_chain() == 4
