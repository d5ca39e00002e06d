"""Passkeys of contributors: made and asked for by the browser, looked at here.

The name on the phone says no more than it must: the site's address, and "account". The challenge
goes with the page, sealed, and is good once.
"""

import base64
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from farshore.contributors import people, queries, tokens
from farshore.contributors.errors import NotProved, UnknownAccount

_LONGEST = 20_000
_WRONG = (ValueError, TypeError, LookupError, AttributeError)
"""What a credential that is not one comes to in `fido2`."""


def challenge() -> dict[str, str]:
    """What the page needs to make a passkey or to ask for one: `state` for the form, and `make`
    and `ask` in the browser's own JSON."""
    server, value = _server(), secrets.token_bytes(32)
    known = UserVerificationRequirement.REQUIRED
    make, state = server.register_begin(
        user=PublicKeyCredentialUserEntity(
            name=_("Account"), id=secrets.token_bytes(32), display_name=_("Account")
        ),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=known,
        challenge=value,
    )
    ask, _same = server.authenticate_begin(user_verification=known, challenge=value)
    told = {"challenge": state["challenge"], "user_verification": known.value}
    return {
        "state": tokens.write("passkey", told),
        "make": json.dumps(dict(make)["publicKey"]),
        "ask": json.dumps(dict(ask)["publicKey"]),
    }


def made(state: str, credential: str) -> tuple[bytes, bytes]:
    """A new passkey: the fingerprint of its holder, and its public half.

    Whoever makes one proves only that they made it: of a number that has an account already it is
    not taken. Raises `NotProved`.
    """
    told, answer = tokens.read("passkey", state), _parsed(credential)
    try:
        held = _server().register_complete(told, answer).credential_data
    except _WRONG as error:
        raise NotProved from error
    if held is None:
        raise NotProved
    _once(told)
    who = people.by_passkey(held.credential_id)
    if queries.exists(who):
        raise NotProved
    return who, bytes(held)


def known(state: str, credential: str) -> bytes:
    """The fingerprint of whoever has shown a passkey that has an account. Raises `NotProved`."""
    told, answer = tokens.read("passkey", state), _parsed(credential)
    try:
        who = people.by_passkey(_bytes(answer["rawId"]))
        held = AttestedCredentialData(queries.passkey(queries.account(who)))
        _server().authenticate_complete(told, [held], answer)
    except (UnknownAccount, *_WRONG) as error:
        raise NotProved from error
    _once(told)
    return who


def _server() -> Fido2Server:
    """A passkey belongs to the name of the site, and to no other name that it answers to."""
    own = urlsplit(settings.BASE_URL)
    rp = PublicKeyCredentialRpEntity(id=own.hostname or "localhost", name=own.hostname or "")
    return Fido2Server(rp, verify_origin=lambda origin: origin == settings.BASE_URL)


def _once(told: dict[str, Any]) -> None:
    if not tokens.spent.take(told["challenge"]):
        raise NotProved


def _parsed(credential: str) -> dict[str, Any]:
    if len(credential) > _LONGEST:
        raise NotProved
    try:
        told = json.loads(credential)
    except ValueError as error:
        raise NotProved from error
    if not isinstance(told, dict):
        raise NotProved
    return told


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
