"""Sealing to the team's keys, in the age format. Plain Python; nothing here can open anything.

What is sealed is padded to one of a few fixed lengths before, so that the length of an address
tells nothing: eight bytes of length, the contents, zeros. `frontend/src/sealing.ts` makes the same
in the browser.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pyrage import RecipientError, encrypt, x25519

from farshore.vault.errors import NoTeamKeys, NotSealed, TooLong
from farshore.vault.seal import padded_size

CONTACT = (1024, 4096)
"""The lengths of a padded contact, in bytes."""

_LENGTH = struct.Struct(">Q")
_HEAD = b"age-encryption.org/v1\n"
_LONGEST_HEAD = 16 * 1024
_AROUND = 16 + 16  # the nonce and the tag of a payload of one chunk
_TOKEN = re.compile(r"1\.([0-9a-f]{16}(?:-[0-9a-f]{16})*)\.([A-Za-z0-9_-]{1,40000})")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes that only the team can open, and the ids of the keys that open them."""

    box: bytes
    recipients: tuple[str, ...]


def is_key(text: str) -> bool:
    """Whether this is a public key of age: `age1…`, 62 characters."""
    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def key_id(recipient: str) -> str:
    """A public key's short name: 16 hexadecimal characters."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:16]


def padded(data: bytes, *, pad_to: Sequence[int] | None) -> bytes:
    """The data with its length before it, up to the next of the lengths; None: Padmé's.

    Raises `TooLong`.
    """
    body = _LENGTH.pack(len(data)) + data
    lengths = [padded_size(len(body))] if pad_to is None else sorted(pad_to)
    fitting = [length for length in lengths if length >= len(body)]
    if not fitting:
        raise TooLong(len(data), lengths[-1] - _LENGTH.size)
    return body + bytes(fitting[0] - len(body))


def unpadded(body: bytes) -> bytes:
    """What `padded` was given. Raises `NotSealed`."""
    length = _LENGTH.unpack(body[: _LENGTH.size])[0] if len(body) >= _LENGTH.size else -1
    rest = body[_LENGTH.size :]
    if not 0 <= length <= len(rest) or any(rest[length:]):
        raise NotSealed
    return rest[:length]


def seal_to(recipients: Sequence[str], data: bytes, *, pad_to: Sequence[int] | None) -> Sealed:
    """Sealed to every one of these public keys. Raises `NoTeamKeys`, `TooLong`."""
    if not recipients:
        raise NoTeamKeys
    body = padded(data, pad_to=pad_to)
    keys = [x25519.Recipient.from_str(one) for one in recipients]
    return Sealed(encrypt(body, keys), tuple(key_id(one) for one in recipients))


def from_browser(token: str, *, pad_to: Sequence[int]) -> Sealed:
    """What a browser has sealed, `1.<key ids>.<base64url>`. Raises `NotSealed`.

    Nobody here can see inside, or whose keys they are: that it is age, of one of the lengths, for
    as many keys as it says, can be seen.
    """
    found = _TOKEN.fullmatch(token)
    if not found:
        raise NotSealed
    ids = tuple(found[1].split("-"))
    box = _decoded(found[2])
    header, mark, payload = box.partition(b"\n--- ")
    stanzas = header.count(b"\n-> X25519 ")
    _mac, line, payload = payload.partition(b"\n")
    fits = len(payload) in {length + _AROUND for length in pad_to}
    whole = box.startswith(_HEAD) and mark and line and len(header) <= _LONGEST_HEAD
    if not (whole and fits and stanzas == len(ids)):
        raise NotSealed
    return Sealed(box, ids)


def token(sealed: Sealed) -> str:
    """What a browser would send for this."""
    text = base64.urlsafe_b64encode(sealed.box).decode().rstrip("=")
    return f"1.{'-'.join(sealed.recipients)}.{text}"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise NotSealed from None
