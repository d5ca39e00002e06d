"""Places in the text that are finer than what the teller chose to show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from farshore import places
from farshore.intake.public_form import released_form
from farshore.intake.telling import Telling
from farshore.moderation.flags.found import Span
from farshore.moderation.flags.words import WORD, begins_sentence, is_capital, ordinary
from farshore.places import Kind, Place
from farshore.places.fold import fold

Named = Callable[[str], list[Place]]

_LARGE = 100_000  # inhabitants of a town that is noticed wherever it lies
_LONGEST = 3  # words of a name
_BEGINNING = 4  # letters of a name that is noticed at the beginning of a sentence
_SMALL_LETTERS = 5  # letters of a name that is noticed without a capital
_SMALL_TOWN = 5_000  # inhabitants of a town that is noticed without a capital
_ARABIC_LETTERS = 4  # letters of a name that is noticed in Arabic script
_KOREAN_ENDINGS = (
    "에서는 에서도 에서 으로는 으로 로는 까지 부터 에게 에는 에도 에 로 을 를 은 는 이 가 의 과 와 "
    "도 역 시 군 읍 리".split()
)
_ARABIC_BEGINNINGS = ("و", "ب", "ل", "ف", "ك", "وب", "ول")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public will know anyway, and where the journey went."""

    ids: frozenset[str]
    countries: frozenset[str]
    hides_some: bool

    def is_finer(self, place: Place, words: str) -> bool:
        """Whether naming this place by these words says more than the teller chose to show.

        Where a place is hidden, a large town anywhere may be it, if the words are its first name.
        """
        if place.kind is Kind.COUNTRY or place.id in self.ids:
            return False
        if place.country in self.countries:
            return True
        is_large = place.population >= _LARGE and not words.islower()
        return self.hides_some and is_large and fold(place.name) == fold(words)


def shown_by(telling: Telling) -> Shown:
    """What the journey shows: its places, and the regions and countries that these lie in."""
    public = [places.get(one.place) for one in released_form(telling, ()).waypoints]
    around = {region for one in public if (region := one.region)}
    kept = [one.place for one in telling.waypoints if one.place]
    return Shown(
        frozenset({one.id for one in public} | around),
        frozenset(_country(place) for place in kept),
        any(not one.place for one in telling.waypoints),
    )


def finer_places(text: str, *, shown: Shown, language: str, named: Named) -> Iterator[Span]:
    """The span of each name in the text that says more than is shown.

    `named` gives the places of a name: `places.named`, or one that remembers.
    """
    if not shown.countries and not shown.hides_some:
        return
    end = 0
    small = {found.group() for found in WORD.finditer(text) if found.group().islower()}
    is_finer = cache(lambda words: _names_finer(words, shown, named))
    for span in _candidates(text, small, ordinary(language)):
        if span[0] >= end and is_finer(text[span[0] : span[1]]):
            yield span
            end = span[1]


def _names_finer(words: str, shown: Shown, named: Named) -> bool:
    least = _SMALL_TOWN if words.islower() and _has_capitals(words) else 0
    for form in _forms(words):
        known = [place for place in named(form) if place.population >= least]
        if any(place.id in shown.ids or place.kind is Kind.COUNTRY for place in known):
            return False
        if any(shown.is_finer(place, form) for place in known):
            return True
    return False


def _candidates(text: str, small: set[str], ordinary_words: frozenset[str]) -> Iterator[Span]:
    """Runs of one to three words that could be a name, the longest first at each word."""
    spans = [found.span() for found in WORD.finditer(text)]
    for first in range(len(spans)):
        start, end = spans[first]
        word = text[start:end]
        if _has_capitals(word):
            if not _could_begin(text, start, word, small, ordinary_words):
                continue
            yield from _runs(text, spans[first : first + _LONGEST])
        else:
            yield from _without_capitals(text, start, end)


def _could_begin(
    text: str, start: int, word: str, small: set[str], ordinary_words: frozenset[str]
) -> bool:
    if fold(word) in ordinary_words:
        return False
    if not is_capital(word):
        return len(word) >= _SMALL_LETTERS
    if begins_sentence(text, start):
        return len(word) >= _BEGINNING and word.lower() not in small
    return True


def _runs(text: str, spans: list[Span]) -> Iterator[Span]:
    start = spans[0][0]
    joined = 1
    for (_s, before), (after, _e) in pairwise(spans):
        if text[before:after] not in {" ", "-"}:
            break
        joined += 1
    for count in range(joined, 1, -1):
        if not text[slice(*spans[count - 1])].islower():
            yield start, spans[count - 1][1]
    yield spans[0]


def _without_capitals(text: str, start: int, end: int) -> Iterator[Span]:
    """A word of a script without capitals; where words are not parted, pieces of it."""
    if not _is_han(text[start]):
        if not _is_arabic(text[start]) or end - start >= _ARABIC_LETTERS:
            yield start, end
        return
    for at in range(start, end - 1):
        for length in (4, 3, 2):
            if at + length <= end:
                yield at, at + length


def _forms(words: str) -> Iterator[str]:
    """The words, and without what Korean and Arabic grammar ties to a name."""
    yield words
    if "가" <= words[-1] <= "힣":
        yield from (
            words[: -len(one)]
            for one in _KOREAN_ENDINGS
            if words.endswith(one)
            if words[: -len(one)][1:]
        )
    elif _is_arabic(words[0]):
        yield from (words[len(one) :] for one in _ARABIC_BEGINNINGS if words.startswith(one))


def _has_capitals(word: str) -> bool:
    return word[0].lower() != word[0].upper()


def _is_arabic(letter: str) -> bool:
    return "\u0600" <= letter <= "\u06ff"


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _country(place_id: str) -> str:
    try:
        return places.get(place_id).country
    except places.UnknownPlace:
        return ""
