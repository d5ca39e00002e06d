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

    A country is known by its code and by its names in any script, a community by its letters. A
    word that begins like another counts as the same ("Eritrean", "Eritreans"): somebody too many
    is shut out rather than too few.
    """
    asked = [one for one in shut_out if fold(one)]
    if any(_country_of(one) & set(person.countries) for one in asked):
        return False
    return not any(_alike(one, fold(other)) for one in _known_as(person) for other in asked)


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
    """The folded words for this person: communities, codes, and countries in English."""
    words = {fold(one) for one in (*person.communities, *person.countries)}
    words |= {fold(_country_name(code)) for code in person.countries}
    return words - {""}


def _country_of(words: str) -> set[str]:
    """The codes of the countries that are called so, in any script."""
    return {place.country for place in places.named(words) if place.kind is places.Kind.COUNTRY}


def _country_name(code: str) -> str:
    try:
        return places.country_name(code, language="en")
    except places.UnknownPlace:
        return ""


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)
