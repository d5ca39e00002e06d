"""Signs that a person should look closer. They decide nothing, and no text leaves the house."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from farshore import places
from farshore.intake.public_form import road_in_use, rule
from farshore.intake.telling import Telling, TellingWaypoint, to_bytes
from farshore.kernel import dates
from farshore.moderation.blocks import may_show
from farshore.moderation.flags import found, numbers
from farshore.moderation.flags.days import exact_days
from farshore.moderation.flags.finer import Named, Shown, finer_places, shown_by
from farshore.moderation.flags.found import WORDS, Field, Found
from farshore.moderation.flags.words import WORD, names
from farshore.places import Kind
from farshore.places.fold import fold

__all__ = ["WORDS", "Field", "Found", "counted", "fields_of", "flags_of"]

Counts = tuple[tuple[str, int], ...]

_EXACT = frozenset({"town", "region"})
_CITY = 500_000  # inhabitants; a capital that names so large a town names no person
_REMEMBERED = 2_000
_counts: dict[bytes, Counts] = {}


@dataclass(frozen=True, slots=True)
class _Look:
    """What every field of one story is looked at with."""

    telling: Telling
    shown: Shown
    known: frozenset[str]
    language: str
    named: Named


def fields_of(telling: Telling) -> list[Field]:
    """Every part of the story that holds words and would be public, in the page's order."""
    told = [Field("title", "title", telling.title), Field("teller", "teller", telling.teller)]
    told.append(Field("text", "text", telling.text))
    told += [Field(one.id, "waypoint", one.text) for one in telling.waypoints]
    for one in telling.pictures:
        told += [Field(one.id, "caption", one.caption), Field(one.id, "alt", one.alt)]
    return [field for field in told if field.text]


def flags_of(telling: Telling) -> list[Found]:
    """What was noticed: the whole story first, then field by field as the text runs."""
    look = _Look(
        telling=telling,
        shown=shown_by(telling),
        known=frozenset(fold(word) for word in WORD.findall(telling.teller)),
        language=telling.language or "en",
        named=cache(places.named),  # for this story only: words of people are not kept
    )
    noticed = list(_of_the_whole(telling))
    for field in fields_of(telling):
        if field.part != "teller":
            noticed += sorted(_in_words(field, look), key=lambda one: (one.start, one.end))
    return noticed


def counted(telling: Telling) -> Counts:
    """(kind, how many) for the queue. Numbers are remembered in memory, texts are not."""
    likeness = hashlib.sha256(to_bytes(telling)).digest()
    if likeness not in _counts:
        if len(_counts) >= _REMEMBERED:
            _counts.clear()
        kinds = Counter(one.kind for one in flags_of(telling))
        _counts[likeness] = tuple((kind, kinds[kind]) for kind in WORDS if kinds[kind])
    return _counts[likeness]


def _of_the_whole(telling: Telling) -> Iterator[Found]:
    if telling.waypoints and road_in_use(telling):
        yield Found(found.ROAD)
    for picture in telling.pictures:
        if not may_show(picture):
            yield Found(found.FACE, picture.id, "picture")
    for point in telling.waypoints:
        if point.precision in _EXACT and _is_exact(point):
            yield Found(found.DATE, point.id, "date", words=point.date)


def _in_words(field: Field, look: _Look) -> Iterator[Found]:
    for kind, span in numbers.numbers(field.text):
        yield _found(kind, field, span)
    if _is_near_small_place(field, look):
        for span in exact_days(field.text, language=look.language):
            yield _found(found.DATE, field, span)
    finer = set(
        finer_places(field.text, shown=look.shown, language=look.language, named=look.named)
    )
    for span in finer:
        yield _found(found.PLACE, field, span)
    for start, end in names(field.text, language=look.language, known=look.known):
        in_place = any(first <= start and end <= last for first, last in finer)
        if not in_place and not _is_known_place(field.text[start:end], look):
            yield _found(found.NAME, field, (start, end))


def _found(kind: str, field: Field, span: tuple[int, int]) -> Found:
    return Found(kind, field.where, field.part, *span, words=field.text[span[0] : span[1]])


def _is_known_place(words: str, look: _Look) -> bool:
    """Whether the words are a place that is shown, or so large a one that they name no person."""
    key = fold(words)
    return any(
        one.id in look.shown.ids
        or (fold(one.name) == key and (one.kind is not Kind.TOWN or one.population > _CITY))
        for one in look.named(words)
    )


def _is_exact(point: TellingWaypoint) -> bool:
    try:
        return bool(point.date) and any(end.day is not None for end in dates.parts(point.date))
    except dates.NotADate:
        return False


def _is_near_small_place(field: Field, look: _Look) -> bool:
    """Whether the field belongs to a place shown as town or region, or names a small one."""
    point = look.telling.waypoint(field.where)
    if point is not None and point.precision in _EXACT:
        return True
    smallest = rule().minimum_population
    return any(
        place.kind is Kind.TOWN
        and place.country in look.shown.countries
        and place.population < smallest
        for word in set(WORD.findall(field.text))
        if not word.islower()
        for place in look.named(word)[:1]
    )
