"""What a telling looks like in public. The preview and the release both come through here."""

import dataclasses
from collections.abc import Sequence

from django.conf import settings

from farshore import places
from farshore.intake.telling import Telling, TellingWaypoint
from farshore.kernel import clock, dates
from farshore.places import Place, Precision, Role, Rule
from farshore.stories.shapes import ReleasedPicture, ReleasedStory, ReleasedWaypoint

PASSAGES = places.PASSAGES


def rule() -> Rule:
    """The precision rule as this house has set it."""
    return Rule(settings.SMALLEST_PLACE, settings.ROAD_IN_USE_YEARS)


def road_in_use(telling: Telling) -> bool:
    """Whether the journey is so young that its road may still be walked. Unknown counts as yes."""
    years = [year for one in telling.waypoints if (year := dates.latest_year(one.date))]
    latest = max(years, default=None)
    return places.road_in_use(latest, today_year=clock.today().year, rule=rule())


def clamped(telling: Telling) -> Telling:
    """The telling with no place finer than the rule allows: what is kept, or sent, of it.

    Every place is looked at again, since a later date can show that the road is still in use.
    """
    in_use = road_in_use(telling)
    waypoints = tuple(clamp(one, in_use=in_use) for one in telling.waypoints)
    return dataclasses.replace(telling, waypoints=waypoints)


def clamp(one: TellingWaypoint, *, in_use: bool) -> TellingWaypoint:
    """The waypoint at the precision chosen, or at the finest allowed if that is coarser.

    Of a place that is hidden nothing is left.
    """
    if one.precision == Precision.HIDDEN:
        return dataclasses.replace(one, place="")
    place = _place(one)
    if place is None:
        return one
    shown = places.show(
        place,
        choice=Precision(one.precision),
        role=Role(one.role),
        rule=rule(),
        road_in_use=in_use,
    )
    kept = shown.place.id if shown.place else ""
    return dataclasses.replace(one, place=kept, precision=shown.precision.value)


def released_form(telling: Telling, pictures: Sequence[ReleasedPicture]) -> ReleasedStory:
    """The telling as it may be public: hidden places left out, roads in use made vague.

    The rule is applied again although it was applied before the first write: a setting may have
    become stricter since. `pictures` are the finished ones, in order.
    """
    in_use = road_in_use(telling)
    shown = [made for one in telling.waypoints if (made := _waypoint(one, in_use)) is not None]
    return ReleasedStory(
        title=telling.title,
        language=telling.language or settings.LANGUAGE_CODE,
        teller=telling.teller,
        told_by_helper=telling.how == "helped",
        text=telling.text,
        warnings=telling.warnings,
        themes=telling.themes,
        uses=tuple(yes.use for yes in telling.uses),
        waypoints=tuple(shown),
        pictures=tuple(pictures),
    )


def public_index(telling: Telling, waypoint_id: str) -> int | None:
    """Where a waypoint stands among those that are shown; None when it is not."""
    in_use = road_in_use(telling)
    shown = [one.id for one in telling.waypoints if _waypoint(one, in_use) is not None]
    return shown.index(waypoint_id) if waypoint_id in shown else None


def _waypoint(one: TellingWaypoint, in_use: bool) -> ReleasedWaypoint | None:
    place = _place(one)
    if place is None:
        return None
    role = Role(one.role)
    shown = places.show(
        place, choice=Precision(one.precision), role=role, rule=rule(), road_in_use=in_use
    )
    if shown.place is None:
        return None
    vague = in_use and role in PASSAGES
    return ReleasedWaypoint(
        place=shown.place.id,
        precision=shown.precision.value,
        country=shown.place.country,
        lon=shown.place.lon,
        lat=shown.place.lat,
        role=role.value,
        date="" if vague else one.date,
        means="" if vague else one.means,
        text=one.text,
    )


def _place(one: TellingWaypoint) -> Place | None:
    """The place of a waypoint; none where it is hidden or the gazetteer has lost it."""
    if not one.place or one.precision == Precision.HIDDEN:
        return None
    try:
        return places.get(one.place)
    except places.UnknownPlace:
        return None
