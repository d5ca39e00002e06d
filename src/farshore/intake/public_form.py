"""What a telling looks like in public. The preview and the release both come through here."""

import dataclasses
from collections.abc import Sequence

from django.conf import settings

from farshore import places
from farshore.intake.consent import WORDS
from farshore.intake.telling import Telling, TellingPicture, TellingWaypoint
from farshore.kernel import clock, dates
from farshore.places import Place, Precision, Role, Rule
from farshore.stories.shapes import ReleasedPicture, ReleasedStory, ReleasedWaypoint

PASSAGES = places.PASSAGES
PARTED = ("open_data", "editions")
"""Public uses that parts of a story can be left out of."""


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
    in_use, young = road_in_use(telling), telling.is_young
    waypoints = tuple(clamp(one, in_use=in_use, young=young) for one in telling.waypoints)
    return dataclasses.replace(telling, waypoints=waypoints)


def clamp(one: TellingWaypoint, *, in_use: bool, young: bool = False) -> TellingWaypoint:
    """The waypoint at the precision chosen, or at the finest allowed if that is coarser.

    Of a place that is hidden nothing is left; of a young teller no town.
    """
    if one.precision == Precision.HIDDEN:
        return dataclasses.replace(one, place="")
    place = _place(one)
    if place is None:
        return one
    shown = places.show(
        place,
        choice=_choice(one, young=young),
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
    shown = [made for one in telling.waypoints if (made := _waypoint(one, telling)) is not None]
    return ReleasedStory(
        title=telling.title,
        language=telling.language or settings.LANGUAGE_CODE,
        teller=telling.teller,
        told_by_helper=telling.how == "helped",
        text=telling.text,
        warnings=telling.warnings,
        themes=telling.themes,
        uses=uses_now(telling),
        waypoints=tuple(shown),
        pictures=tuple(pictures),
        words_not_for=not_for(telling, WORDS),
    )


def uses_now(telling: Telling) -> tuple[str, ...]:
    """The uses whose yes holds today."""
    today = clock.today()
    return tuple(yes.use for yes in telling.uses if yes.holds_on(today))


def not_for(telling: Telling, part: str) -> tuple[str, ...]:
    """The public uses that this part is left out of, though the story is for them."""
    return tuple(use for use in PARTED if part in telling.left_out_of(use))


def public_pictures(telling: Telling) -> tuple[TellingPicture, ...]:
    """The pictures that may stand on the site; the others are for the team."""
    left_out = telling.left_out_of("site")
    return tuple(one for one in telling.pictures if one.id not in left_out)


def public_index(telling: Telling, waypoint_id: str) -> int | None:
    """Where a waypoint stands among those that are shown; None when it is not."""
    shown = [one.id for one in telling.waypoints if _waypoint(one, telling) is not None]
    return shown.index(waypoint_id) if waypoint_id in shown else None


def _waypoint(one: TellingWaypoint, telling: Telling) -> ReleasedWaypoint | None:
    place, in_use = _place(one), road_in_use(telling)
    if place is None:
        return None
    role, choice = Role(one.role), _choice(one, young=telling.is_young)
    shown = places.show(place, choice=choice, role=role, rule=rule(), road_in_use=in_use)
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
        not_for=not_for(telling, one.id),
    )


def _choice(one: TellingWaypoint, *, young: bool) -> Precision:
    """How exactly the teller wants it shown; a young one's town is shown as its region."""
    choice = Precision(one.precision)
    return Precision.REGION if young and choice == Precision.TOWN else choice


def _place(one: TellingWaypoint) -> Place | None:
    """The place of a waypoint; none where it is hidden or the gazetteer has lost it."""
    if not one.place or one.precision == Precision.HIDDEN:
        return None
    try:
        return places.get(one.place)
    except places.UnknownPlace:
        return None
