"""The audit log on paper, so to speak: lines of JSON that anybody can check without a house.

The first line says what the file is, how many lines follow, and the hash of the last one. Each
line after it is one act with its hash and the hash of the line before. Plain Python, no models.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from farshore.moderation import chain
from farshore.moderation.errors import BrokenChain, NotALog

FORMAT = "farshore audit 1"
FIELDS = ("number", "day", "staff", "act", "details", "reference", "previous", "hash")


def written(lines: Iterable[Mapping[str, Any]], *, number: int, hash: str) -> Iterator[bytes]:
    """The file's lines, each ended; `number` and `hash` are those of the last act."""
    yield _line({"format": FORMAT, "lines": number, "hash": hash})
    for line in lines:
        yield _line({name: _plain(line[name]) for name in FIELDS})


def verify(lines: Iterable[str]) -> int:
    """How many acts a file tells of, each what was written.

    Raises `BrokenChain` with the first that does not fit, `NotALog` for any other file.
    """
    rest = iter(lines)
    count, end = _head(next(rest, ""))
    previous, number = chain.START, 0
    for number, text in enumerate(rest, start=1):
        previous = _checked(text, number, previous)
    if (number, previous) != (count, end):
        raise BrokenChain(min(number, count) + 1)
    return number


def _head(text: str) -> tuple[int, str]:
    try:
        head = json.loads(text)
        told = int(head["lines"]), str(head["hash"])
    except (ValueError, KeyError, TypeError):
        raise NotALog from None
    if head.get("format") != FORMAT:
        raise NotALog
    return told


def _checked(text: str, number: int, previous: str) -> str:
    """The hash of a line that fits at this place."""
    try:
        line = json.loads(text)
        told = {name: line[name] for name in FIELDS if name != "hash"}
        made = chain.line_hash(**told | {"day": date.fromisoformat(line["day"])})
    except (ValueError, KeyError, TypeError):
        raise BrokenChain(number) from None
    if (line["number"], line["previous"], line["hash"]) != (number, previous, made):
        raise BrokenChain(number)
    return made


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _line(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"
