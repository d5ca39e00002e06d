"""Which alarms stand, and what comes under each."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from farshore import places
from farshore.moderation.models import Alarm, Alarmed, Scope
from farshore.stories import queries as stories
from farshore.stories.models import Story


@dataclass(frozen=True, slots=True)
class Standing:
    """An alarm that stands: how many stories it keeps off the site."""

    scope: str
    what: str
    many: int


def standing() -> list[Standing]:
    rows = Alarm.objects.annotate(many=Count("covered")).order_by("scope", "what")
    return [Standing(one.scope, one.what, one.many) for one in rows]


def under(scope: str, what: str) -> list[str]:
    """The slugs of the stories that such an alarm is about, hidden ones as well."""
    if scope == Scope.ALL:
        return stories.all_slugs()
    if scope == Scope.COUNTRY:
        return stories.slugs_in(what)
    return stories.existing([what])


def uncovered(alarm: Alarm) -> list[str]:
    """Those of its stories that it does not cover yet."""
    covered = set(Alarmed.objects.filter(alarm=alarm).values_list("crossing__slug", flat=True))
    return [slug for slug in under(alarm.scope, alarm.what) if slug not in covered]


def shows_some(alarm: Alarm) -> bool:
    """Whether a story that it is about stands on the site all the same."""
    return _shown(alarm.scope, alarm.what).exists()


def count_shown(scope: str, what: str) -> int:
    """How many stories that such an alarm is about stand on the site."""
    return _shown(scope, what).values("pk").distinct().count()


def _shown(scope: str, what: str) -> QuerySet[Story]:
    shown = stories.visible()
    if scope == Scope.COUNTRY:
        return shown.filter(waypoints__country=what)
    return shown.filter(slug=what) if scope == Scope.STORY else shown


def is_country(code: str) -> bool:
    """Whether this is the ISO 3166 code of a country that the gazetteer has."""
    try:
        places.country_name(code, language="en")
    except places.UnknownPlace:
        return False
    return True
