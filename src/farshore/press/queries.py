"""Reads of the book of addresses."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Length

from farshore.press.models import Address

BATCH = 200


def waiting(now: datetime, *, limit: int = BATCH) -> list[Address]:
    """Addresses that were touched or have fallen due, the longest first.

    A story's own page and files have long addresses, and what lists it has short ones: a hide is
    done where it matters before the rest.
    """
    rows = Address.objects.filter(Q(touch__isnull=False) | Q(due_at__lte=now))
    return list(rows.order_by(Length("address").desc(), "address")[:limit])


def touched(addresses: Sequence[str]) -> list[Address]:
    """Those of these addresses that must be pressed, in the same order."""
    rows = Address.objects.filter(address__in=addresses, touch__isnull=False)
    found = {row.address: row for row in rows}
    return [found[address] for address in addresses if address in found]


def backlog(now: datetime) -> int:
    """How many addresses wait to be pressed."""
    return Address.objects.filter(Q(touch__isnull=False) | Q(due_at__lte=now)).count()


def touched_pages() -> list[str]:
    """The addresses that stand in the folder and were touched since."""
    rows = Address.objects.filter(touch__isnull=False, pressed=True)
    return list(rows.values_list("address", flat=True))


def untouched() -> Iterator[str]:
    """The addresses whose files, pages or tombstones, are as they should be."""
    rows = Address.objects.filter(Q(pressed=True) | Q(gone=True), touch=None)
    return rows.values_list("address", flat=True).iterator(chunk_size=2000)


def is_gone(address: str) -> bool:
    """Whether this address was public and is no more."""
    return Address.objects.filter(address=address, gone=True).exists()


def pressed() -> set[str]:
    """Every address that is or was public."""
    rows = Address.objects.filter(Q(pressed=True) | Q(gone=True))
    return set(rows.values_list("address", flat=True))
