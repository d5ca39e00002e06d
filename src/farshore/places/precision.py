"""How exactly a place may be shown. This is decided here and nowhere else.

`show` is applied before anything is written: what it leaves out is never stored, so no filter,
tile, feed or template can give it away later. The point that it returns depends on the place
shown alone, never on what it stands for: two tellers from different towns of one region get the
same point, and asking again gives the same answer (a point re-rolled each time averages out).
"""

from dataclasses import dataclass
from enum import StrEnum

from farshore.places.index import Index, gazetteer
from farshore.places.place import Kind, Place


class Role(StrEnum):
    """What a place was in a journey."""

    LEFT = "left"
    PASSED = "passed"
    DETAINED = "detained"
    CROSSED = "crossed"
    STAYED = "stayed"
    ARRIVED = "arrived"
    LIVES = "lives"


PASSAGES = frozenset({Role.PASSED, Role.DETAINED, Role.CROSSED, Role.STAYED})


class Precision(StrEnum):
    """How exactly a place is shown."""

    TOWN = "town"
    REGION = "region"
    COUNTRY = "country"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Rule:
    """The house's limits: inhabitants that a shown town or region has at least; years in which
    a road that somebody took counts as still in use."""

    minimum_population: int = 100_000
    road_in_use_years: int = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be published of a place: at most this, and nothing when `place` is None.

    `place.lon` and `place.lat` are the public point: a tenth of a degree (11 km or less), never
    the exact point of any listed town.
    """

    precision: Precision
    place: Place | None


_HIDDEN = Shown(Precision.HIDDEN, None)
_COARSE = (Precision.HIDDEN, Precision.COUNTRY)


def allowed(place: Place, *, role: Role, rule: Rule, road_in_use: bool) -> tuple[Precision, ...]:
    """How exactly this place may be shown, from hidden to the finest. Raises `UnknownPlace`.

    A town or region with too few inhabitants, or with an unknown number, is never among them.
    A country always is: there is nothing coarser to show, and the teller may hide it.
    """
    if road_in_use and role in PASSAGES:
        return _COARSE
    index = gazetteer()
    number = index.number(place.id)
    region, town = _region(index, number), _town(index, number)
    finer = ((Precision.REGION, region), (Precision.TOWN, town))
    large = [level for level, one in finer if _is_large(index, one, rule)]
    return (*_COARSE, *large)


def default_precision(place: Place, *, role: Role, rule: Rule, road_in_use: bool) -> Precision:
    """What is proposed before the teller chooses: the origin as region, all else as country.

    Where a country itself has too few inhabitants, hidden is proposed: its name may be enough to
    know somebody. Raises `UnknownPlace`.
    """
    choices = allowed(place, role=role, rule=rule, road_in_use=road_in_use)
    if role is Role.LEFT and Precision.REGION in choices:
        return Precision.REGION
    index = gazetteer()
    country = index.country_of(index.number(place.id))
    return Precision.COUNTRY if _is_large(index, country, rule) else Precision.HIDDEN


def show(place: Place, *, choice: Precision, role: Role, rule: Rule, road_in_use: bool) -> Shown:
    """The place as it may be published: as chosen, or the finest allowed if that is coarser.

    Raises `UnknownPlace`.
    """
    choices = allowed(place, role=role, rule=rule, road_in_use=road_in_use)
    precision = max((p for p in choices if _DEPTH[p] <= _DEPTH[choice]), key=_DEPTH.__getitem__)
    if precision is Precision.HIDDEN:
        return _HIDDEN
    index = gazetteer()
    return Shown(precision, index.public_place(_at(index, index.number(place.id), precision)))


def road_in_use(latest_year: int | None, *, today_year: int, rule: Rule) -> bool:
    """Whether a road last taken in this year counts as still in use; an unknown year does.

    Of years alone, 2016 may be a day more than nine years before 2026: the edge counts as in use.
    """
    return latest_year is None or today_year - latest_year <= rule.road_in_use_years


_DEPTH = {
    Precision.HIDDEN: 0,
    Precision.COUNTRY: 1,
    Precision.REGION: 2,
    Precision.TOWN: 3,
}


def _at(index: Index, number: int, precision: Precision) -> int:
    """The place number of what is shown at this precision."""
    if precision is Precision.TOWN:
        return number
    region = _region(index, number)
    if precision is Precision.REGION and region is not None:
        return region
    return index.country_of(number)


def _town(index: Index, number: int) -> int | None:
    return number if index.kind(number) is Kind.TOWN else None


def _region(index: Index, number: int) -> int | None:
    return number if index.kind(number) is Kind.REGION else index.region_of(number)


def _is_large(index: Index, number: int | None, rule: Rule) -> bool:
    """Whether there are enough inhabitants; nobody knows how many is too few."""
    if number is None:
        return False
    population = index.place(number).population
    return population > 0 and population >= rule.minimum_population
