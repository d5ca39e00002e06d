"""Reads of accounts."""

from farshore.contributors import notebook
from farshore.contributors.errors import UnknownAccount
from farshore.contributors.models import Contributor
from farshore.kernel.codes import Code
from farshore.vault import queries as vault
from farshore.vault.errors import Shredded

NOTEBOOK, PASSKEY = b"contributor notebook", b"contributor passkey"


def account(who: bytes) -> Contributor:
    """What is kept for who this is. Raises `UnknownAccount`."""
    row = Contributor.objects.filter(who=who).first()
    if row is None:
        raise UnknownAccount
    return row


def exists(who: bytes) -> bool:
    return Contributor.objects.filter(who=who).exists()


def codes(row: Contributor, key: bytes) -> tuple[Code, ...]:
    """What the notebook holds. Raises `WrongSentence`, `UnknownAccount`, `MissingEpoch`."""
    return notebook.opened(_outer(row, bytes(row.notebook), NOTEBOOK), key)


def passkey(row: Contributor) -> bytes:
    """The public half of the passkey; empty where one logs in otherwise. Raises as `codes`."""
    return _outer(row, bytes(row.passkey), PASSKEY) if row.passkey else b""


def _outer(row: Contributor, box: bytes, context: bytes) -> bytes:
    """A key that was ended elsewhere, or by a restored backup's own rules, ends the account."""
    try:
        return vault.open_for(row.key, box, context=context)
    except Shredded as error:
        raise UnknownAccount from error
