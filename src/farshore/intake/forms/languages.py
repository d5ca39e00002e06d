"""The languages that a story can be told in, each by its own name."""

from functools import cache

from babel import Locale, UnknownLocaleError

# The languages of people who flee, and of those who receive them; any other can be written in.
CODES = (
    "am ar az be bg bn bo cs da de dv el en es et eu fa ff fi fil fr gu ha hi hr ht hu hy id "
    "ig is it ja ka kab kk km kn ko ku ky lg ln lo lt lv mg mk ml mn mr ms my ne nl no om or "
    "pa pl ps pt qu ro ru rw sd si sk sl sn so sq sr sv sw ta te tg th ti tk tr ug uk ur uz "
    "vi wo xh yo zh-hans zh-hant zu"
).split()


@cache
def language_choices() -> tuple[tuple[str, str], ...]:
    """(code, its own name), sorted by name."""
    named = [(code, own_name(code)) for code in CODES]
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def known_language(text: str) -> str | None:
    """The code for a code or a name as somebody typed it; None when it is neither."""
    typed = text.strip().casefold()
    for code, name in language_choices():
        if typed in {code, name.casefold(), _english_name(code)}:
            return code
    try:
        return str(Locale.parse(typed.replace("-", "_"))).replace("_", "-").lower()
    except (UnknownLocaleError, ValueError):
        return None


def own_name(code: str) -> str:
    """A language's name in itself, or in English, or its code."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name()
    except UnknownLocaleError:
        name = None
    return (name or _english_name(code) or code).capitalize()


@cache
def _english_name(code: str) -> str:
    names = Locale("en").languages
    base = code.replace("-", "_")
    parts = {"zh_hans": "chinese, simplified", "zh_hant": "chinese, traditional"}
    return parts.get(base) or str(names.get(base, "")).casefold()
