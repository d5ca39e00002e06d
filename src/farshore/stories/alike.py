"""Whether a story is like others on the site: what nobody else has points at its teller.

Looked at is what somebody who knows a person would know the story by: where it began, the countries
of the journey, the years, and the language. All of it as it is public, never finer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from farshore.stories.models import Waypoint
from farshore.stories.queries import visible
from farshore.stories.shapes import ReleasedWaypoint

ORIGIN, COUNTRIES, YEARS, LANGUAGE = "origin", "countries", "years", "language"

WORDS = {
    ORIGIN: pgettext_lazy("what makes a story rare", "where it began"),
    COUNTRIES: pgettext_lazy("what makes a story rare", "the countries of the journey"),
    YEARS: pgettext_lazy("what makes a story rare", "the years"),
    LANGUAGE: pgettext_lazy("what makes a story rare", "the language"),
}

_YEAR = re.compile(r"\d{3}[\dX]")


@dataclass(frozen=True, slots=True)
class Rare:
    """A story that hardly any other is like. `alone`: none is. `without` are the traits each of
    which, made coarser or left out, would let it be one of several; it may be none."""

    alone: bool
    without: tuple[str, ...]


def rare(waypoints: Sequence[ReleasedWaypoint], *, language: str) -> Rare | None:
    """What makes this story rare among those on the site; None where enough others are like it.

    At most five queries, each of which stops at the few that it needs.
    """
    traits = _traits(waypoints, language)
    others, enough = _others(traits), settings.FEW - 1
    if others >= enough:
        return None
    without = (name for name in traits if _others(_less(traits, name)) >= enough)
    return Rare(alone=not others, without=tuple(without))


def _traits(waypoints: Sequence[ReleasedWaypoint], language: str) -> dict[str, list[Q]]:
    """For each trait that the story has, what another must have to share it."""
    years = set(chain.from_iterable(_YEAR.findall(one.date) for one in waypoints))
    countries = sorted({one.country for one in waypoints})
    traits = {
        ORIGIN: [_beginning(one) for one in waypoints[:1]],
        COUNTRIES: [_somewhere(country=code) for code in countries],
        YEARS: [_somewhere(date__contains=year) for year in sorted(years)],
        LANGUAGE: [Q(language=language)],
    }
    return {name: wanted for name, wanted in traits.items() if wanted}


def _beginning(one: ReleasedWaypoint) -> Q:
    """By far the fewest share it: the stories are looked up by it, not gone through."""
    rows = Waypoint.objects.filter(place=one.place, role=one.role)
    return Q(pk__in=rows.values("story"))


def _somewhere(**wanted: str) -> Q:
    return Q(Exists(Waypoint.objects.filter(story=OuterRef("pk"), **wanted)))


def _less(traits: Mapping[str, list[Q]], name: str) -> dict[str, list[Q]]:
    return {other: wanted for other, wanted in traits.items() if other != name}


def _others(traits: Mapping[str, list[Q]]) -> int:
    """How many stories on the site share all of these, counted no further than needed."""
    found = visible().filter(*chain.from_iterable(traits.values()))
    return len(found.values_list("pk")[: settings.FEW - 1])
