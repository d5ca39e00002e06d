"""What stands behind the end of a picture: motion photos, archives, second pictures."""

from ..values import Removed

# Less than this cannot be a picture, a video or an archive.
SMALLEST_FILE = 32


def trailing(tail: bytes) -> set[Removed]:
    """Say what kind of thing follows the picture; padding of zeros is nothing."""
    if not tail.strip(b"\0"):
        return set()
    found = set()
    if b"\xff\xd8\xff" in tail or b"\x89PNG" in tail:
        found.add(Removed.HIDDEN_PICTURE)
    rest = tail.startswith(b"\xff\xd8") and b"ftyp" not in tail and b"PK\x03\x04" not in tail
    if len(tail) >= SMALLEST_FILE and not rest:
        found.add(Removed.HIDDEN_VIDEO_OR_FILE)
    return found or {Removed.OTHER}
