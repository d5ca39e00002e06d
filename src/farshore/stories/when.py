"""EDTF dates in words, in the page's language."""

from datetime import date

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from farshore.kernel import dates
from farshore.kernel.dates import When

_SUBS = {
    21: lambda: pgettext("date", "spring %(year)s"),
    22: lambda: pgettext("date", "summer %(year)s"),
    23: lambda: pgettext("date", "autumn %(year)s"),
    24: lambda: pgettext("date", "winter %(year)s"),
    37: lambda: pgettext("date", "early %(year)s"),
    38: lambda: pgettext("date", "the middle of %(year)s"),
    39: lambda: pgettext("date", "late %(year)s"),
}


def say(edtf: str, *, language: str) -> str:
    """`1998-24?` → “winter 1998, perhaps”; empty for empty; what cannot be read, as it stands."""
    if not edtf:
        return ""
    try:
        ends = [_say_one(when, language) for when in dates.parts(edtf)]
    except dates.NotADate:
        return edtf
    if len(ends) == 1:
        return ends[0]
    return pgettext("date", "%(first)s – %(last)s") % {"first": ends[0], "last": ends[1]}


def _say_one(when: When, language: str) -> str:
    said = _bare(when, language.replace("-", "_"))
    if when.mark == "?":
        return _("%(date)s, perhaps") % {"date": said}
    if when.mark == "~":
        return _("about %(date)s") % {"date": said}
    return _("about %(date)s, perhaps") % {"date": said} if when.mark else said


def _bare(when: When, locale: str) -> str:
    locale = "zh_Hans" if locale.lower() == "zh_hans" else locale
    first = date(when.year, 1, 1)
    if when.decade:
        return pgettext("date", "the %(year)ss") % {"year": when.year}
    if when.sub is None:
        return format_skeleton("y", first, locale=locale)
    if when.sub > 12:
        return _SUBS[when.sub]() % {"year": format_skeleton("y", first, locale=locale)}
    if when.day is None:
        return format_skeleton("yMMMM", date(when.year, when.sub, 1), locale=locale)
    return format_date(date(when.year, when.sub, when.day), format="long", locale=locale)
