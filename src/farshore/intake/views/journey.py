"""The step of places. What is kept of a place is only what may be shown of it.

The words typed into the search, and a place finer than the one chosen, are on the page that the
teller sees and nowhere else.
"""

import dataclasses
import secrets
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from farshore import places
from farshore.intake.forms.place import PlaceForm
from farshore.intake.public_form import clamp, road_in_use, rule
from farshore.intake.telling import Change, Telling, TellingWaypoint, once
from farshore.intake.views import place_page
from farshore.intake.views.hand import page
from farshore.intake.views.steps import Told
from farshore.kernel import dates
from farshore.places import PASSAGES, Place, Precision, Role, UnknownPlace
from farshore.stories.vocabulary import MEANS, PRECISIONS, ROLES
from farshore.stories.when import say

MOST = 60


def language() -> str:
    return translation.get_language() or "en"


def show(told: Told) -> HttpResponse:
    """The journey so far, and a field to find the next place."""
    rows = [_row(one) for one in told.telling.waypoints]
    return page(
        "journey.html",
        told=told,
        step="journey",
        rows=rows,
        full=len(rows) >= MOST,
        in_use=road_in_use(told.telling) and bool(rows),
        years=rule().road_in_use_years,
    )


def find(told: Told) -> HttpResponse:
    """What the gazetteer knows by that name; or a country and its regions."""
    typed = told.request.POST.get("place", "").strip()[:200]
    country = told.request.POST.get("country", "")
    hits = [(hit.place.id, hit.label) for hit in places.search(typed, language=language())]
    wide = _country_and_regions(country)
    if not typed and not wide:
        told.error("id_place", _("Your journey is saved. Please write the name of a place first."))
    return page(
        "find.html",
        told=told,
        step="journey",
        typed=typed,
        hits=hits,
        country=country,
        countries=places.countries(language()),
        regions=[(one.id, places.label(one, language=language())) for one in wide],
    )


def pick(told: Told, place_id: str) -> HttpResponse:
    """The form for a place that was found."""
    place = _place(place_id)
    if place is None:
        told.error("id_place", look_again())
        return show(told)
    if len(told.telling.waypoints) >= MOST:
        told.error("id_place", _full())
        return show(told)
    return place_page.show(told, place, PlaceForm(language=language()))


def edit(told: Told, waypoint_id: str) -> HttpResponse:
    """The form for a place that is in the journey already."""
    one = told.telling.waypoint(waypoint_id)
    if one is None or _is_unlisted(one):
        told.error("id_place", look_again())
        return show(told)
    initial = {
        "role": one.role,
        "precision": one.precision,
        "date": _readable(one.date),
        "means": one.means,
        "text": one.text,
    }
    form = PlaceForm(initial=initial, language=language())
    return place_page.show(told, _place(one.place), form, waypoint_id=one.id)


def keep(told: Told) -> HttpResponse | None:
    """Save the place's form. Returns its page again when something could not be read or kept."""
    post = told.request.POST
    place, known = _place(post.get("place", "")), told.telling.waypoint(post.get("waypoint", ""))
    form = PlaceForm(post, language=language())
    form.is_valid()
    for name in form.errors:
        told.error(f"id_{name}", str(form.errors[name][0]))
    if place is None and (known is None or known.place):
        told.error("id_role", look_again())
    if not told.errors and _put(told, place, form, known):
        return None
    return place_page.show(told, place, form, waypoint_id=known.id if known else "")


def move(told: Told, waypoint_id: str, *, by: int) -> None:
    """One place up or down."""

    def moved(telling: Telling) -> Telling:
        rows = list(telling.waypoints)
        at = next((i for i, one in enumerate(rows) if one.id == waypoint_id), None)
        if at is None or not 0 <= at + by < len(rows):
            return telling
        rows[at], rows[at + by] = rows[at + by], rows[at]
        return dataclasses.replace(telling, waypoints=tuple(rows))

    told.keep_once(moved, at="id_place")


def remove(told: Told, waypoint_id: str) -> None:
    """Take a place out; pictures that belonged to it belong to the whole story."""

    def without(telling: Telling) -> Telling:
        kept = tuple(one for one in telling.waypoints if one.id != waypoint_id)
        pictures = tuple(
            dataclasses.replace(one, waypoint="") if one.waypoint == waypoint_id else one
            for one in telling.pictures
        )
        return dataclasses.replace(telling, waypoints=kept, pictures=pictures)

    told.keep(without, at="id_place")


def _put(told: Told, place: Place | None, form: PlaceForm, known: TellingWaypoint | None) -> bool:
    """Clamp first, write then; whether it was kept. A notice says where it was made coarser."""
    good = form.cleaned_data
    choice = _choice(place, good)
    made = TellingWaypoint(
        id=known.id if known else secrets.token_hex(8),
        place=place.id if place else "",
        precision=choice or Precision.COUNTRY,
        role=good["role"],
        date=good["date"],
        means=good["means"],
        text=good["text"],
    )
    put = _putting(made, place, is_open=not choice)
    if not told.keep(put if known else once(told.number, put), at="id_role"):
        return False
    kept = told.telling.waypoint(made.id)
    if choice and kept and kept.precision != choice:
        told.notices.append(_clamped(Precision(kept.precision)))
    return True


def _choice(place: Place | None, good: dict[str, Any]) -> str:
    """How exactly the teller wants it shown; empty where that is left to the house."""
    return str(good["precision"]) if place else Precision.HIDDEN.value


def _putting(made: TellingWaypoint, place: Place | None, *, is_open: bool) -> Change:
    """The change that puts the waypoint in, as it may be shown beside the others' dates."""

    def put(telling: Telling) -> Telling:
        rows = [made if one.id == made.id else one for one in telling.waypoints]
        if made.id not in {one.id for one in rows}:
            rows = [*rows, made][:MOST]
        in_use = road_in_use(dataclasses.replace(telling, waypoints=tuple(rows)))
        fitting = made
        if is_open and place is not None:
            proposed = places.default_precision(
                place, role=Role(made.role), rule=rule(), road_in_use=in_use
            )
            fitting = dataclasses.replace(made, precision=proposed.value)
        fitting = clamp(fitting, in_use=in_use, young=telling.is_young)
        rows = [fitting if one.id == made.id else one for one in rows]
        return dataclasses.replace(telling, waypoints=tuple(rows))

    return put


def _clamped(precision: Precision) -> str:
    if precision is Precision.HIDDEN:
        return _("To keep you safe this place is not shown at all.")
    return _("To keep you safe this place is shown as: %(how)s.") % {
        "how": PRECISIONS[precision.value]
    }


def look_again() -> str:
    return _("Your journey is saved. Please look the place up once more.")


def _full() -> str:
    return _("Your journey is saved. It can have %(most)s places; this one did not fit.") % {
        "most": MOST
    }


def _readable(edtf: str) -> str:
    """The date in words that can be read back: the reader's, else English, else as it is kept."""
    for tongue in (language(), "en"):
        said = say(edtf, language=tongue)
        try:
            if dates.read(said, language=tongue) == edtf:
                return said
        except dates.NotADate:
            continue
    return edtf


def _row(one: TellingWaypoint) -> dict[str, Any]:
    place = _place(one.place)
    return {
        "id": one.id,
        "place": places.label(place, language=language())
        if place
        else _("A place that is not shown"),
        "precision": one.precision,
        "how": PRECISIONS.get(one.precision, "") if place else "",
        "passage": one.role in PASSAGES,
        "role": str(ROLES.get(one.role, "")),
        "date": say(one.date, language=language()),
        "means": str(MEANS.get(one.means, "")),
        "text": one.text,
    }


def _is_unlisted(one: TellingWaypoint) -> bool:
    """Whether the gazetteer has lost the place since."""
    return bool(one.place) and _place(one.place) is None


def _place(place_id: str) -> Place | None:
    try:
        return places.get(place_id) if place_id else None
    except UnknownPlace:
        return None


def _country_and_regions(country: str) -> list[Place]:
    """The country itself first: some regions have too few people to be shown."""
    if not country:
        return []
    try:
        return [places.get(f"c:{country}"), *places.regions_of(country, language())]
    except UnknownPlace:
        return []


def waypoint_names(telling: Telling) -> list[tuple[str, str]]:
    """(id, place) of each place, for choosing where a picture belongs."""
    return [(one.id, str(_row(one)["place"])) for one in telling.waypoints]
