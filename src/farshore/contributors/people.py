"""Who somebody is, as far as this house keeps it: a fingerprint that cannot be read backwards."""

import hashlib
import unicodedata

from django.conf import settings


def by_email(address: str) -> bytes:
    """The fingerprint of whoever reads the mail of this address (32 bytes)."""
    return _fingerprint("email", folded(address))


def by_passkey(credential: bytes) -> bytes:
    """The fingerprint of whoever holds this passkey."""
    return _fingerprint("passkey", credential.hex())


def by_provider(url: str, subject: str) -> bytes:
    """The fingerprint of whoever a provider knows by this number of its own."""
    return _fingerprint("provider", url.rstrip("/"), subject)


def folded(address: str) -> str:
    """One way of writing each address, so that capitals make no second account."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def _fingerprint(*parts: str) -> bytes:
    """Keyed by the house's pepper, which is not in the database: who has the database alone cannot
    try addresses until one fits."""
    key = hashlib.sha256(b"farshore contributors 1" + settings.CODE_PEPPER.encode()).digest()
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(told.encode(), digest_size=32, key=key).digest()
