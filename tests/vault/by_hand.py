"""What the vault seals, opened a second time: RFC 5869, RFC 8439, Padmé and age written out.

The layers of the house need no library here; age takes X25519 and ChaCha20-Poly1305 from one.
"""

import base64
import hmac
import math
import struct
from functools import partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ROUND = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
_DIAGONAL = [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
_FULL = 0xFFFFFFFF


def _quarter(x: list[int], a: int, b: int, c: int, d: int) -> None:
    for to, by, turned, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x[to] = (x[to] + x[by]) & _FULL
        mixed = x[turned] ^ x[to]
        x[turned] = (mixed << bits | mixed >> (32 - bits)) & _FULL


def _block(key: bytes, count: int) -> bytes:
    start = list(
        struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<4I", count, 0, 0, 0))
    )
    x = start.copy()
    for _ in range(10):
        for places in _ROUND + _DIAGONAL:
            _quarter(x, *places)
    return struct.pack("<16I", *((a + b) & _FULL for a, b in zip(x, start, strict=True)))


def _tag(key: bytes, text: bytes, beside: bytes) -> bytes:
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total, even = 0, b"".join(part + bytes(-len(part) % 16) for part in (beside, text))
    even += struct.pack("<QQ", len(beside), len(text))
    for place in range(0, len(even), 16):
        total = (total + int.from_bytes(even[place : place + 16] + b"\x01", "little")) * r
        total %= 2**130 - 5
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def contents(key: bytes, sealed: bytes, context: bytes) -> bytes | None:
    """All that lies in a sealed message or a wrapped key, with its padding; None if altered."""
    salt, text, tag = sealed[1:33], sealed[33:-16], sealed[-16:]
    mixed = hmac.digest(salt, key, "sha256")
    mine = hmac.digest(mixed, b"farshore seal 1 " + context + b"\x01", "sha256")
    if _tag(_block(mine, 0)[:32], text, sealed[:1] + context) != tag:
        return None
    stream = b"".join(_block(mine, 1 + n) for n in range(len(text) // 64 + 1))
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def words(plain: bytes) -> bytes:
    """What was padded: eight bytes of length, the words, zeros and nothing else."""
    length = int.from_bytes(plain[:8], "big")
    assert not any(plain[8 + length :])
    return plain[8 : 8 + length]


def padme(length: int) -> int:
    """Padmé as its paper has it, in floating point: at least 256 here."""
    exponent = math.floor(math.log2(max(length, 256)))
    kept = math.floor(math.log2(exponent)) + 1
    unit = 2 ** (exponent - kept)
    return math.ceil(max(length, 256) / unit) * unit


# --- age, as its specification (C2SP age v1) writes it ---


def age_opened(identity: str, file: bytes) -> bytes | None:
    """A file sealed to X25519 keys, of one chunk; None where this identity is no recipient."""
    head, _, rest = file.partition(b"\n---")
    mac, _, payload = rest.partition(b"\n")
    private = X25519PrivateKey.from_private_bytes(_bech32(identity))
    key = next((one for one in map(partial(_file_key, private), _stanzas(head)) if one), None)
    if key is None:
        return None
    signed = hmac.digest(_hkdf(key, b"", b"header"), head + b"\n---", "sha256")
    assert signed == _base64(mac.strip()), "the header was altered"
    stream = _hkdf(key, payload[:16], b"payload")
    return ChaCha20Poly1305(stream).decrypt(bytes(11) + b"\x01", payload[16:], None)


def _stanzas(head: bytes) -> list[tuple[bytes, bytes]]:
    """(the other side's share, the wrapped file key) of each recipient."""
    version, *parts = head.split(b"\n-> ")
    assert version == b"age-encryption.org/v1"
    lines = [part.split(b"\n", 1) for part in parts]
    return [
        (_base64(first.split()[1]), _base64(body.replace(b"\n", b"")))
        for first, body in lines
        if first.startswith(b"X25519 ")
    ]


def _file_key(private: X25519PrivateKey, stanza: tuple[bytes, bytes]) -> bytes | None:
    share, wrapped = stanza
    mine = private.public_key().public_bytes_raw()
    secret = private.exchange(X25519PublicKey.from_public_bytes(share))
    wrap = _hkdf(secret, share + mine, b"age-encryption.org/v1/X25519")
    try:
        return ChaCha20Poly1305(wrap).decrypt(bytes(12), wrapped, None)
    except InvalidTag:
        return None


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def _base64(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _bech32(text: str) -> bytes:
    """The 32 bytes of `AGE-SECRET-KEY-1…`; its checksum is left unread."""
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    number = 0
    for letter in text.lower().rpartition("1")[2][:-6]:
        number = number << 5 | letters.index(letter)
    return (number >> 4).to_bytes(32, "big")
