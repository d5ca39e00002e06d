"""Opening what was sealed to the team. For a machine of the team's: the server never imports this.

Plain Python: no Django, no database, no settings.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pyrage import DecryptError, IdentityError, decrypt, passphrase, x25519

from farshore.vault import pack, seal, team
from farshore.vault.errors import (
    CannotOpen,
    Damaged,
    NotAKey,
    NotSealed,
    SlipOver,
    WrongKey,
    WrongPassphrase,
)

_HEADS = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
_OUTER = b"for the team"


@dataclass(frozen=True, slots=True)
class Slip:
    """The keys of the outer layer (32 bytes each), by item, and the last day to use them."""

    until: date | None
    keys: dict[str, bytes] = field(repr=False)


@dataclass(slots=True)
class Opened:
    """What came of opening: contents by item in the file's order, and those that did not open."""

    contents: dict[str, dict[str, str]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    locked: list[pack.Item] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def is_protected(data: bytes) -> bool:
    """Whether a key file asks for a passphrase."""
    return data.startswith(_HEADS)


def identities(data: bytes, *, phrase: str = "") -> list[x25519.Identity]:
    """The private keys in a key file. Raises `NotAKey`, `WrongPassphrase`."""
    if is_protected(data):
        try:
            data = passphrase.decrypt(data, phrase)
        except DecryptError as error:
            raise WrongPassphrase from error
    try:
        found = [line.strip() for line in data.decode().splitlines()]
        keys = [x25519.Identity.from_str(line) for line in found if line and line[0] != "#"]
    except (UnicodeDecodeError, IdentityError) as error:
        raise NotAKey from error
    if not keys:
        raise NotAKey
    return keys


def open_slip(data: bytes, keys: Sequence[x25519.Identity], *, today: date) -> Slip:
    """Raises `WrongKey`, `Damaged`, `SlipOver`."""
    try:
        told = json.loads(team.unpadded(_decrypted(data, keys)))
        if (told["farshore"], told["version"]) != ("slip", pack.VERSION):
            raise Damaged
        until = date.fromisoformat(told["until"]) if told["until"] else None
        held = {id: base64.b64decode(key, validate=True) for id, key in told["keys"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, NotSealed) as error:
        raise Damaged from error
    if until is not None and until < today:
        raise SlipOver(until)
    return Slip(until, held)


def open_items(items: Sequence[pack.Item], slip: Slip, keys: Sequence[x25519.Identity]) -> Opened:
    """Open what can be opened. An item that is not on the slip has ended since the export."""
    opened = Opened()
    for item in items:
        if item.id not in slip.keys:
            opened.ended.append(item.id)
            continue
        try:
            box = seal.open_sealed(slip.keys[item.id], item.box, context=_OUTER)
            opened.contents[item.id] = _fields(team.unpadded(_decrypted(box, keys)))
        except WrongKey:
            opened.locked.append(item)
        except (CannotOpen, NotSealed, Damaged, ValueError):
            opened.damaged.append(item.id)
    return opened


def _decrypted(box: bytes, keys: Sequence[x25519.Identity]) -> bytes:
    try:
        opened: bytes = decrypt(box, list(keys))
    except DecryptError as error:
        # The library tells the two apart by words only.
        raise (WrongKey if "No matching keys" in str(error) else Damaged) from error
    return opened


def _fields(data: bytes) -> dict[str, str]:
    """A contact's fields; a text that is no object is one field. What a browser sealed is not to
    be trusted: names and values become plain texts."""
    try:
        told: Any = json.loads(data)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return {"text": data.decode(errors="replace")}
    return {str(name): _text(value) for name, value in told.items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
