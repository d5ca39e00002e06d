"""Dates as people remember them, read from their words and kept as EDTF (see `when`)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from farshore.kernel import solar
from farshore.kernel.datewords import SOLAR_MONTHS, Meaning, Sense, Words, bare, words
from farshore.kernel.when import (
    EARLIEST,
    EDTF,
    LATEST,
    SEASONS,
    THIRDS,
    WINTER,
    NotADate,
    When,
    latest_year,
    parts,
    proved,
    span,
)

__all__ = ["EARLIEST", "LATEST", "NotADate", "When", "latest_year", "parts", "read", "span"]

_LONGEST = 200  # letters; nobody needs as many for a date
_UNITS = {
    **dict.fromkeys(("年", "년", "년도"), "y"),
    **dict.fromkeys(("月", "월"), "m"),
    **dict.fromkeys(("日", "일", "号", "號"), "d"),
    **dict.fromkeys(("年代", "년대"), "s"),
}
_TOKEN = re.compile(
    rf"(?P<number>\d+)\s*(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})?"
    r"|(?P<joined>[\u4e00-\u9fff]+|[가-힣]+)|(?P<word>[^\W\d]+)|(?P<sign>[?%~/-])"
)
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_YEAR = re.compile(f"[零{_HAN_DIGITS}]{{4}}(?=年)")

# Numbers that can mean only one year, month or day, whoever wrote them.
_DECADE = re.compile(r"\b(\d{3})x\b")
_SHORT_DECADE = re.compile(
    r"(?<!\d)([3-9]0)(?='?s\b|\s*(?:年代|년대))|(?<=\bannees )([3-9]0)\b|(?<=\banos )([3-9]0)\b"
)
_SHORT_YEAR = re.compile(r"(?<![\d'])(?:'(\d\d)(?!\d|s)|(\d\d)(?=\s*[年년](?![代대])))")
_SHORT_SECOND = re.compile(r"\b(\d\d)(\d\d)\s*[/-]\s*(\d\d)\b(?!\s*[/.-])")
_YEAR_FIRST = re.compile(r"\b(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?(?![/.]?\d)")
_MONTH_AND_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})[/.](\d{4})\b")
_YEAR_LAST = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    digits: int
    unit: str = ""


_Item = _Number | Meaning | str


@dataclass(slots=True)
class _Said:
    """What one end of a date says."""

    year: int | None = None
    decade: bool = False
    third: int | None = None
    sub: int | None = None
    day: int | None = None
    about: bool = False
    maybe: bool = False


def read(text: str, *, language: str = "en") -> str:
    """What a person typed → EDTF; empty for empty. Raises `NotADate`.

    Words may be in `language` or in English, digits in any script. A date such as 3/4/1998 is
    refused: it means two days in two countries. In Persian, years such as 1377 are solar ones.
    What EDTF cannot say is kept coarser: “late March 1998” is March.
    """
    plain = _plain(text)
    if not plain:
        return ""
    is_solar = language[:2] in ("fa", "ps") or any("۰" <= letter <= "۹" for letter in text)
    if all(EDTF.fullmatch(end) for end in plain.upper().split("/")) and not (
        is_solar and plain[:4] < str(EARLIEST)
    ):
        return proved(plain.upper())
    known = words(language)
    ends, by_dash = _ends(_settled(list(_items(_spelt_out(plain), known))))
    said = [_said(end) for end in ends]
    _completed(said)
    if by_dash and _is_one_winter(said):
        del said[1]
    spans = [_whens(one, is_solar=is_solar) for one in said]
    first, last = spans[0][0], spans[-1][1]
    return proved(str(first) if first == last else f"{first}/{last}")


def _plain(text: str) -> str:
    """Bare letters, plain digits, one space between words. Raises `NotADate` for long text."""
    if len(text) > _LONGEST:
        raise NotADate(text[:20])
    letters = (str(unicodedata.digit(c)) if c.isdigit() else c for c in bare(text))
    plain = "".join(letters).translate(str.maketrans("’ʼ′–—−〜؟", "'''//-~?"))
    return " ".join(re.sub("[,،、;。()«»“”]", " ", plain).split())


def _spelt_out(plain: str) -> str:
    """The same text with its shortened and its unmistakable numbers written out."""
    plain = _HAN_YEAR.sub(lambda m: "".join(_han_digit(c) for c in m[0]), plain)
    plain = _DECADE.sub(r"\g<1>0s", plain)
    plain = _SHORT_DECADE.sub(r"19\g<0>", plain)
    plain = _SHORT_YEAR.sub(lambda m: _whole_year(m[1] or m[2]), plain)
    plain = _SHORT_SECOND.sub(lambda m: _second_year(m, plain), plain)
    plain = _YEAR_LAST.sub(_day_month_year, plain)
    plain = _YEAR_FIRST.sub(lambda m: "-".join(part for part in m.groups() if part), plain)
    return _MONTH_AND_YEAR.sub(r"\2-\1", plain)


def _han_digit(letter: str) -> str:
    return str(max(0, _HAN_DIGITS.find(letter)))


def _whole_year(two: str) -> str:
    return f"19{two}" if two >= "30" else f"20{two}"


def _second_year(found: re.Match[str], plain: str) -> str:
    """`1998/99` as two years; but `1998-03` is March."""
    century, year, second = found.groups()
    follows = int(second) == int(year) + 1 and any(letter.isalpha() for letter in plain)
    return f"{century}{year} / {century}{second}" if follows or int(second) > 12 else found[0]


def _day_month_year(found: re.Match[str]) -> str:
    """25/12/1998 and 3/3/1998 mean one day; 3/4/1998 means two, and is refused."""
    first, second, year = (int(part) for part in found.groups())
    if first > 12 and second <= 12:
        return f"{year}-{second}-{first}"
    if first <= 12 and (second > 12 or first == second):
        return f"{year}-{first}-{second}"
    raise NotADate(found[0])


def _items(plain: str, known: Words) -> Iterator[_Item]:
    """The text as numbers, meanings and signs. Raises `NotADate` at a word that says nothing."""
    for phrase in known.phrases:
        plain = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", phrase.translate(_JOINED), plain)
    for found in _TOKEN.finditer(plain):
        if found["number"]:
            number = found["number"]
            yield _Number(int(number), len(number), _UNITS.get(found["unit"] or "", ""))
        elif found["joined"]:
            yield from _meanings_in(found["joined"], known)
        else:
            yield found["sign"] or _meaning(found["word"].translate(_PARTED), known)


_JOINED = str.maketrans(" -", "_ˍ")
_PARTED = str.maketrans("_ˍ", " -")


def _meanings_in(run: str, known: Words) -> Iterator[Meaning]:
    """The words of a run that is written without spaces, the longest first."""
    while run:
        length = next((n for n in range(len(run), 0, -1) if run[:n] in known.meanings), 0)
        if not length:
            raise NotADate(run)
        yield known.meanings[run[:length]]
        run = run[length:]


def _meaning(word: str, known: Words) -> Meaning:
    """A word's meaning; months may be cut short (`Sept`), Arabic words have their article."""
    for form in (word, word.removeprefix("ال"), word.removeprefix("و")):
        if form in known.meanings:
            return known.meanings[form]
    begun = {
        month
        for name, month in known.meanings.items()
        if isinstance(month, int) and month <= 12 and name.startswith(word)
    }
    if len(word) < 3 or len(begun) != 1:
        raise NotADate(word)
    return begun.pop()


def _settled(items: list[_Item]) -> list[_Item]:
    """With each `~`, `-` and `%` turned into what it means where it stands."""
    settled: list[_Item] = []
    for at, item in enumerate(items):
        before, after = settled[-1:], items[at + 1 : at + 3]
        if item == "~":
            between = before and after and before[0] != "/" and after[0] != "/"
            settled.append("/" if between else Sense.ABOUT)
        elif item == "-":
            settled += ["/"] if before and after and _is_between(before[0], after) else []
        elif item == "%":
            settled += [Sense.ABOUT, Sense.MAYBE]
        else:
            settled.append(Sense.MAYBE if item == "?" else item)
    return settled


def _is_between(before: _Item, after: list[_Item]) -> bool:
    """Whether a hyphen says from–to: `1998-2000`, `May-June`, `12-15 May`; not `1998-3`."""
    if isinstance(before, _Number) and isinstance(after[0], _Number):
        alike = before.digits // 3 == after[0].digits // 3
        return alike and (before.digits == 4 or isinstance(after[-1], int))
    return isinstance(before, int) and before not in THIRDS and isinstance(after[0], int)


def _ends(items: list[_Item]) -> tuple[list[list[_Item]], bool]:
    """The items of the one or two ends, and whether only a dash divides them."""
    ends: list[list[_Item]] = [[]]
    by_dash = False
    for item in items:
        if item is Sense.AT and not _says_anything(ends[-1]):
            continue
        if item in ("/", Sense.TO, Sense.AT, Sense.EITHER):
            by_dash = item == "/"
            ends[-1] += [Sense.MAYBE] if item is Sense.EITHER else []
            ends.append([Sense.MAYBE] if item is Sense.EITHER else [])
        else:
            ends[-1].append(item)
    if len(ends) > 2 or not all(_says_anything(end) for end in ends):
        raise NotADate(str(len(ends)))
    return ends, by_dash


def _says_anything(end: list[_Item]) -> bool:
    return any(isinstance(item, (_Number, int)) for item in end)


def _said(end: list[_Item]) -> _Said:
    said = _Said()
    for item in end:
        if isinstance(item, _Number):
            _take_number(said, item)
        elif isinstance(item, int):
            _put(said, "third" if item in THIRDS else "sub", item)
        elif item is Sense.ABOUT:
            said.about = True
        elif item is Sense.MAYBE:
            said.maybe = True
        elif item is Sense.DECADE:
            said.decade = True
    return said


def _take_number(said: _Said, number: _Number) -> None:
    if number.digits == 4 and number.unit in ("", "y", "s"):
        said.decade |= number.unit == "s"
        _put(said, "year", number.value)
    elif number.digits > 2 or number.unit in ("y", "s"):
        raise NotADate(str(number.value))
    elif number.unit == "m" or (not number.unit and said.year is not None and said.sub is None):
        _put(said, "sub", number.value, most=12)
    else:
        _put(said, "day", number.value, most=31)


def _put(said: _Said, name: str, value: int, *, most: int = 9999) -> None:
    if getattr(said, name) is not None or not 1 <= value <= most:
        raise NotADate(f"{name} {value}")
    setattr(said, name, value)


def _completed(said: list[_Said]) -> None:
    """`March to May 1998`, `12 to 15 May 1998`: what one end leaves out stands in the other."""
    for one, other in zip(said, reversed(said), strict=True):
        if one.year is None:
            if one.sub is None and one.day is not None and other.day is not None:
                one.sub = other.sub
            one.year = other.year
    for one in said:
        if one.day is not None and one.sub is None and one.day <= 12:
            one.sub, one.day = one.day, None  # "03 1998" has only a month to be


def _is_one_winter(said: list[_Said]) -> bool:
    """`Winter 1998/99` is one winter."""
    if len(said) < 2 or said[0].sub != WINTER or said[1].sub or said[1].day:
        return False
    return (said[0].year or 0) + 1 == said[1].year


def _whens(said: _Said, *, is_solar: bool) -> tuple[When, When]:
    """The first and last that an end spans: the same but for solar years. Raises `NotADate`."""
    if said.year is None or (said.decade and (said.year % 10 or said.sub)):
        raise NotADate("year")
    if said.day is not None and (said.sub is None or said.sub in SEASONS):
        raise NotADate("day")
    mark = "%" if said.about and said.maybe else "~" if said.about else "?" if said.maybe else ""
    if is_solar and said.year < EARLIEST:
        first, last = _solar(said)
        return replace(first, mark=mark), replace(last, mark=mark)
    sub = said.sub or (None if said.decade else said.third)
    when = When(said.year, said.decade, sub, said.day, mark)
    return when, when


def _solar(said: _Said) -> tuple[When, When]:
    """`said` as Gregorian; a third of a solar year is kept as the year."""
    year = said.year or 0
    if said.decade:
        return solar.gregorian(year, None, None)[0], solar.gregorian(year + 9, None, None)[1]
    sub = said.sub - SOLAR_MONTHS if said.sub and said.sub > SOLAR_MONTHS else said.sub
    return solar.gregorian(year, sub, said.day)
