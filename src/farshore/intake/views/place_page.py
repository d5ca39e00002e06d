"""The page of one place: what it was, how exactly it may be shown, when, how, what happened."""

from datetime import date
from typing import Any

from babel.dates import format_date
from django.http import HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from farshore import places
from farshore.intake.forms.place import MONTHS, PlaceForm
from farshore.intake.public_form import road_in_use, rule
from farshore.intake.views.hand import page
from farshore.intake.views.steps import Told
from farshore.places import PASSAGES, Place, Precision, Role
from farshore.stories.vocabulary import MEANS, ROLES

_ASKED: dict[Role, Promise | str] = {
    Role.LEFT: _("I left from here"),
    Role.PASSED: _("I passed through"),
    Role.DETAINED: _("I was held here"),
    Role.CROSSED: _("I crossed here"),
    Role.STAYED: _("I stayed here for a time"),
    Role.ARRIVED: _("I arrived here"),
    Role.LIVES: _("I live here now"),
}
_PARTS: dict[str, Promise | str] = {
    "37": pgettext_lazy("part of a year", "at its beginning"),
    "38": pgettext_lazy("part of a year", "in its middle"),
    "39": pgettext_lazy("part of a year", "at its end"),
    "21": pgettext_lazy("part of a year", "in spring"),
    "22": pgettext_lazy("part of a year", "in summer"),
    "23": pgettext_lazy("part of a year", "in autumn"),
    "24": pgettext_lazy("part of a year", "in winter"),
}
_SURE: dict[str, Promise | str] = {
    "": pgettext_lazy("how sure a date is", "I am sure"),
    "~": pgettext_lazy("how sure a date is", "about then"),
    "?": pgettext_lazy("how sure a date is", "I am not sure"),
}


def show(
    told: Told, place: Place | None, form: PlaceForm, *, waypoint_id: str = ""
) -> HttpResponse:
    """The form of a place, new or known. `place` is None where it is not shown at all."""
    language = translation.get_language() or "en"
    return page(
        "place.html",
        told=told,
        step="place",
        form=form,
        place=place,
        name=places.label(place, language=language) if place else "",
        waypoint_id=waypoint_id,
        choices_shown=_choices(place, language),
        roles=[(key.value, word) for key, word in _ASKED.items()],
        means=list(MEANS.items()),
        passages=[ROLES[key.value] for key in Role if key in PASSAGES],
        parts=[*_PARTS.items(), *_months(language)],
        sure=list(_SURE.items()),
        in_use=road_in_use(told.telling),
        years=rule().road_in_use_years,
    )


def _choices(place: Place | None, language: str) -> list[tuple[str, str]]:
    """(level, what the public would read), the finest first.

    What a place was is chosen on the same page: passages of a road in use are made coarser when
    the page is kept, and the teller is told.
    """
    if place is None:
        return []
    gates: dict[str, Any] = {"role": Role.LEFT, "rule": rule(), "road_in_use": False}
    shown = [
        (level, places.show(place, choice=level, **gates).place)
        for level in reversed(places.allowed(place, **gates))
        if level is not Precision.HIDDEN
    ]
    return [(level.value, places.label(one, language=language)) for level, one in shown if one]


def _months(language: str) -> list[tuple[str, str]]:
    """(two digits, name) of each month, as it stands alone in that language."""
    locale = {"zh-hans": "zh_Hans"}.get(language, language.replace("-", "_"))
    days = [date(2001, int(number), 1) for number in MONTHS]
    names = [format_date(day, "LLLL", locale=locale) for day in days]
    return list(zip(MONTHS, names, strict=True))
