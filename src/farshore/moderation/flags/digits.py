"""Digits of every script, as 0–9, so that one pattern finds them all."""

import unicodedata

# Full-width signs and the dashes of many keyboards, one for one.
_SIGNS = {
    ord("－"): "-",
    ord("−"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("–"): "-",
    ord("＋"): "+",
    ord("（"): "(",
    ord("）"): ")",
    ord("．"): ".",
    ord("／"): "/",
    ord("\u00a0"): " ",
    ord("\u202f"): " ",
    ord("\u3000"): " ",
    ord("："): ":",
}


def in_ascii(text: str) -> str:
    """The same length, with every digit as 0–9 and every full-width Latin letter as a plain one."""
    if text.isascii():
        return text
    return "".join(map(_plain, text.translate(_SIGNS)))


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    if "Ａ" <= letter <= "ｚ":
        return chr(ord(letter) - 0xFEE0)
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)


def bare(words: str) -> str:
    """Only letters and digits of it, the letters large."""
    return "".join(filter(str.isalnum, words)).upper()
