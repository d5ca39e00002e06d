"""Pressing: from an address to its file, so that a fault leaves the old state or the new one."""

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from farshore.kernel.registry import UnknownAddress, registry
from farshore.press import files, pages, queries
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

    One address that cannot be rendered does not hold up the rest: it stays marked.
    """
    rows = queries.waiting(now)
    if len(rows) == queries.BATCH:
        _take_down_first(now)
    else:
        _burst.left = 0
    done = sum(_press_kindly(row, now) for row in rows)
    _burst.left -= done
    if rows and not done:
        log.error("None of %s waiting addresses could be pressed", len(rows))
    return done


class _Burst:
    """How many addresses should still wait, of those among which the vanishing were unlinked."""

    left = 0


_burst = _Burst()


def _take_down_first(now: datetime) -> None:
    """When many wait, unlink what vanishes before anything is written.

    Writing takes ten times as long, and somebody may be in danger by a page at the end of the
    queue. All addresses stay marked: each gets its tombstone in its turn.
    """
    left = queries.backlog(now)
    if left > _burst.left:
        standing = set(registry.addresses())
        for address in queries.touched_pages():
            if address not in standing:
                files.take_down(settings.SITE, address)
    _burst.left = left


def press_all(now: datetime) -> int:
    """Press everything from what the rooms say now, and clear what they no longer say."""
    site = settings.SITE
    files.sweep_parts(site)
    press_assets(site)
    press_house(site)
    standing = set(registry.addresses())
    every = sorted(standing | queries.pressed() | set(_strays(site, standing)))
    mark(every)
    for row in (
        Address.objects.filter(address__in=every) if len(every) < 500 else _in_batches(every)
    ):
        _press(row, now)
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


def _press_kindly(row: Address, now: datetime) -> bool:
    try:
        _press(row, now)
    except Exception:
        log.exception("An address could not be pressed; it stays marked")
        return False
    return True


def _press(row: Address, now: datetime) -> None:
    try:
        page = registry.render(row.address, as_of=now)
    except UnknownAddress:
        _clear(row)
        return
    files.put(settings.SITE, row.address, page.body)
    _settle(row, pressed=True, gone=False, due_at=page.due)


def _clear(row: Address) -> None:
    """What was public becomes a tombstone; what never was leaves no trace."""
    if not (row.pressed or row.gone or files.stands(settings.SITE, row.address)):
        Address.objects.filter(address=row.address, touch=row.touch).delete()
        return
    files.put_gone(settings.SITE, row.address, pages.gone(row.address))
    with transaction.atomic():
        _settle(row, pressed=False, gone=True, due_at=None)
        registry.cleared([row.address])


def _settle(row: Address, *, pressed: bool, gone: bool, due_at: datetime | None) -> None:
    """The facts always, the mark only if nobody touched the address meanwhile."""
    mine = Address.objects.filter(address=row.address)
    mine.update(pressed=pressed, gone=gone, due_at=due_at)
    mine.filter(touch=row.touch).update(touch=None)


def _in_batches(addresses: list[str]) -> Iterable[Address]:
    for start in range(0, len(addresses), 500):
        yield from Address.objects.filter(address__in=addresses[start : start + 500])


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
