"""SHA256SUMS, as `sha256sum` writes and checks it, but with plain names only."""

import re
from collections.abc import Mapping

from farshore.config.releases.errors import BrokenSums
from farshore.config.releases.folder import MOST_FILES, PLAIN

SUMS = "SHA256SUMS"
MOST_BYTES = 64 * 1024

_LINE = re.compile(rf"([0-9a-f]{{64}})  ({PLAIN.pattern})")


def parse(data: bytes) -> dict[str, str]:
    """The sum in hex by the file's name. Raises BrokenSums."""
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BrokenSums(f"{SUMS} has letters that do not belong there.") from None
    if lines.pop() or not lines or len(lines) > MOST_FILES:
        raise BrokenSums(f"{SUMS} does not end with a whole line, or is empty or too long.")
    sums = dict(_pair(line) for line in lines)
    if len(sums) < len(lines):
        raise BrokenSums(f"{SUMS} names a file twice.")
    return sums


def write(sums: Mapping[str, str]) -> bytes:
    """The file, sorted by name."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode("ascii")


def _pair(line: str) -> tuple[str, str]:
    found = _LINE.fullmatch(line)
    if found is None or found[2] == SUMS:
        raise BrokenSums(f"A line of {SUMS} cannot be understood: {line[:100]!r}.")
    return found[2], found[1]
