"""Who may read whose story, and what a release may not make finer. Plain Python, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from farshore import places
from farshore.places.fold import fold
from farshore.stories.shapes import ReleasedWaypoint

_DEPTH = {"hidden": 0, "country": 1, "region": 2, "town": 3}
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the team as the drawing of lots sees them; `load` is how many stories wait."""

    id: int
    load: int
    turn: int
    communities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


def may_read(person: Person, shut_out: Iterable[str]) -> bool:
    """Whether the teller has not asked that people like this person do not read the story.

    A country is compared by its code and its name in the languages people write it in, a
    community by its letters alone. One that begins like another counts as the same ("Eritrean",
    "Eritreans"): somebody too many is shut out rather than too few.
    """
    asked = {fold(one) for one in shut_out} - {""}
    return not any(_alike(one, other) for one in _known_as(person) for other in asked)


def pick(people: Sequence[Person]) -> Person | None:
    """Whoever has the fewest stories; among equals, who has waited longest for the last one."""
    return min(people, key=lambda one: (one.load, one.turn, one.id), default=None)


def no_finer(now: Sequence[ReleasedWaypoint], agreed: Sequence[ReleasedWaypoint]) -> bool:
    """Whether each place of `now` is one of `agreed`, in order, as coarse or coarser.

    Coarser happens when a rule has become stricter since; finer would show what nobody saw.
    """
    rest = iter(agreed)
    return all(any(_covers(one, now_one) for one in rest) for now_one in now)


def _covers(agreed: ReleasedWaypoint, now: ReleasedWaypoint) -> bool:
    return (
        (agreed.role, agreed.text, agreed.country) == (now.role, now.text, now.country)
        and _DEPTH[now.precision] <= _DEPTH[agreed.precision]
        and (now.precision != agreed.precision or now.place == agreed.place)
        and now.date in {"", agreed.date}
        and now.means in {"", agreed.means}
    )


def _known_as(person: Person) -> set[str]:
    words = {fold(one) for one in (*person.communities, *person.countries)}
    for code in person.countries:
        words |= {fold(_country(code, language)) for language in ("en", "ko", "ar", "fa", "zh")}
        words |= {fold(_country(code, language)) for language in ("fr", "es", "ru", "tr", "de")}
    return words - {""}


def _country(code: str, language: str) -> str:
    try:
        return places.country_name(code, language=language)
    except places.UnknownPlace:
        return ""


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)
