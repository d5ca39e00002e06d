"""Pressing: from an address to its file, so that a fault leaves the old state or the new one."""

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from farshore.kernel.registry import UnknownAddress, registry
from farshore.press import dark, files, pages, queries
from farshore.press.models import Address

log = logging.getLogger(__name__)


def mark(addresses: Iterable[str]) -> None:
    """Note that these addresses must be pressed. In the caller's transaction, with its change."""
    rows = [Address(address=one, touch=_token()) for one in sorted(set(addresses))]
    Address.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        update_fields=["touch"],
        unique_fields=["address"],
    )


def press_waiting(now: datetime) -> int:
    """Press what was touched or has fallen due; how many addresses were done.

    One address that cannot be rendered does not hold up the rest: it stays marked. While an alarm
    keeps everything away, nothing is written; after it, first what may stand comes back.
    """
    if dark.is_dark():
        return 0
    dark.bring_back()
    rows = _in_order(now)
    done = [fact for row in rows if (fact := _press_kindly(row, now))]
    _settle(done)
    _burst.left -= len(done)
    if rows and not done:
        log.error("None of %s waiting addresses could be pressed", len(rows))
    return len(done)


AT_ONCE = 200
"""Pages that name what vanished and may stand until they are written, within some 2 seconds."""


class _Burst:
    """How many addresses should still wait, of those among which the vanishing were unlinked, and
    which are written before all others."""

    left = 0
    first: Sequence[str] = ()


_burst = _Burst()


def _in_order(now: datetime) -> list[Address]:
    """The addresses to press next. When many wait, those that name what vanished come first."""
    rows = queries.waiting(now)
    if len(rows) < queries.BATCH:
        _burst.left, _burst.first = 0, ()
        return rows
    _take_down_first(now)
    first, _burst.first = _burst.first[: queries.BATCH], _burst.first[queries.BATCH :]
    return queries.touched(first) or rows


def _take_down_first(now: datetime) -> None:
    """When many wait, unlink what vanishes before anything is written, and what still names it.

    Writing takes ten times as long, and somebody may be in danger by a page at the end of the
    queue. Of the pages that name what vanished, the shortest addresses stay, which lead everywhere
    and are written first; where there are more than can be written within seconds, the others are
    unlinked until their turn, and so is at once whatever takes long to write. All addresses stay
    marked: each is pressed in the end.
    """
    left = queries.backlog(now)
    if left > _burst.left:
        touched, standing = queries.touched_pages(), set(registry.addresses())
        vanished = [address for address in touched if address not in standing]
        naming = sorted(set(touched) & standing, key=_turn) if vanished else []
        quick = [address for address in naming[:AT_ONCE] if not registry.is_bulky(address)]
        for address in (*vanished, *naming[len(quick) :]):
            files.take_down(settings.SITE, address)
        _burst.first = naming
    _burst.left = left


def _turn(address: str) -> tuple[bool, int]:
    """Short addresses before long ones, and what takes long to write after all others."""
    return registry.is_bulky(address), len(address)


def press_all(now: datetime) -> int:
    """Press everything from what the rooms say now, and clear what they no longer say."""
    site = settings.SITE
    dark.light_up()
    dark.bring_back()
    files.sweep_parts(site)
    press_assets(site)
    press_house(site)
    standing = set(registry.addresses())
    every = sorted(standing | queries.pressed() | set(_strays(site, standing)))
    mark(every)
    for rows in _in_batches(every):
        _settle([fact for row in rows if (fact := _press(row, now))])
    return len(standing)


def press_assets(site: Path) -> None:
    """Copy the built files. Their names are hashes: older ones stay for the pages that use them."""
    for path in sorted(settings.ASSETS.rglob("*")):
        name = path.relative_to(settings.ASSETS)
        if path.is_file() and path.suffix not in {".gz", ".br"}:
            target = site / "assets" / name
            if not target.exists():
                files.write(target, path.read_bytes(), built=path)


def press_house(site: Path) -> None:
    """The pages that have no address of their own: unknown, away."""
    files.write(site / "404.html", pages.not_found())
    files.write(site / "503.html", pages.away())


@dataclass(frozen=True, slots=True)
class _Fact:
    """What became of an address: its bytes stand, or its tombstone, or neither ever did."""

    row: Address
    stands: bool
    gone: bool
    due: datetime | None = None


def _press_kindly(row: Address, now: datetime) -> _Fact | None:
    try:
        return _press(row, now)
    except Exception:
        log.exception("An address could not be pressed; it stays marked")
        return None


def _press(row: Address, now: datetime) -> _Fact:
    try:
        page = registry.render(row.address, as_of=now)
    except UnknownAddress:
        gone = row.pressed or row.gone or files.stands(settings.SITE, row.address)
        if gone:
            files.put_gone(settings.SITE, row.address, pages.gone(row.address))
        return _Fact(row, stands=False, gone=gone)
    files.put(settings.SITE, row.address, page.body)
    return _Fact(row, stands=True, gone=False, due=page.due)


def _settle(facts: list[_Fact]) -> None:
    """Write down what the files are now: once for many, since each commit waits for the disk.

    A press that is killed before leaves the addresses marked, and they are pressed again. Whoever
    waits for an address hears of it only when nobody touched it meanwhile.
    """
    with transaction.atomic():
        if settled := [fact.row.address for fact in facts if _write_down(fact)]:
            registry.settled(settled)


def _write_down(fact: _Fact) -> bool:
    """The facts always, the mark only if nobody touched the address meanwhile: whether so.

    What was public becomes a tombstone; what never was leaves no trace.
    """
    mine = Address.objects.filter(address=fact.row.address)
    untouched = mine.filter(touch=fact.row.touch)
    if not (fact.stands or fact.gone):
        return bool(untouched.delete()[0])
    mine.update(pressed=fact.stands, gone=fact.gone, due_at=fact.due)
    return bool(untouched.update(touch=None))


def _in_batches(addresses: list[str]) -> Iterable[list[Address]]:
    for start in range(0, len(addresses), 200):
        yield list(Address.objects.filter(address__in=addresses[start : start + 200]))


def _strays(site: Path, standing: set[str]) -> Iterable[str]:
    """Addresses of files that the rooms do not know: a restored or rolled-back database."""
    for path in site.rglob("index.html"):
        folder = path.parent.relative_to(site).as_posix()
        address = "/" if folder == "." else f"/{folder}/"
        if address not in standing:
            yield address
    for path in (site / "media").rglob("*") if (site / "media").exists() else ():
        address = "/" + path.relative_to(site).as_posix()
        if path.is_file() and not path.name.endswith("410.html") and address not in standing:
            yield address


def _token() -> int:
    return secrets.randbits(62) + 1
