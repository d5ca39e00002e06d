"""Keys of a code, computed a second time: by OpenSSL's Argon2id, and HKDF as RFC 5869 writes it.

`derive` runs the reference code of Argon2. A fault in either one, or a parameter that moved,
shows here; so does a description of the derivation that nobody else could follow.
"""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from farshore.kernel.codes import Code, derive

PEPPER = b"a pepper"
NUMBERS = [0, 7, 1234567890123456789012345678, 10**28 - 1]


def _again(number: int, *, passes: int = 2) -> tuple[bytes, bytes]:
    salt = hashlib.sha256(b"farshore codes 1" + PEPPER).digest()
    kdf = Argon2id(salt=salt, length=64, iterations=passes, lanes=1, memory_cost=19456)
    root = kdf.derive(str(number).zfill(28).encode())
    return _branch(root, b"find"), _branch(root, b"open")


def _branch(root: bytes, name: bytes) -> bytes:
    mixed = hmac.digest(bytes(32), root, "sha256")
    return hmac.digest(mixed, b"farshore code key 1 " + name + b"\x01", "sha256")


@pytest.mark.parametrize("number", NUMBERS)
def test_another_implementation_derives_the_same_keys(number: int) -> None:
    keys = derive(Code(number), pepper=PEPPER)
    assert (keys.find, keys.open) == _again(number)


def test_one_pass_more_would_be_seen() -> None:
    keys = derive(Code(7), pepper=PEPPER)
    find, opened = _again(7, passes=3)
    assert find != keys.find
    assert opened != keys.open
