"""Reads of the audit log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from farshore.kernel import clock
from farshore.moderation import chain, copies
from farshore.moderation.errors import BrokenChain
from farshore.moderation.models import Act, AuditHead, AuditLine

SIZE = 100


@transaction.atomic
def verify_chain() -> int:
    """How many lines there are, each what was written. Raises `BrokenChain`.

    A changed, missing, added or reordered line is noticed, and an end that was cut off. Whoever
    can write to the whole database can write another log from its beginning: keep the last
    number and hash elsewhere to notice that too. Writers wait meanwhile: a line that came between
    the last one read and the head would look like a cut-off end.
    """
    head = last_line(held=True)
    previous, number = chain.START, 0
    for number, line in enumerate(AuditLine.objects.order_by("number").iterator(), start=1):
        if line.number != number or line.previous != previous or line.hash != _hash_of(line):
            raise BrokenChain(number)
        previous = line.hash
    if (head.number, head.hash) != (number, previous):
        raise BrokenChain(number + 1)
    return number


def last_line(*, held: bool = False) -> AuditHead:
    """The number and hash of the end; `held` keeps writers out until the transaction ends."""
    found = AuditHead.objects.select_for_update() if held else AuditHead.objects.all()
    return found.filter(pk=1).first() or AuditHead()


def copied() -> Iterator[bytes]:
    """The log as a file that can be checked anywhere, line by line (see `copies`).

    As of its first line, without holding anybody up: a line that stands never changes.
    """
    head = last_line()
    lines = AuditLine.objects.filter(number__lte=head.number).order_by("number")
    told = lines.values(*copies.FIELDS).iterator()
    yield from copies.written(told, number=head.number, hash=head.hash)


def lines_of(key: bytes, *, since: date) -> Iterator[AuditLine]:
    """The lines about the story with this key, oldest first; `since` is the day it was sent."""
    for line in AuditLine.objects.filter(day__gte=since).order_by("number").iterator():
        if line.reference == chain.reference(key, line.number):
            yield line


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody who opened many stories in one day; `many` is the last number noticed."""

    staff: str
    day: date
    many: int


def read_many(*, but: str) -> list[Reading]:
    """Who else opened very many stories in a day of the last week; one query."""
    week = clock.today() - timedelta(days=7)
    lines = AuditLine.objects.filter(act=Act.READ_MANY, day__gte=week).exclude(staff=but)
    found: dict[tuple[str, date], Reading] = {}
    for line in lines.order_by("number"):
        many = int(json.loads(line.details)["stories"])
        found[line.staff, line.day] = Reading(line.staff, line.day, many)
    return list(found.values())


def _hash_of(line: AuditLine) -> str:
    return chain.line_hash(
        number=line.number,
        day=line.day,
        staff=line.staff,
        act=line.act,
        details=line.details,
        reference=line.reference,
        previous=line.previous,
    )


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log, newest first."""

    lines: tuple[AuditLine, ...]
    page: int
    pages: int


def log_page(page: int) -> LogPage:
    """Two queries."""
    pages = max(1, -(-AuditLine.objects.count() // SIZE))
    page = min(max(1, page), pages)
    lines = AuditLine.objects.order_by("-number")[(page - 1) * SIZE : page * SIZE]
    return LogPage(tuple(lines), page, pages)
