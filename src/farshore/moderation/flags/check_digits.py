"""Check digits that `python-stdnum` does not know, or stumbles over.

Each takes digits (letters, `<`) alone.
"""

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

_MRZ_WEIGHTS = (7, 3, 1)


def china(number: str) -> bool:
    """Day of birth and last sign. `ric.validate` looks for the district too, and breaks with a
    `KeyError` at some that its table knows by half (python-stdnum 2.2)."""
    if len(number) != 18 or not number[:17].isdecimal():
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return str(ric.calc_check_digit(number)) == number[17].upper()


def iran(number: str) -> bool:
    """Ten digits; the last is the remainder of the weighted others by 11, or 11 less it."""
    if len(number) != 10 or len(set(number)) == 1:
        return False
    rest = sum(int(digit) * (10 - at) for at, digit in enumerate(number[:9])) % 11
    return int(number[9]) == (rest if rest < 2 else 11 - rest)


def snils(number: str) -> bool:
    """Eleven digits; the last two are the weighted sum of the others by 101, 100 being 00."""
    if len(number) != 11:
        return False
    total = sum(int(digit) * (9 - at) for at, digit in enumerate(number[:9]))
    return int(number[9:]) == total % 101 % 100


def mrz(line: str) -> bool:
    """The second line of a passport (ICAO 9303, part 4): number, birth and end are each checked."""
    parts = ((0, 9), (13, 19), (21, 27))
    return len(line) >= 28 and all(_mrz_digit(line[a:b]) == line[b] for a, b in parts)


def _mrz_digit(part: str) -> str:
    values = (0 if sign == "<" else int(sign, 36) for sign in part)
    return str(sum(value * _MRZ_WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)
