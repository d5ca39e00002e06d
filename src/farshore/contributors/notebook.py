"""The notebook: a few codes, under a key that comes from a sentence and is stored nowhere.

A sentence is easier to guess than a code, so that it costs more to try: Argon2id with 64 MiB and
three passes, salted by the account and by the house's pepper.
"""

import hashlib
import unicodedata
from collections.abc import Sequence

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from farshore.contributors.errors import NotebookFull, WeakSentence, WrongSentence
from farshore.kernel.codes import DIGITS, Code
from farshore.vault import seal
from farshore.vault.errors import CannotOpen

MOST = 12
SHORTEST, FEWEST = 16, 8
"""Letters of a sentence, and how many different ones must be among them."""

_LENGTH = MOST * (DIGITS + 1)
_MEMORY_KIB, _PASSES = 64 * 1024, 3
_CONTEXT = b"notebook"


def key_of(sentence: str, salt: bytes) -> bytes:
    """The key (32 bytes) of a sentence. Spaces and capitals at will: both are easily mistaken.

    Raises `WeakSentence`.
    """
    plain = " ".join(unicodedata.normalize("NFKC", sentence).casefold().split())
    if len(plain) < SHORTEST or len(set(plain)) < FEWEST:
        raise WeakSentence
    salted = hashlib.sha256(b"farshore notebook 1" + settings.CODE_PEPPER.encode() + salt).digest()
    return hash_secret_raw(plain.encode(), salted, _PASSES, _MEMORY_KIB, 1, seal.KEY, Type.ID)


def locked(codes: Sequence[Code], key: bytes) -> bytes:
    """The codes under the key, as long as any other notebook. Raises `NotebookFull`."""
    if len(codes) > MOST:
        raise NotebookFull
    text = "".join(code.digits for code in codes).ljust(_LENGTH)
    return seal.seal(key, text.encode("ascii"), context=_CONTEXT)


def opened(box: bytes, key: bytes) -> tuple[Code, ...]:
    """The codes, in the order in which they were put in. Raises `WrongSentence`."""
    try:
        text = seal.open_sealed(key, box, context=_CONTEXT).decode("ascii").strip()
    except CannotOpen as error:
        raise WrongSentence from error
    size = DIGITS + 1
    return tuple(Code.parse(text[at : at + size]) for at in range(0, len(text), size))
