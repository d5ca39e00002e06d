"""The arithmetic of the audit chain. Plain Python: values in, hashes out."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import date

START = "0" * 64

Detail = str | bool


def canonical(details: Mapping[str, Detail]) -> str:
    """One text for equal details: JSON with sorted keys and no spaces."""
    return json.dumps(dict(details), sort_keys=True, separators=(",", ":"))


def line_hash(
    *, number: int, day: date, staff: str, act: str, details: str, reference: str, previous: str
) -> str:
    """The hash of a line and of all before it, in hex."""
    told = json.dumps([number, day.isoformat(), staff, act, details, reference, previous])
    return hashlib.sha256(told.encode()).hexdigest()


def reference(key: bytes | None, number: int) -> str:
    """A commitment of this line to a story's key; random where there is no story, so that no line
    can be told from the others by it."""
    if key is None:
        return secrets.token_hex(32)
    return hmac.digest(key, b"farshore audit 1 %d" % number, "sha256").hex()
