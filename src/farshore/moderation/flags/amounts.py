"""Numbers that name nobody: days, years, round sums, money, distances, ordinals."""

import re

_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}")
_YEARS = re.compile(r"(?:19|20|1[34])\d\d(?:\W{1,3}(?:19|20|1[34])\d\d)+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})*[ .]000")
_ROUND = re.compile(r"[1-9]\d{0,4}000")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)", re.IGNORECASE)
_UNIT = re.compile(
    r"\s?(?:[$€£¥₩%]|dollar|euro|won(?!\w)|yuan|franc|peso|rubl|birr|nakfa|руб|долл|евро|юан"
    r"|원(?!\w)|위안|달러|元|块|美元|人民币|韩元|دولار|ليرة|يورو|دينار|تومان|ریال|دلار|یورو|نقدا"
    r"|km|kilomet|miles|people|persons|personnes|personas|метр|км|человек|명"
    r"|킬로|公里|里|人|نفر|شخص|لاجئ|آواره|refugees|réfugiés|refugiados|families"
    r"|familles|familias)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[$€£¥₩]|USD|EUR)\s?$")

_LONGEST_SUM = 8  # digits


def is_amount(plain: str, start: int, end: int) -> bool:
    """Whether the digits are a day, years, or so many of something."""
    words = plain[start:end].strip()
    if any(one.fullmatch(words) for one in (_DAY, _YEARS, _ORDINAL)):
        return True
    if words[:1] in {"0", "+", "("} or sum(map(str.isdigit, words)) > _LONGEST_SUM:
        return False
    return bool(_UNIT.match(plain, end) or _BEFORE.search(plain[max(0, start - 5) : start]))


def is_round(words: str) -> bool:
    """Whether it ends in three noughts."""
    return any(one.fullmatch(words.strip()) for one in (_THOUSANDS, _ROUND))
