"""The words in which people say dates, in each of the house's languages, and English besides.

Words are compared without accents, case and regional letters (`bare`).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from farshore.kernel.when import AUTUMN, EARLY, LATE, MIDDLE, SPRING, SUMMER, WINTER

_ARABIC = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه"})
_SILENT = dict.fromkeys([0x0640, 0x200C, 0x200D, 0x200E, 0x200F])  # tatweel, joiners, directions


class Sense(Enum):
    """What a word does that is not itself a part of a date."""

    NOTHING = auto()
    ABOUT = auto()
    MAYBE = auto()
    TO = auto()
    AT = auto()  # TO where something stands before it (`1998 a 2000`), else NOTHING (`a fines de`)
    EITHER = auto()
    DECADE = auto()  # stands beside its number: `années 1990`


Meaning = int | Sense


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a language mean: a month, season or third by its number, or a sense.

    `phrases` are the words with a space or hyphen in them, the longest first.
    """

    meanings: dict[str, Meaning]
    phrases: tuple[str, ...] = field(default=())


def bare(text: str) -> str:
    """`text` in the letters that words are compared by."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SILENT)
    apart = unicodedata.normalize("NFD", folded)
    plain = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", plain).translate(_ARABIC)


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The words of a language (`ko`, `zh-hans`); English ones where it has none of its own."""
    first = language.split("-")[0].split("_")[0].lower()
    meanings = dict(_spoken("en"))
    for tag in ("en", language, *_ALSO.get(first, ())):
        meanings.update(_months(tag))
    meanings.update(_spoken(first))
    phrases = [word for word in meanings if " " in word or "-" in word]
    return Words(meanings, tuple(sorted(phrases, key=len, reverse=True)))


def _spoken(code: str) -> Iterator[tuple[str, Meaning]]:
    for meaning, listed in _SPOKEN.get(code, {}).items():
        for word in listed.split(","):
            yield bare(word.strip()), meaning


def _months(tag: str) -> Iterator[tuple[str, int]]:
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[form][width].items():
                if not any(letter.isdigit() for letter in name):
                    yield bare(name).rstrip("."), number


SOLAR_MONTHS = 100  # what the months of the Solar Hijri calendar are numbered from

_SOLAR = (
    "فروردین, حمل",
    "اردیبهشت, ثور",
    "خرداد, جوزا",
    "تیر, سرطان",
    "مرداد, اسد",
    "شهریور, سنبله",
    "مهر, میزان",
    "آبان, عقرب",
    "آذر, قوس",
    "دی, جدی",
    "بهمن, دلو",
    "اسفند, حوت",
)

# Months have other names in the Levant, the Maghreb and Afghanistan.
_ALSO = {"ar": ("ar_SY", "ar_DZ", "ar_TN", "ar_MA"), "fa": ("fa_AF",)}

_SPOKEN: dict[str, dict[Meaning, str]] = {
    "en": {
        SPRING: "spring, springtime",
        SUMMER: "summer, summertime",
        AUTUMN: "autumn, fall",
        WINTER: "winter, wintertime",
        EARLY: "early, beginning, start",
        MIDDLE: "mid, middle",
        LATE: "late, end",
        Sense.ABOUT: "about, around, circa, c, ca, approximately, approx, roughly, some, or so",
        Sense.MAYBE: "maybe, perhaps, possibly, probably, uncertain, unsure, not sure, i think",
        Sense.NOTHING: "in, the, of, on, time, th, st, nd, rd, year, a, at, from, between, during",
        Sense.TO: "to, until, till, through, and",
        Sense.EITHER: "or",
        Sense.DECADE: "s",
    },
    "ko": {
        SPRING: "봄",
        SUMMER: "여름",
        AUTUMN: "가을",
        WINTER: "겨울",
        EARLY: "초, 초반, 초기, 연초",
        MIDDLE: "중반, 중엽, 중순",
        LATE: "말, 말기, 후반, 연말",
        Sense.ABOUT: "경, 쯤, 무렵, 대략, 약, 정도, 전후",
        Sense.MAYBE: "아마, 아마도",
        Sense.NOTHING: "에, 의, 께, 까지",
        Sense.TO: "부터, 에서",
        Sense.EITHER: "또는, 혹은, 이나, 나",
    },
    "zh": {
        SPRING: "春, 春天, 春季",
        SUMMER: "夏, 夏天, 夏季",
        AUTUMN: "秋, 秋天, 秋季",
        WINTER: "冬, 冬天, 冬季",
        EARLY: "初, 初期, 年初",
        MIDDLE: "中, 中期, 年中",
        LATE: "底, 末, 末期, 年底, 年末",
        Sense.ABOUT: "大约, 大約, 大概, 约, 約, 左右, 前后, 前後",
        Sense.MAYBE: "可能, 也许, 也許, 或许, 或許, 好像",
        Sense.NOTHING: "的, 在, 于, 從, 从, 自",
        Sense.TO: "到, 至",
        Sense.EITHER: "或, 或者",
    },
    "fr": {
        SPRING: "printemps",
        SUMMER: "été",
        AUTUMN: "automne",
        WINTER: "hiver",
        EARLY: "début, commencement",
        MIDDLE: "mi, milieu",
        LATE: "fin",
        Sense.ABOUT: "vers, environ, autour, approximativement, à peu près",
        Sense.MAYBE: "peut-être, probablement, sans doute, je crois, je pense",
        Sense.NOTHING: "de, du, d, l, le, la, les, en, an, année, er, entre, dans",
        Sense.TO: "jusqu, jusque, et",
        Sense.AT: "à, au, aux",
        Sense.EITHER: "ou",
        Sense.DECADE: "années, décennie",
    },
    "es": {
        SPRING: "primavera",
        SUMMER: "verano",
        AUTUMN: "otoño",
        WINTER: "invierno",
        EARLY: "principio, principios, comienzo, comienzos, inicio, inicios",
        MIDDLE: "mediado, mediados",
        LATE: "fin, final, finales, fines",
        Sense.ABOUT: "hacia, alrededor, cerca, aproximadamente, sobre, más o menos",
        Sense.MAYBE: "quizá, quizás, tal vez, posiblemente, probablemente, creo que, creo",
        Sense.NOTHING: "de, del, en, el, la, los, las, año, entre, desde",
        Sense.TO: "hasta, y",
        Sense.AT: "a, al",
        Sense.EITHER: "o, u",
        Sense.DECADE: "años, década",
    },
    "ar": {
        SPRING: "ربيع, الربيع",
        SUMMER: "صيف, الصيف",
        AUTUMN: "خريف, الخريف",
        WINTER: "شتاء, الشتاء",
        EARLY: "أوائل, بداية, مطلع",
        MIDDLE: "منتصف, أواسط, وسط",
        LATE: "أواخر, نهاية, آخر",
        Sense.ABOUT: "حوالي, حوالى, تقريبا, نحو, قرابة",
        Sense.MAYBE: "ربما, أظن, أعتقد, يمكن",
        Sense.NOTHING: "في, عام, سنة, شهر, فصل, من, بين",
        Sense.TO: "إلى, حتى, لغاية, و",
        Sense.EITHER: "أو",
        Sense.DECADE: "عقد",
    },
    "fa": {
        SPRING: "بهار",
        SUMMER: "تابستان",
        AUTUMN: "پاییز, پائیز, خزان",
        WINTER: "زمستان",
        EARLY: "اوایل, اوائل, آغاز, ابتدای",
        MIDDLE: "اواسط, میانه, نیمه",
        LATE: "اواخر, پایان, انتهای, آخر",
        Sense.ABOUT: "حدود, حدودا, تقریبا, نزدیک",
        Sense.MAYBE: "شاید, احتمالا, گمانم",
        Sense.NOTHING: "در, سال, ماه, فصل, از, بین",
        Sense.TO: "تا, الی, و",
        Sense.EITHER: "یا",
        Sense.DECADE: "دهه",
        **{SOLAR_MONTHS + at: names for at, names in enumerate(_SOLAR, start=1)},
    },
}
