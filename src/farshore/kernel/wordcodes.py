"""Codes as nine words of a BIP-39 list: 94 bits of the number and five of a checksum."""

import difflib
import hashlib
import unicodedata
from functools import cache

from mnemonic import Mnemonic

from farshore.kernel.code_errors import MistypedWord, UnknownWord, WrongWordCount

COUNT = 9
_BITS = 94
_CHECK = COUNT * 11 - _BITS
_LISTS = {
    "en": "english",
    "ko": "korean",
    "zh-hans": "chinese_simplified",
    "fr": "french",
    "es": "spanish",
    "ja": "japanese",
    "pt": "portuguese",
    "tr": "turkish",
    "ru": "russian",
}
_SPACES = dict.fromkeys((ord(c) for c in ",.;·-–—_/|:،、。()"), " ")


def words_of(number: int, language: str) -> list[str]:
    """The number (below 10²⁸) as nine words of that language's list, or of the English one."""
    listed = _words(_LISTS.get(language.lower(), "english"))
    joined = (number << _CHECK) | _checksum(number)
    return [listed[(joined >> (11 * place)) & 2047] for place in reversed(range(COUNT))]


def number_of(text: str) -> int:
    """The number that words of one list say. Raises `CodeError`s."""
    words = _apart([_folded(word) for word in text.translate(_SPACES).split()])
    if len(words) != COUNT:
        raise WrongWordCount(len(words), COUNT)
    joined = 0
    for index in _indices(words):
        joined = joined << 11 | index
    number, check = joined >> _CHECK, joined & (1 << _CHECK) - 1
    if number >= 10**28 or check != _checksum(number):
        raise MistypedWord
    return number


def _apart(words: list[str]) -> list[str]:
    """Chinese words are one letter each, and nobody puts spaces between them."""
    letters = "".join(words)
    is_chinese = len(letters) == COUNT and all("一" <= letter <= "鿿" for letter in letters)
    return list(letters) if is_chinese else words


def _indices(words: list[str]) -> list[int]:
    """Places in the list that knows most of the words; the others are told what they may be."""
    best = max(_LISTS.values(), key=lambda name: sum(word in _places(name) for word in words))
    places = _places(best)
    for place, word in enumerate(words, start=1):
        if word not in places:
            raise UnknownWord(place, difflib.get_close_matches(word, places, n=3, cutoff=0.6))
    return [places[word] for word in words]


def _checksum(number: int) -> int:
    digest = hashlib.sha256(b"farshore words 1" + number.to_bytes(12, "big")).digest()
    return digest[0] >> (8 - _CHECK)


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(name).wordlist)


@cache
def _places(name: str) -> dict[str, int]:
    return {_folded(word): place for place, word in enumerate(_words(name))}


def _folded(word: str) -> str:
    """Case and accents folded; Hangul and others kept whole."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)
