"""Photoshop image resources ("8BIM") and the IPTC record inside them."""

from collections.abc import Iterator

from ..values import Removed

IPTC_RECORD = 0x0404
THUMBNAILS = {0x0409, 0x040C}
EMBEDDED = {0x0422: Removed.OTHER, 0x0424: Removed.OTHER, 0x040F: Removed.COLOUR_PROFILE}

DATASETS = {
    5: Removed.COMMENT,
    25: Removed.COMMENT,
    26: Removed.POSITION,
    27: Removed.POSITION,
    55: Removed.DATE,
    60: Removed.DATE,
    62: Removed.DATE,
    63: Removed.DATE,
    65: Removed.EDIT_HISTORY,
    80: Removed.OWNER,
    85: Removed.OWNER,
    90: Removed.POSITION,
    92: Removed.POSITION,
    95: Removed.POSITION,
    100: Removed.POSITION,
    101: Removed.POSITION,
    105: Removed.COMMENT,
    110: Removed.OWNER,
    115: Removed.OWNER,
    116: Removed.OWNER,
    118: Removed.OWNER,
    120: Removed.COMMENT,
    122: Removed.OWNER,
}


def found_in_resources(block: bytes) -> set[Removed]:
    """Say what a block of image resources holds; anything unnamed is edit history."""
    found: set[Removed] = set()
    for number, content in _resources(block):
        if number == IPTC_RECORD:
            found |= found_in_iptc(content)
        elif number in THUMBNAILS:
            found.add(Removed.THUMBNAIL)
        else:
            found.add(EMBEDDED.get(number, Removed.EDIT_HISTORY))
    return found or {Removed.OTHER}


def found_in_iptc(record: bytes) -> set[Removed]:
    """Say what an IPTC record holds."""
    found, at = set(), 0
    while at + 5 <= len(record) and record[at] == 0x1C:
        length = int.from_bytes(record[at + 3 : at + 5])
        if record[at + 1] == 2:
            found.add(DATASETS.get(record[at + 2], Removed.OTHER))
        at += 5 + length
    return found or {Removed.OTHER}


def _resources(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while block[at : at + 4] == b"8BIM" and at + 12 <= len(block):
        number = int.from_bytes(block[at + 4 : at + 6])
        name = block[at + 6] + 1
        start = at + 6 + name + name % 2
        size = int.from_bytes(block[start : start + 4])
        yield number, block[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2
