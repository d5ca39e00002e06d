"""A device that holds passkeys, in a few lines: what a browser would send, or nearly that."""

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


class Device:
    """One passkey. `origin`, `flags` and `host` may be lied about."""

    def __init__(self, origin: str, *, host: str = "") -> None:
        self.origin = origin
        self.host = host or origin.split("//")[1].split(":")[0]
        self.id, self.key = os.urandom(16), ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any], *, flags: int = PRESENT | VERIFIED) -> str:
        """The answer to being asked for a new passkey."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        told = self._told(flags | NEW) + held
        attested = cbor.encode({"fmt": "none", "authData": told, "attStmt": {}})
        return self._answer(options, "webauthn.create", attestationObject=attested)

    def show(self, options: dict[str, Any], *, flags: int = PRESENT | VERIFIED) -> str:
        """The answer to being asked for this passkey."""
        told, client = self._told(flags), self._client(options, "webauthn.get")
        signed = told + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        more = {"authenticatorData": told, "signature": signature}
        return self._answer(options, "webauthn.get", **more)

    def _told(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, options: dict[str, Any], kind: str) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, options: dict[str, Any], kind: str, **parts: bytes) -> str:
        response = {"clientDataJSON": _text(self._client(options, kind))}
        response |= {name: _text(part) for name, part in parts.items()}
        id = _text(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})


def _text(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()
