"""Sealed bytes opened a second time: RFC 5869 and RFC 8439 written out, without a library.

Whoever has a sealed message, its key and the words at the top of `seal.py` can open it so.
"""

import hmac
import struct

import pytest

from farshore.vault import seal

KEY = bytes(range(32))
WORDS = [b"", b"words", "김지우 crossed.".encode() * 40]
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


def _opened(key: bytes, sealed: bytes, context: bytes) -> bytes | None:
    salt, text, tag = sealed[1:33], sealed[33:-16], sealed[-16:]
    mixed = hmac.digest(salt, key, "sha256")
    mine = hmac.digest(mixed, b"farshore seal 1 " + context + b"\x01", "sha256")
    if _tag(_block(mine, 0)[:32], text, sealed[:1] + context) != tag:
        return None
    stream = b"".join(_block(mine, 1 + n) for n in range(len(text) // 64 + 1))
    plain = bytes(a ^ b for a, b in zip(text, stream, strict=False))
    return plain[8 : 8 + int.from_bytes(plain[:8], "big")]


@pytest.mark.parametrize("words", WORDS, ids=["none", "few", "many"])
def test_what_is_sealed_opens_without_our_library(words: bytes) -> None:
    assert _opened(KEY, seal.seal(KEY, words, context=b"draft"), b"draft") == words


def test_another_context_or_a_changed_byte_is_seen_there_too() -> None:
    sealed = seal.seal(KEY, b"words", context=b"draft")
    assert _opened(KEY, sealed, b"picture") is None
    assert _opened(KEY, sealed[:-20] + bytes([sealed[-20] ^ 1]) + sealed[-19:], b"draft") is None
