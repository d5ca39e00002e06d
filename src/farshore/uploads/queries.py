"""Reads of staged parts."""

import hashlib
import hmac

from django.conf import settings

from farshore.uploads.errors import UnknownUpload
from farshore.uploads.models import Staged
from farshore.vault import blobs, seal
from farshore.vault.errors import CannotOpen, UnknownBlob

CONTEXT = b"staged"


def owner_of(key: bytes) -> bytes:
    """The pseudonym under which a key's parts lie."""
    return hmac.digest(key, b"farshore staged owner 1", hashlib.sha256)


def read_staged(key: bytes, name: str) -> bytes:
    """The contents of a part that was staged under this key. Raises `UnknownUpload`."""
    if not Staged.objects.filter(pk=name, owner=owner_of(key)).exists():
        raise UnknownUpload
    try:
        return seal.open_sealed(key, blobs.read(settings.UPLOADS, name), context=CONTEXT)
    except (CannotOpen, UnknownBlob) as error:
        raise UnknownUpload from error
