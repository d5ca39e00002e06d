"""Which lists a story stands in, and the arithmetic of permanent slots. Plain Python.

Slots are numbered from the oldest. Page n of a list holds slots (n-1)·size+1 … n·size for ever,
so a new story touches only the newest page and the list's root; a removal leaves a gap.
"""

from collections.abc import Iterable

ALL = "all"
_FOLDERS = {"theme": "/stories/theme/", "language": "/stories/language/", "place": "/places/"}


def keys_of(*, countries: Iterable[str], themes: Iterable[str], language: str) -> list[str]:
    """The keys of every list that a story belongs in."""
    keys = [ALL, f"language:{language.lower()}"]
    keys += [f"theme:{theme}" for theme in sorted(set(themes))]
    return keys + [f"place:{country.lower()}" for country in sorted(set(countries))]


def address(key: str, number: int | None = None) -> str:
    """The address of a list's root, or of its page `number`, without language prefix."""
    kind, _, name = key.partition(":")
    root = f"{_FOLDERS[kind]}{name}/" if name else "/stories/"
    return root if number is None else f"{root}page/{number}/"


def key_at(path: str) -> tuple[str, int | None] | None:
    """The list and page at an address, or None: the inverse of `address`."""
    parts = [part for part in path.split("/") if part]
    number = None
    if len(parts) > 2 and parts[-2] == "page" and _is_number(parts[-1]):
        number, parts = int(parts[-1]), parts[:-2]
    if parts == ["stories"]:
        return ALL, number
    if len(parts) == 3 and parts[0] == "stories" and parts[1] in {"theme", "language"}:
        return f"{parts[1]}:{parts[2]}", number
    if len(parts) == 2 and parts[0] == "places":
        return f"place:{parts[1]}", number
    return None


def page_of(slot: int, *, size: int) -> int:
    """The permanent page that holds this slot (both from 1)."""
    return (slot - 1) // size + 1


def full_pages(last_slot: int, *, size: int) -> int:
    """How many pages are full for ever, and so have an address of their own."""
    return last_slot // size


def root_slots(last_slot: int, *, size: int) -> range:
    """The slots that the list's root shows: all that no full page holds, and the page before."""
    return range(max(0, full_pages(last_slot, size=size) - 1) * size + 1, last_slot + 1)


def page_slots(number: int, *, size: int) -> range:
    """The slots of page `number`."""
    return range((number - 1) * size + 1, number * size + 1)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and not text.startswith("0") and len(text) < 9
