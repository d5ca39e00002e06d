"""Which of a place's names is the one in a language. Used at build time only.

GeoNames' names come without their languages, and old names stand beside today's (Seoul's colonial
one, too). Some scripts tell the language: Hangul is Korean. Others are shared (Cyrillic, Arabic,
Chinese characters): there, a name is taken as a language's own only where that language is
official in the place's country and the letters are that language's. In either case the longer
candidates may only add a word to the shortest ("province of"). Nobody's town is called by a
neighbour's spelling or by a name that was forced on it; rather as the gazetteer lists it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from babel.languages import get_official_languages

_TELLING = {
    "ko": "[가-힣 ]+",
    "ja": "[ァ-ヶー・]+",
    "el": "[Α-Ωα-ωΆ-Ώά-ώ .-]+",
    "he": "[א-ת '\"־-]+",
    "th": "[\u0e01-\u0e4e ]+",
    "ka": "[ა-ჰ -]+",
    "hy": "[Ա-Ֆա-և -]+",
    "ta": "[\u0b80-\u0bff ]+",
    "te": "[\u0c00-\u0c7f ]+",
    "ml": "[\u0d00-\u0d7f ]+",
    "kn": "[\u0c80-\u0cff ]+",
    "gu": "[\u0a80-\u0aff ]+",
    "pa": "[\u0a00-\u0a7f ]+",
    "si": "[\u0d80-\u0dff ]+",
    "km": "[\u1780-\u17ff ]+",
    "lo": "[\u0e80-\u0eff ]+",
}
_SHARED = {
    "ar": "[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ]+",
    "fa": "[آأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی ‌]+",
    "ur": "[آأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے ]+",
    "ps": "[آأؤئابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهۀيېیۍئ ]+",
    "ru": "[А-ЯЁа-яё -]+",
    "uk": "[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ'ʼ’ -]+",
    "be": "[А-ЗІЙ-ШЫ-ЯЎЁа-зій-шы-яўё'’ -]+",
    "bg": "[А-ЪЬЮЯа-ъьюя -]+",
    "sr": "[А-ИЈК-ПР-ШЂЉЊЋЏа-ијк-пр-шђљњћџ -]+",
    "mk": "[А-ИЈК-ПР-ШЃЅЉЊЌЏа-ијк-пр-шѓѕљњќџ -]+",
    "zh": "[\u4e00-\u9fff]+",
    "ja": "[\u4e00-\u9fff\u3041-\u3096ヶノ]*[\u4e00-\u9fff][\u4e00-\u9fff\u3041-\u3096ヶノ]*",
    "hi": "[\u0900-\u097f ]+",
    "ne": "[\u0900-\u097f ]+",
    "bn": "[\u0980-\u09ff ]+",
    "am": "[\u1200-\u137f ]+",
    "ti": "[\u1200-\u137f ]+",
    "my": "[\u1000-\u109f ]+",
}

_RESPELT = {"fa": str.maketrans("كي", "کی")}  # lists of places often have the Arabic letters

# Languages that are not written in Latin letters: a romanised name is not theirs.
SCRIPTS = frozenset({*_TELLING, *_SHARED})

_SOFT = "ᅣᅤᅧᅨᅭᅲᅵ"  # vowels before which the South drops an r or n
_BEGINNINGS = {
    "ᄅ": {**dict.fromkeys(_SOFT, "ᄋ"), "": "ᄂ"},
    "ᄂ": {**dict.fromkeys("ᅧᅭᅲᅵ", "ᄋ"), "": "ᄅ"},
    "ᄋ": dict.fromkeys(_SOFT, "ᄅ"),
}

_SEATS = frozenset(
    [*"市县縣镇鎮乡鄉区區州省道府郡町村시군구읍면동리도", "특별시", "광역시", "직할시", ""]
)


def native_names(country: str, names: Iterable[str]) -> dict[str, str]:
    """language → the name in it, for as many languages as can be told."""
    listed = sorted({name for name in names if not name.isascii()}, key=lambda n: (len(n), n))
    told: dict[str, list[str]] = {}
    for name in listed:
        language = _told_by(name[0])
        if language and re.fullmatch(_TELLING[language], name):
            told.setdefault(language, []).append(name)
    found = {language: fitting[0] for language, fitting in told.items() if _agree(fitting)}
    if country == "JP":
        found.pop("ja", None)  # there, kana is only the reading
    return found | dict(_shared(official_languages(country), listed))


def across_the_border(name: str) -> str | None:
    """A Korean name as the other Korea begins it (량강도, 양강도); None where both do alike."""
    first = unicodedata.normalize("NFD", name[:1])
    begun = _BEGINNINGS.get(first[:1], {})
    other = begun.get(first[1:2]) or begun.get("")
    return unicodedata.normalize("NFC", other + first[1:]) + name[1:] if other else None


def _shared(official: frozenset[str], names: list[str]) -> Iterator[tuple[str, str]]:
    for language in official & _SHARED.keys():
        spelt = [name.translate(_RESPELT.get(language, {})) for name in names]
        fitting = [name for name in spelt if re.fullmatch(_SHARED[language], name)]
        if fitting and _agree(fitting):
            yield language, fitting[0]


def _agree(names: list[str]) -> bool:
    """Whether the longer names only add to the first, which is the shortest."""
    return all(_only_adds(name, names[0]) for name in names)


def _only_adds(longer: str, name: str) -> bool:
    """Whether `longer` is `name` with words for its kind: `محافظة حلب`, `延吉市`."""
    return f" {name} " in f" {longer} " or (
        longer.startswith(name) and longer[len(name) :] in _SEATS
    )


@cache
def _told_by(letter: str) -> str | None:
    """The language whose script this letter is of."""
    return next((tag for tag, letters in _TELLING.items() if re.fullmatch(letters, letter)), None)


@cache
def official_languages(country: str) -> frozenset[str]:
    """The languages (`ko`) that CLDR calls official in a country (ISO 3166), if only in fact."""
    tags = get_official_languages(country, de_facto=True)
    return frozenset(tag.split("_")[0] for tag in tags)
