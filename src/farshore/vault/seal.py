"""Sealing bytes under a 32-byte key. Plain Python over `cryptography`.

A sealed message is: version (1 byte), salt (32), then ChaCha20-Poly1305 of the padded contents
under a key derived from key, salt and context by HKDF-SHA256. The salt makes every message's key
its own, so the nonce may be constant. The context says what a message is for: one sealed as a
draft does not open as a picture. Contents are padded to a few sizes (Padmé: at most 12 % more),
so that the length tells little.
"""

import hmac
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from farshore.vault.errors import CannotOpen

VERSION = b"\x01"
KEY = 32
SALT = 32
WRAPPED = 1 + SALT + KEY + 16
_NONCE = bytes(12)
_LENGTH = struct.Struct(">Q")


def new_key() -> bytes:
    """A fresh random key."""
    return os.urandom(KEY)


def seal(key: bytes, data: bytes, *, context: bytes, salt: bytes | None = None) -> bytes:
    """The sealed message. `salt` is for known-answer tests only; it is random otherwise."""
    salt = os.urandom(SALT) if salt is None else salt
    body = _LENGTH.pack(len(data)) + data
    padded = body + bytes(padded_size(len(body)) - len(body))
    return VERSION + salt + _cipher(key, salt, context).encrypt(_NONCE, padded, VERSION + context)


def open_sealed(key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """The contents. Raises `CannotOpen` for a wrong key, a wrong context or any changed byte."""
    salt, box = sealed[1 : 1 + SALT], sealed[1 + SALT :]
    if sealed[:1] != VERSION or len(salt) < SALT:
        raise CannotOpen
    padded = _open(key, salt, box, context)
    (length,) = _LENGTH.unpack(padded[: _LENGTH.size])
    return padded[_LENGTH.size : _LENGTH.size + length]


def wrap_key(outer: bytes, key: bytes, *, context: bytes, salt: bytes | None = None) -> bytes:
    """A key sealed under another one, without padding: 81 bytes. `salt` is as in `seal`."""
    salt = os.urandom(SALT) if salt is None else salt
    return VERSION + salt + _cipher(outer, salt, context).encrypt(_NONCE, key, VERSION + context)


def unwrap_key(outer: bytes, wrapped: bytes, *, context: bytes) -> bytes:
    """The key (32 bytes). Raises `CannotOpen`."""
    salt, box = wrapped[1 : 1 + SALT], wrapped[1 + SALT :]
    if len(wrapped) != WRAPPED or wrapped[:1] != VERSION:
        raise CannotOpen
    return _open(outer, salt, box, context)


def commitment(key: bytes, data: bytes) -> bytes:
    """32 bytes that only the key's holder can make of the data, or tell from random ones."""
    mine = HKDF(SHA256(), 32, None, b"farshore commitment 1").derive(key)
    return hmac.digest(mine, data, "sha256")


def padded_size(length: int) -> int:
    """Padmé (Nikitin et al. 2019): the length rounded up so that few sizes exist. At least 256."""
    if length <= 256:
        return 256
    exponent = length.bit_length() - 1
    unit = 1 << (exponent - exponent.bit_length())
    return (length + unit - 1) // unit * unit


def _open(key: bytes, salt: bytes, box: bytes, context: bytes) -> bytes:
    try:
        return _cipher(key, salt, context).decrypt(_NONCE, box, VERSION + context)
    except InvalidTag as error:
        raise CannotOpen from error


def _cipher(key: bytes, salt: bytes, context: bytes) -> ChaCha20Poly1305:
    if len(key) != KEY:
        raise ValueError(f"A key has {KEY} bytes")
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"farshore seal 1 " + context).derive(key))
