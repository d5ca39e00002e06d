"""Files about many stories are cut into parts of bounded size. Plain Python.

A part holds the stories of so many permanent slots of the list of all, for ever: a house with a
hundred thousand stories that hides one writes one small file anew and not one huge one.
"""

import re

SIZE = 500
"""Slots in a part: some megabytes of words, and far fewer lines than a sitemap may have."""

GEOJSON, KMZ, SITEMAP = "/data/stories{}.geojson", "/data/stories{}.kmz", "/sitemap-stories{}.xml"
FORMS = (GEOJSON, KMZ, SITEMAP)
_NUMBER = "(?:-([2-9]|[1-9][0-9]{1,6}))?"
_PATTERNS = {form: re.compile(re.escape(form).replace(r"\{\}", _NUMBER)) for form in FORMS}


def address(form: str, part: int) -> str:
    """Where a part (from 1) lies. The first has no number: most houses need only that one."""
    return form.format("" if part == 1 else f"-{part}")


def part_at(address: str) -> tuple[str, int] | None:
    """The form and the number of the part at an address, or None: the inverse of `address`."""
    for form, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(address):
            return form, int(found.group(1) or 1)
    return None


def part_of(slot: int) -> int:
    """The part that holds this slot (both from 1)."""
    return (slot - 1) // SIZE + 1


def parts(last_slot: int) -> int:
    """How many there are; an empty house has one that is empty."""
    return max(1, part_of(last_slot))


def slots(part: int) -> tuple[int, int]:
    """The first and the last slot of a part."""
    return (part - 1) * SIZE + 1, part * SIZE


def touched_by(slot: int) -> set[int]:
    """The part of this slot, and the one before, which leads on to it since its first story."""
    part = part_of(slot)
    return {part, max(1, part - 1)} if slot == slots(part)[0] else {part}
