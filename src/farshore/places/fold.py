"""What two spellings of one name have in common.

The index is sorted by folded names and a search folds what was typed, so both sides must fold
alike: a change here needs a rebuilt index (`layout.VERSION`).
"""

import unicodedata

_LONGEST = 120  # code points; no listed name comes near, and hostile text ends here

# Categories that carry no sound: marks, punctuation, spaces, symbols, controls, surrogates.
_SILENT = frozenset("Mn Me Cc Cf Cs Zs Zl Zp Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split())

_LETTERS = {
    # Arabic script: Persian, Urdu and Kurdish forms, final forms, alef maqsura, tatweel, hamza
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "ء": "",
    "ـ": "",
    # Latin letters that have no decomposition
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ŋ": "ng",
}

# Hangul, as it is typed: a final consonant may still become the next syllable's first, and a
# compound vowel or final starts as its first half. 혯 (혜 + ㅅ) is thus on the way to 혜산.
_FINALS = (
    "ᄀ,ᄁ,ᄀᄉ,ᄂ,ᄂᄌ,ᄂᄒ,ᄃ,ᄅ,ᄅᄀ,ᄅᄆ,ᄅᄇ,ᄅᄉ,ᄅᄐ,ᄅᄑ,ᄅᄒ,"
    "ᄆ,ᄇ,ᄇᄉ,ᄉ,ᄊ,ᄋ,ᄌ,ᄎ,ᄏ,ᄐ,ᄑ,ᄒ"
).split(",")
_VOWELS = {
    "\u116a": "\u1169\u1161",
    "\u116b": "\u1169\u1162",
    "\u116c": "\u1169\u1175",
    "\u116f": "\u116e\u1165",
    "\u1170": "\u116e\u1166",
    "\u1171": "\u116e\u1175",
    "\u1174": "\u1173\u1175",
}


def _table() -> dict[int, str]:
    table = {ord(letter): plain for letter, plain in _LETTERS.items()}
    table.update({0x11A8 + i: initial for i, initial in enumerate(_FINALS)})
    table.update({ord(vowel): halves for vowel, halves in _VOWELS.items()})
    table.update({code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)})  # katakana
    table.update(dict.fromkeys(range(0x02B0, 0x0300), ""))  # ʻ ʼ ʿ and other modifier letters
    return table


class _Fold(dict[int, str]):
    """A translation table that learns each code point once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if unicodedata.category(letter) in _SILENT:
            folded = ""
        else:
            digit = unicodedata.digit(letter, None)
            folded = letter if digit is None else str(digit)
        self[code] = folded
        return folded


_FOLD = _Fold(_table())


def fold(text: str) -> str:
    """`text` without accents, case, spaces, punctuation and regional letter forms.

    Any text at all may be given; what is longer than any name is cut. Pure and idempotent.
    """
    text = text[:_LONGEST]
    if text.isascii() and text.isalpha():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return plain.translate(_FOLD)
