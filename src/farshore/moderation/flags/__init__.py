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
from farshore.moderation.flags import kinds
from farshore.moderation.flags.days import exact_days
from farshore.moderation.flags.finer import Named, Shown, finer_places, shown_by
from farshore.moderation.flags.found import Field, Found, Sign, Span
from farshore.moderation.flags.kinds import PAPERS, WHY, WORDS
from farshore.moderation.flags.numbers import numbers
from farshore.moderation.flags.passages import passages
from farshore.moderation.flags.people import arabic, people
from farshore.moderation.flags.people.named import named
from farshore.moderation.flags.words import WORD, names
from farshore.places import Kind
from farshore.places.fold import fold

__all__ = ["PAPERS", "WHY", "WORDS", "Field", "Found", "counted", "fields_of", "flags_of"]

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
    in_use: bool
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
        in_use=road_in_use(telling),
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
        yield Found(kinds.ROAD)
    for picture in telling.pictures:
        if not may_show(picture):
            yield Found(kinds.FACE, picture.id, "picture")
    for point in telling.waypoints:
        if point.precision in _EXACT and _is_exact(point):
            yield Found(kinds.DATE, point.id, "date", words=point.date)


def _in_words(field: Field, look: _Look) -> Iterator[Found]:
    for sign in numbers(field.text):
        yield _found(sign, field)
    if _is_near_small_place(field, look):
        for span in exact_days(field.text, language=look.language):
            yield _found(Sign(kinds.DATE, *span), field)
    for span in passages(field.text, language=look.language, in_use=look.in_use):
        yield _found(Sign(kinds.IN_USE, *span), field)
    finer = set(
        finer_places(field.text, shown=look.shown, language=look.language, named=look.named)
    )
    for span in finer:
        yield _found(Sign(kinds.PLACE, *span), field)
    for sign in _named(field, look, finer):
        yield _found(sign, field)


def _named(field: Field, look: _Look, finer: set[Span]) -> Iterator[Sign]:
    """People by name: first those of whom the text says what they are, then the other names."""
    taken = bytearray(len(field.text))
    for start, end in finer:
        taken[start:end] = b"\x01" * (end - start)
    for sign in people(field.text, language=look.language):
        taken[sign.start : sign.end] = b"\x01" * (sign.end - sign.start)
        yield sign
    for start, end in _all_names(field.text, look):
        if not all(taken[start:end]) and not _is_known_place(field.text[start:end], look):
            yield Sign(kinds.NAME, start, end)


def _all_names(text: str, look: _Look) -> Iterator[Span]:
    """By capitals and by words beside them, then those that many people have; no span twice."""
    told = list(names(text, language=look.language, known=look.known))
    yield from told
    taken = bytearray(len(text))
    for start, end in told:
        taken[start:end] = b"\x01" * (end - start)
    for start, end in named(arabic.spelt(text)):
        if not any(taken[start:end]) and fold(text[start:end]) not in look.known:
            yield start, end


def _found(sign: Sign, field: Field) -> Found:
    words = field.text[sign.start : sign.end]
    span = (sign.start, sign.end)
    return Found(sign.kind, field.where, field.part, *span, words, sign.what, sign.sure)


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
