"""The step of places. What is kept of a place is only what may be shown of it.

The words typed into the search, and a place finer than the one chosen, are on the page that the
teller sees and nowhere else.
"""

import dataclasses
import secrets

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from farshore import places
from farshore.intake.actions import save
from farshore.intake.forms.place import PlaceForm
from farshore.intake.public_form import road_in_use, rule
from farshore.intake.telling import Telling, TellingWaypoint
from farshore.intake.views.hand import page
from farshore.intake.views.steps import Told
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
        in_use=road_in_use(told.telling) and bool(rows),
        years=rule().road_in_use_years,
    )


def find(told: Told) -> HttpResponse:
    """What the gazetteer knows by that name; or the regions of a country."""
    typed = told.request.POST.get("place", "").strip()[:200]
    country = told.request.POST.get("country", "")
    hits = [(hit.place.id, hit.label) for hit in places.search(typed, language=language())]
    regions = [(one.id, places.label(one, language=language())) for one in _regions(country)]
    if country and not typed:
        hits = []
    return page(
        "find.html",
        told=told,
        step="journey",
        typed=typed,
        hits=hits,
        country=country,
        countries=places.countries(language()),
        regions=regions,
    )


def pick(told: Told, place_id: str) -> HttpResponse:
    """The form for a place that was found."""
    place = _place(place_id)
    if place is None or len(told.telling.waypoints) >= MOST:
        told.error("id_place", _("Your journey is saved. Please look the place up once more."))
        return show(told)
    role = Role.LEFT if not told.telling.waypoints else Role.PASSED
    form = PlaceForm(initial={"role": "", "precision": ""}, language=language())
    return _place_page(told, place, form, role=role, waypoint_id="")


def edit(told: Told, waypoint_id: str) -> HttpResponse:
    """The form for a place that is in the journey already."""
    one = told.telling.waypoint(waypoint_id)
    place = _place(one.place) if one else None
    if one is None or (one.place and place is None):
        return show(told)
    said = say(one.date, language="en") if one.date else ""
    initial = {
        "role": one.role,
        "precision": one.precision,
        "date": one.date if "," in said else said,
        "means": one.means,
        "text": one.text,
    }
    form = PlaceForm(initial=initial, language=language())
    return _place_page(told, place, form, role=Role(one.role), waypoint_id=one.id)


def keep(told: Told) -> HttpResponse | None:
    """Save the place's form. Returns its page again when something could not be read."""
    post = told.request.POST
    place = _place(post.get("place", ""))
    waypoint_id = post.get("waypoint", "")
    known = told.telling.waypoint(waypoint_id)
    form = PlaceForm(post, language=language())
    if place is None and not (known and not known.place):
        told.error("id_place", _("Your journey is saved. Please look the place up once more."))
        return show(told)
    if not form.is_valid():
        for name in form.errors:
            told.error(f"id_{name}", str(form.errors[name][0]))
        return _place_page(
            told, place, form, role=_role(post.get("role", "")), waypoint_id=waypoint_id
        )
    if not told.first_time() and not known:
        return None
    _put(told, place, form, known)
    return None


def move(told: Told, waypoint_id: str, *, by: int) -> None:
    """One place up or down."""
    rows = list(told.telling.waypoints)
    place = next((i for i, one in enumerate(rows) if one.id == waypoint_id), None)
    if place is None or not 0 <= place + by < len(rows) or not told.first_time():
        return
    rows[place], rows[place + by] = rows[place + by], rows[place]
    told.telling = dataclasses.replace(told.telling, waypoints=tuple(rows))
    save(keys=told.keys, telling=told.telling)


def remove(told: Told, waypoint_id: str) -> None:
    """Take a place out; pictures that belonged to it belong to the whole story."""
    kept = tuple(one for one in told.telling.waypoints if one.id != waypoint_id)
    pictures = tuple(
        dataclasses.replace(one, waypoint="") if one.waypoint == waypoint_id else one
        for one in told.telling.pictures
    )
    told.telling = dataclasses.replace(told.telling, waypoints=kept, pictures=pictures)
    save(keys=told.keys, telling=told.telling)


def _put(told: Told, place: Place | None, form: PlaceForm, known: TellingWaypoint | None) -> None:
    """Clamp first, write then."""
    good = form.cleaned_data
    role = Role(good["role"])
    date = good["date"]
    made = TellingWaypoint(
        id=known.id if known else secrets.token_hex(8),
        place="",
        precision=Precision.HIDDEN,
        role=role,
        date=date,
        means=good["means"],
        text=good["text"],
    )
    rows = [made if one.id == made.id else one for one in told.telling.waypoints]
    rows += [] if known else [made]
    in_use = road_in_use(dataclasses.replace(told.telling, waypoints=tuple(rows)))
    if place is not None:
        choice = good["precision"] or places.default_precision(
            place, role=role, rule=rule(), road_in_use=in_use
        )
        shown = places.show(
            place, choice=Precision(choice), role=role, rule=rule(), road_in_use=in_use
        )
        precise = shown.place.id if shown.place else ""
        made = dataclasses.replace(made, place=precise, precision=shown.precision.value)
        if Precision(choice) != shown.precision:
            told.notices.append(_clamped(shown.precision))
    rows = [made if one.id == made.id else one for one in rows]
    told.telling = dataclasses.replace(told.telling, waypoints=tuple(rows))
    save(keys=told.keys, telling=told.telling)


def _clamped(precision: Precision) -> str:
    if precision is Precision.HIDDEN:
        return _("To keep you safe this place is not shown at all.")
    return _("To keep you safe this place is shown as: %(how)s.") % {
        "how": PRECISIONS[precision.value]
    }


def _place_page(
    told: Told, place: Place | None, form: PlaceForm, *, role: Role, waypoint_id: str
) -> HttpResponse:
    in_use = road_in_use(told.telling) if told.telling.waypoints else False
    return page(
        "place.html",
        told=told,
        step="place",
        form=form,
        place=place,
        waypoint_id=waypoint_id,
        choices=_choices(place, role, in_use=in_use),
        roles=[(key.value, ROLES[key.value]) for key in Role],
        means=list(MEANS.items()),
        passages=[ROLES[key.value] for key in Role if key in PASSAGES],
        years=rule().road_in_use_years,
    )


def _choices(place: Place | None, role: Role, *, in_use: bool) -> list[tuple[str, str, bool]]:
    """(level, what the public would read, whether it is proposed), coarsest first."""
    if place is None:
        return []
    wide = Role.LEFT if role in PASSAGES and not in_use else role
    levels = places.allowed(place, role=wide, rule=rule(), road_in_use=in_use)
    proposed = places.default_precision(place, role=role, rule=rule(), road_in_use=in_use)
    return [
        (level.value, _as_public(place, level, wide, in_use), level == proposed) for level in levels
    ]


def _as_public(place: Place, level: Precision, role: Role, in_use: bool) -> str:
    shown = places.show(place, choice=level, role=role, rule=rule(), road_in_use=in_use)
    if shown.place is None:
        return _("not at all")
    return places.label(shown.place, language=language())


def _row(one: TellingWaypoint) -> dict[str, str]:
    place = _place(one.place)
    return {
        "id": one.id,
        "place": places.label(place, language=language())
        if place
        else _("A place that is not shown"),
        "role": str(ROLES.get(one.role, "")),
        "date": say(one.date, language=language()),
        "means": str(MEANS.get(one.means, "")),
        "text": one.text,
    }


def _place(place_id: str) -> Place | None:
    try:
        return places.get(place_id)
    except UnknownPlace:
        return None


def _regions(country: str) -> list[Place]:
    try:
        return list(places.regions_of(country)) if country else []
    except UnknownPlace:
        return []


def _role(text: str) -> Role:
    return Role(text) if text in set(Role) else Role.PASSED


def waypoint_names(telling: Telling) -> list[tuple[str, str]]:
    """(id, place) of each place, for choosing where a picture belongs."""
    return [(one.id, _row(one)["place"]) for one in telling.waypoints]
