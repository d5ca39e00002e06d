"""The file in which sealed things leave the server. Plain Python; docs/running/keys.md has it too.

Lines of JSON in UTF-8, the first and the last of another form than those between:

    {"farshore": "sealed", "version": 1, "kind": "contact"}
    {"id": "9f…", "to": ["1f2e3d4c5b6a7988"], "box": "AbCd…"}
    {"items": 1, "sha256": "…"}

`id` is random. `to` are the ids of the team's keys that the item was sealed to. `box` is base64 of
what was sealed to them in the age format, sealed once more under a key of the item's own (see
`seal.py`; the context is `for the team`). Those keys stay on the server: a *slip* carries them to
the team, sealed too. `sha256` is of every byte before its line.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from farshore.vault.errors import Damaged

VERSION = 1
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Item:
    """One sealed thing: its random id, the ids of the keys that open it, and its bytes."""

    id: str
    to: tuple[str, ...]
    box: bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """What a file holds."""

    kind: str
    items: tuple[Item, ...]


def lines(kind: str, items: Iterable[Item]) -> Iterator[bytes]:
    """The file's lines, one after the other."""
    told, number = hashlib.sha256(), 0
    head = _line({"farshore": "sealed", "version": VERSION, "kind": kind})
    told.update(head)
    yield head
    for item in items:
        number += 1
        box = base64.b64encode(item.box).decode()
        line = _line({"id": item.id, "to": list(item.to), "box": box})
        told.update(line)
        yield line
    yield _line({"items": number, "sha256": told.hexdigest()})


def read(data: bytes) -> Pack:
    """What a file holds, when every byte is as it was written. Raises `Damaged`."""
    try:
        body, end = data[:-1].rsplit(b"\n", 1)
        head, *rest = (json.loads(line) for line in body.split(b"\n"))
        last = json.loads(end)
        whole = hashlib.sha256(body + b"\n").hexdigest() == last["sha256"]
        ours = (head["farshore"], head["version"]) == ("sealed", VERSION)
        items = tuple(_item(each) for each in rest)
        kind = str(head["kind"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged from error
    if not (whole and ours and last["items"] == len(items) and data.endswith(b"\n")):
        raise Damaged
    return Pack(kind, items)


def _item(told: dict[str, Any]) -> Item:
    if not _ID.fullmatch(told["id"]):
        raise ValueError("An id is 32 hexadecimal digits")
    try:
        box = base64.b64decode(told["box"], validate=True)
    except binascii.Error as error:
        raise ValueError("A box is base64") from error
    return Item(told["id"], tuple(str(one) for one in told["to"]), box)


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"
