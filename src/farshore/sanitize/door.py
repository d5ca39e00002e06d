"""The door for pictures: hostile bytes in, proved clean bytes out. Decodes nothing itself."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .errors import NotProved, RefusalReason, Refused
from .jail import ask
from .proof import proved_size
from .sniff import kind_of
from .values import Cover, Format, Limits, Master, Removed, Rendition

# Widest, tallest, format, and settings that differ from the encoder's usual ones.
Wanted = tuple[int, int, Format, dict[str, int]]

LIMITS = Limits()
RENDER_SECONDS = 90.0
TALLEST = 1 << 16
PREVIEW_QUALITY = 72
LOCK_NAMES = {
    "limits": "bounds on memory, time and files",
    "network": "a network of its own with nothing in it",
    "privileges": "no privileges",
    "files": "no file opened by name",
    "calls": "no sockets, programs or processes",
}


def open_picture(data: bytes, *, limits: Limits = LIMITS) -> Master:
    """Make a clean master of a stranger's file and say what was left behind.

    Raises ``Refused`` with the reason; whatever the bytes do, nothing else is raised.
    """
    if len(data) > limits.max_bytes:
        raise Refused(RefusalReason.TOO_LARGE)
    kind = kind_of(data)
    header, parts = ask("open", kind.value, limits, {}, [data])
    master, size = _proved(parts, 0, "jpeg")
    return Master(master, *size, removed=_removed(header))


def preview(
    master: bytes, *, side: int, covers: Sequence[Cover] = (), quality: int = PREVIEW_QUALITY
) -> bytes:
    """Make a small JPEG of a master for a private page, covers painted in, proved clean."""
    wanted: list[Wanted] = [(side, side, "jpeg", {"quality": quality})]
    return _render(master, covers, wanted)[0].data


def render(
    master: bytes,
    *,
    covers: Sequence[Cover] = (),
    widths: Sequence[int] = (480, 960, 1920),
    formats: Sequence[Format] = ("avif", "webp", "jpeg"),
) -> tuple[Rendition, ...]:
    """Make the public renditions of a master, by width and then by format.

    Covers are solid and painted before scaling. A width beyond the master's own becomes the
    master's own, once. Raises ``Refused`` (``NotProved`` where an output is not clean).
    """
    _, (own, _) = _proved([master], 0, "jpeg")
    steps = sorted({min(width, own) for width in widths})
    wanted: list[Wanted] = [(width, TALLEST, each, {}) for width in steps for each in formats]
    return _render(master, covers, wanted)


def isolation() -> str:
    """Say in words which locks hold a child in on this machine, and which do not."""
    held = ask("probe", "jpeg", LIMITS, {}, [])[0].get("locks", [])
    holding = [words for name, words in LOCK_NAMES.items() if name in held]
    missing = [words for name, words in LOCK_NAMES.items() if name not in held]
    text = "Pictures are opened in a process with " + "; ".join(holding or ["nothing"]) + "."
    return text + (" This machine does not allow: " + "; ".join(missing) + "." if missing else "")


def _render(
    master: bytes, covers: Sequence[Cover], wanted: Sequence[Wanted]
) -> tuple[Rendition, ...]:
    _proved([master], 0, "jpeg")
    limits = replace(LIMITS, seconds=RENDER_SECONDS, master_side=LIMITS.max_side)
    sides = [(each.x0, each.y0, each.x1, each.y1) for each in covers]
    _, parts = ask("render", "jpeg", limits, {"covers": sides, "wanted": wanted}, [master])
    return tuple(_rendition(parts, at, each[2]) for at, each in enumerate(wanted))


def _rendition(parts: list[bytes], at: int, format: Format) -> Rendition:
    data, (width, height) = _proved(parts, at, format)
    return Rendition(format, width, height, data, hashlib.sha256(data).hexdigest())


def _proved(parts: list[bytes], at: int, format: str) -> tuple[bytes, tuple[int, int]]:
    """Give one file and its size if its structure is clean: the child's word is not taken."""
    if at >= len(parts):
        raise NotProved("missing")
    return parts[at], proved_size(parts[at], format=format)


def _removed(header: dict[str, Any]) -> tuple[Removed, ...]:
    named = header.get("removed")
    told = {name for name in named if isinstance(name, str)} if isinstance(named, list) else set()
    return tuple(kind for kind in Removed if kind.value in told)
