"""What somebody said yes to, shown back in plain words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from farshore.intake.consent import WORDS, Yes
from farshore.intake.telling import Telling
from farshore.intake.views.journey import waypoint_names
from farshore.intake.views.words import day
from farshore.stories.vocabulary import USES


def in_words(iso: str) -> str:
    """A day in the reader's language; empty for none."""
    return day(date.fromisoformat(iso)) if iso else ""


def part_names(telling: Telling) -> dict[str, str]:
    """What each part of a story is called on a page, by its id."""
    names = {WORDS: _("Everything that is written")}
    for number, (waypoint, name) in enumerate(waypoint_names(telling), start=1):
        names[waypoint] = _("Place %(number)s: %(name)s") % {"number": number, "name": name}
    for number, one in enumerate(telling.pictures, start=1):
        names[one.id] = _("Picture %(number)s") % {"number": number}
    return names


def said_back(telling: Telling) -> list[tuple[str, list[str]]]:
    """Each use that was agreed to, and what was said with it: since when, until when, without
    what."""
    names = part_names(telling)
    known = {yes.use: yes for yes in telling.uses}
    return [(str(word), _terms(known[key], names)) for key, word in USES.items() if key in known]


def _terms(yes: Yes, names: dict[str, str]) -> list[str]:
    told = [_("since %(day)s") % {"day": in_words(yes.day)}]
    if yes.until:
        told.append(_("until %(day)s") % {"day": in_words(yes.until)})
    if left_out := [names[part] for part in yes.but if part in names]:
        comma = pgettext("between items of a list", ", ")
        told.append(_("without: %(parts)s") % {"parts": comma.join(left_out)})
    return told
