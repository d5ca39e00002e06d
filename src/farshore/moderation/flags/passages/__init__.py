"""Sentences that may tell how people cross even now: a tunnel, a guard's habit, a price.

Where the journey is young, or nothing says when it was (`places.road_in_use`), habits, hours,
prices and forged papers count. Of an old one only what says that it still goes on.
"""

import re
from collections.abc import Iterator

from farshore.moderation.flags.digits import in_ascii
from farshore.moderation.flags.found import Span
from farshore.moderation.flags.passages.east import ARABIC, CHINESE, KOREAN, PERSIAN
from farshore.moderation.flags.passages.signs import Signs
from farshore.moderation.flags.passages.west import ENGLISH, FRENCH, RUSSIAN, SPANISH
from farshore.moderation.flags.people.arabic import spelt

_SENTENCE = re.compile(r"(?:[^.!?。！？؟\n]|\.(?!\s|$)|\.(?=\s+[a-zа-я0-9]))+[.!?。！？؟]?")
_SCRIPTS = (
    (re.compile("[가-힣]"), (KOREAN,)),
    (re.compile("[一-鿿]"), (CHINESE,)),
    (re.compile("[ء-ي]"), (ARABIC, PERSIAN)),
    (re.compile("[а-я]"), (RUSSIAN,)),
)
_LATIN = {"fr": FRENCH, "es": SPANISH}
_LONGEST = 400  # letters; of a longer sentence only what lies between its signs is shown


def passages(text: str, *, language: str, in_use: bool) -> Iterator[Span]:
    """The span of each such sentence. `in_use`: the journey's road may still be in use."""
    plain = spelt(in_ascii(text))
    tongues = list(_tongues(plain, language))
    for found in _SENTENCE.finditer(plain):
        sentence = found.group()
        for tongue in tongues:
            cues = tongue.cues(sentence, in_use=in_use)
            if cues:
                yield _span(found.start(), sentence, cues)
                break


def _tongues(plain: str, language: str) -> Iterator[Signs]:
    for script, tongues in _SCRIPTS:
        if script.search(plain):
            yield from tongues
    if re.search("[a-z]", plain):
        yield ENGLISH
        other = _LATIN.get(language.split("-")[0])
        if other:
            yield other


def _span(start: int, sentence: str, cues: list[Span]) -> Span:
    """The whole sentence without what surrounds it; of a very long one, from sign to sign."""
    if len(sentence) > _LONGEST:
        return start + min(cues)[0], start + max(end for _start, end in cues)
    lead = len(sentence) - len(sentence.lstrip())
    return start + lead, start + len(sentence.rstrip())
