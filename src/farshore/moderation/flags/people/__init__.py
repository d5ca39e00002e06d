"""People of whom the text says what they are: accused, brokers, children, family. By name.

A name alone is `words.names`' matter. Here the sign is a word beside it: "the broker, Park",
"my sister Aisha". Lists per language; nothing here knows whether it is true.
"""

import re
from collections.abc import Iterator
from functools import cache

from farshore.moderation.flags.digits import in_ascii
from farshore.moderation.flags.found import Sign, Span
from farshore.moderation.flags.kinds import CHILD
from farshore.moderation.flags.people import arabic, east, latin
from farshore.moderation.flags.people.ages import ages
from farshore.moderation.flags.words import peoples
from farshore.places.fold import fold

_SCRIPTS: tuple[tuple[re.Pattern[str], latin.Patterns], ...] = (
    (re.compile("[가-힣]"), east.KOREAN),
    (re.compile("[一-鿿]"), east.CHINESE),
    (re.compile("[ء-ي]"), arabic.ARABIC),
    (re.compile("[ء-ي]"), arabic.PERSIAN),
)
_PART = re.compile(r"[^\W\d_](?:[^\W_]|['’.-])*")


def people(text: str, *, language: str) -> Iterator[Sign]:
    """Children with their age, then whoever is named beside what they are; none inside another."""
    plain = arabic.spelt(in_ascii(text))
    taken = bytearray(len(plain))
    for kind, (start, end) in _all(plain, language):
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            yield Sign(kind, start, end)


def _all(plain: str, language: str) -> Iterator[tuple[str, Span]]:
    for span in ages(plain):
        yield CHILD, span
    for script, patterns in _SCRIPTS:
        if script.search(plain):
            for kind, pattern in patterns:
                yield from ((kind, found.span(1)) for found in pattern.finditer(plain))
    known = _known(language)
    for kind, pattern in _latin(plain, language):
        for found in pattern.finditer(plain):
            name = _trimmed(plain, found.span(found.lastindex or 0), known)
            if name:
                yield kind, name


@cache
def _known(language: str) -> frozenset[str]:
    return peoples(language) | peoples("en")


def _latin(plain: str, language: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns of English, of the story's language and of Russian, where there are such letters."""
    if re.search("[A-Za-z]", plain):
        for code in dict.fromkeys((language.split("-")[0], "en")):
            yield from _of(code)
    if re.search("[а-я]", plain):
        yield from _of("ru")


@cache
def _of(code: str) -> latin.Patterns:
    return latin.patterns(latin.TONGUES[code]) if code in latin.TONGUES else ()


def _trimmed(plain: str, span: Span, known: frozenset[str]) -> Span | None:
    """Without what begins the sentence and is no name; none where nothing else is there."""
    title = None
    for found in _PART.finditer(plain, *span):
        word = fold(found.group())
        if word in latin.TITLES:
            title = found.start()
        elif word not in latin.NO_NAMES and word not in known:
            return found.start() if title is None else title, span[1]
        else:
            title = None
    return None
