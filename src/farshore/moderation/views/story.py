"""What a story says, made ready for the screen: its words with flags, its journey, its consent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farshore.globe.drawing import Drawing, Journey, world
from farshore.globe.queries import land
from farshore.intake import wordings
from farshore.intake.consent import WORDS, Yes
from farshore.intake.public_form import (
    public_index,
    public_pictures,
    released_form,
    road_in_use,
)
from farshore.intake.telling import Telling
from farshore.kernel.glyph import glyph_path, glyph_points
from farshore.moderation import flags
from farshore.moderation.blocks import may_show
from farshore.moderation.views.door import language
from farshore.moderation.views.marking import label_of, marked
from farshore.stories.pages import title_of
from farshore.stories.queries import place_name
from farshore.stories.shapes import ReleasedWaypoint
from farshore.stories.vocabulary import MEANS, PRECISIONS, ROLES, THEMES, USES, WARNINGS, words
from farshore.stories.when import say

SAYS = {
    "agreed": gettext_lazy("has agreed"),
    "family": gettext_lazy("has died; the family has agreed"),
    "covered": gettext_lazy("has not agreed, and is covered"),
    "not_asked": gettext_lazy("could not be asked"),
}
GUARDIAN = {
    "yes": gettext_lazy("Somebody who looks after them has agreed, they say."),
    "no": gettext_lazy("Nobody who looks after them has agreed."),
    "unsafe": gettext_lazy("Asking somebody who looks after them would put them in danger."),
}
_LEAST, _AIR = 240.0, 40.0  # drawing units: how far the map is drawn near, and the air around

PEOPLE = {
    "nobody": lambda: _("Nobody can be seen in it."),
    "agreed": lambda: _("Everybody in it has agreed, says the teller."),
    "covered": lambda: _("Whoever has not agreed is covered, says the teller."),
    "not_asked": lambda: _("The teller could not ask them."),
}


def story(telling: Telling, yeses: Sequence[Yes]) -> dict[str, Any]:
    """The story's part of the review screen. `yeses` are those that hold now: after the release
    some may have been taken back, or given since."""
    noticed = flags.flags_of(telling)
    shown = released_form(telling, ()).waypoints
    points = [(one.lon, one.lat) for one in shown]
    return {
        "telling": telling,
        "title": title_of(telling.title, [_name(one) for one in shown]),
        "fields": marked(telling, noticed),
        "flags": _flag_rows(telling, noticed),
        "journey": _journey(telling, shown),
        "map": _map(shown),
        "glyph": {"path": glyph_path(points), "knots": glyph_points(points)},
        "pictures": _pictures(telling),
        "themes": [word for _key, word in words(THEMES, telling.themes)],
        "warnings": [word for _key, word in words(WARNINGS, telling.warnings)],
        "uses": [_use(telling, yeses, key, str(word)) for key, word in USES.items()],
        "wordings": wordings.known(),
        "guardian": GUARDIAN.get(telling.guardian, _("They have not said.")),
        "in_use": bool(telling.waypoints) and road_in_use(telling),
    }


def _use(telling: Telling, yeses: Sequence[Yes], key: str, word: str) -> dict[str, Any]:
    """A use, and the yes to it: since when, until when, without which parts."""
    yes = next((one for one in yeses if one.use == key), None)
    names = _part_names(telling)
    return {
        "word": word,
        "yes": yes,
        "until": date.fromisoformat(yes.until) if yes and yes.until else None,
        "but": [names[part] for part in yes.but if part in names] if yes else [],
    }


def _part_names(telling: Telling) -> dict[str, str]:
    names = {WORDS: _("everything that is written")}
    for number, point in enumerate(telling.waypoints, start=1):
        names[point.id] = _("place %(number)d") % {"number": number}
    for number, picture in enumerate(telling.pictures, start=1):
        names[picture.id] = _("picture %(number)d") % {"number": number}
    return names


def _flag_rows(telling: Telling, noticed: list[flags.Found]) -> list[dict[str, Any]]:
    """By kind: the words, where they stand, and whether leaving them out can be proposed."""
    return [
        {
            "kind": kind,
            "says": says,
            "why": flags.WHY[kind],
            "found": [
                {
                    "flag": one,
                    "what": flags.PAPERS.get(one.what, ""),
                    "label": label_of(telling, one.where, one.part),
                    "may_cut": one.end > one.start,
                }
                for one in noticed
                if one.kind == kind
            ],
        }
        for kind, says in flags.WORDS.items()
        if any(one.kind == kind for one in noticed)
    ]


def _journey(telling: Telling, shown: tuple[ReleasedWaypoint, ...]) -> list[dict[str, Any]]:
    """Each place as it would be public; one that is not shown has no place."""
    rows = []
    for number, one in enumerate(telling.waypoints, start=1):
        at = public_index(telling, one.id)
        public = None if at is None else shown[at]
        rows.append(
            {
                "number": number,
                "role": ROLES.get(one.role, one.role),
                "told": say(one.date, language=language()),
                "public": public,
                "place": _name(public) if public else "",
                "precision": PRECISIONS.get(public.precision, "") if public else "",
                "date": say(public.date, language=language()) if public else "",
                "means": MEANS.get(public.means, "") if public else "",
            }
        )
    return rows


def _pictures(telling: Telling) -> list[dict[str, Any]]:
    return [
        {
            "picture": one,
            "number": number,
            "may_show": may_show(one),
            "persons": [(who, SAYS.get(who.says, "")) for who in one.persons],
            "on_site": one in public_pictures(telling),
            "people": PEOPLE[one.people]() if one.people in PEOPLE else _("Nobody has said."),
        }
        for number, one in enumerate(telling.pictures, start=1)
    ]


def _map(shown: tuple[ReleasedWaypoint, ...]) -> dict[str, Any] | None:
    """The world, and the part of it around the journey to look at."""
    if not shown:
        return None
    journey = Journey(
        slug="",
        title="",
        language=language(),
        points=tuple((one.lon, one.lat) for one in shown),
        precisions=tuple(one.precision for one in shown),
        places=tuple(_name(one) for one in shown),
    )
    drawing = world(land(), [journey])
    return {"drawing": drawing, "box": _box(drawing)}


def _box(drawing: Drawing) -> str:
    """The view box around the knots, twice as wide as high."""
    knots = [knot for journey in drawing.journeys for knot in journey.knots]
    xs, ys = [x for x, _y, _p in knots], [y for _x, y, _p in knots]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    width = min(drawing.width, max(_LEAST, wide + 2 * _AIR, 2 * (high + 2 * _AIR)))
    left = (min(xs) + max(xs) - width) / 2
    top = (min(ys) + max(ys) - width / 2) / 2
    return f"{left:.0f} {top:.0f} {width:.0f} {width / 2:.0f}"


def _name(one: ReleasedWaypoint) -> str:
    return place_name(one.place, language=language())
