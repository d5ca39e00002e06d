"""The house's own signature: Ed25519 (RFC 8032), so that whoever keeps a copy knows that a list of
what must go comes from this house and nobody else.

The key is made from a secret of the installation and is always the same. It signs what the house
publishes by itself; it is not the team's key and opens nothing.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PURPOSE = b"farshore signing 1"


def public_key(secret: str) -> str:
    """What others check signatures with: 32 bytes in base64."""
    return b64encode(_private(secret).public_key().public_bytes_raw()).decode()


def sign(secret: str, message: bytes) -> str:
    """The signature of a message: 64 bytes in base64, the same each time."""
    return b64encode(_private(secret).sign(message)).decode()


def is_signed(message: bytes, *, signature: str, key: str) -> bool:
    """Whether the holder of `key`'s secret signed exactly this message."""
    try:
        known = Ed25519PublicKey.from_public_bytes(b64decode(key, validate=True))
        known.verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(_PURPOSE + secret.encode()).digest())
