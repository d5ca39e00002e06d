"""Receipt codes: one secret number, written as digits or as words, and the keys derived from it.

28 random digits (93 bits) and a check digit by Damm's method, which catches every single wrong
digit and every swap of neighbours. The same number can be said as nine words of a BIP-39 list.
Two keys come from it by Argon2id: one to find what lies here, one to open it. Neither is stored.
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from stdnum import damm

from farshore.kernel import wordcodes
from farshore.kernel.code_errors import MistypedDigit, NotAHand, WrongLength

DIGITS = 28
GROUPS = (4, 4, 4, 4, 4, 4, 5)

_MEMORY_KIB = 19 * 1024
_PASSES = 2
_HAND = 32 + 32


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """The secret number. Its `repr` does not show it, so that no log or traceback can."""

    number: int

    def __repr__(self) -> str:
        return "Code(…)"

    @classmethod
    def new(cls) -> "Code":
        """A fresh code, every one equally likely."""
        return cls(secrets.randbelow(10**DIGITS))

    @classmethod
    def parse(cls, text: str) -> "Code":
        """Digits of any script, or words of any list, however grouped. Raises `CodeError`.

        An `O` among digits is a digit mistyped, and a number before a word is not of the code.
        """
        plain = unicodedata.normalize("NFKC", text)
        digits = "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())
        if len(digits) > sum(c.isalpha() for c in plain):
            return cls(_checked(digits))
        return cls(wordcodes.number_of("".join(" " if c.isdecimal() else c for c in plain)))

    @property
    def digits(self) -> str:
        """All 29 digits, the last of them the check digit."""
        bare = f"{self.number:0{DIGITS}d}"
        return bare + str(damm.calc_check_digit(bare))

    def groups(self) -> list[str]:
        """The digits as they are shown: six groups of four, one of five."""
        digits, groups = self.digits, []
        for size in GROUPS:
            groups.append(digits[:size])
            digits = digits[size:]
        return groups

    def words(self, language: str) -> list[str]:
        """The same secret as nine words; English where the language has no list."""
        return wordcodes.words_of(self.number, language)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What the code's holder sends with each request: 32 bytes to find, 32 bytes to open."""

    find: bytes
    open: bytes

    def __repr__(self) -> str:
        return "Keys(…)"

    def hand(self) -> str:
        """Both keys as one token of 92 characters, for a form's hidden field."""
        both = self.find + self.open
        return base64.urlsafe_b64encode(both + _sum(both)).decode().rstrip("=")

    @classmethod
    def from_hand(cls, text: str) -> "Keys":
        """Raises `NotAHand` for anything that `hand` did not make."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{92}", text):
            raise NotAHand
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        both, given = raw[:_HAND], raw[_HAND:]
        if not hmac.compare_digest(given, _sum(both)):
            raise NotAHand
        return cls(both[:32], both[32:])

    def find_id(self) -> bytes:
        """What the database stores (32 bytes): who holds only the database cannot form the key."""
        return hashlib.sha256(b"farshore find id 1" + self.find).digest()


def derive(code: Code, *, pepper: bytes) -> Keys:
    """The keys of a code in the house of this pepper: one Argon2id run (19 MiB, two passes)."""
    salt = hashlib.sha256(b"farshore codes 1" + pepper).digest()
    secret = f"{code.number:0{DIGITS}d}".encode()
    root = hash_secret_raw(secret, salt, _PASSES, _MEMORY_KIB, 1, 64, Type.ID)
    return Keys(_branch(root, b"find"), _branch(root, b"open"))


def _branch(root: bytes, name: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"farshore code key 1 " + name).derive(root)


def _checked(digits: str) -> int:
    if len(digits) != DIGITS + 1:
        raise WrongLength(len(digits), DIGITS + 1)
    if not damm.is_valid(digits):
        raise MistypedDigit
    return int(digits[:DIGITS])


def _sum(both: bytes) -> bytes:
    return hashlib.sha256(b"farshore hand 1" + both).digest()[:5]
