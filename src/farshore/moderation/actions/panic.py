"""Alarm: many stories off the site by one act, and back what that act hid and nothing else.

All or none: one transaction hides them, and the press then takes down one page after the other.
"""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake.models import Status, Submission
from farshore.kernel.registry import registry
from farshore.moderation.actions import audit
from farshore.moderation.errors import NoAlarm, NotYours
from farshore.moderation.models import Act, Alarm, Alarmed, Crossing, Reason, Scope
from farshore.moderation.queries import alarms
from farshore.moderation.roles import OVERSEE, RELEASE
from farshore.stories import actions as stories
from farshore.stories.errors import UnknownStory
from farshore.stories.queries import batched
from farshore.vault import queries as vault

LARGE = 2_000
"""Stories whose hiding takes so long that everything is moved away first."""


def raise_alarm(
    *, scope: Scope, what: str = "", reason: Reason = Reason.UNSAID, by: User | None = None
) -> int:
    """Hide what this is about, and keep hidden what comes under it later; how many stories.

    `what` is an ISO 3166 code or a slug. `by` is None on the machine itself. An alarm that stands
    may be raised again. Raises `NotYours`, `UnknownStory`.
    """
    _must_be_able(by)
    if scope == Scope.STORY and not alarms.under(scope, what):
        raise UnknownStory(what)
    shown = alarms.count_shown(scope, what)
    if shown > LARGE:
        return _in_the_dark(scope, what, reason, by, shown)
    return _raise(scope, what, reason, by)


def _in_the_dark(scope: Scope, what: str, reason: Reason, by: User | None, shown: int) -> int:
    """Everything away first, then the act. The alarm and its line are written down before, so that
    a worker ends what is begun if this process is killed; until it has, it stays dark."""
    with transaction.atomic():
        alarm, _made = Alarm.objects.get_or_create(scope=scope, what=what)
        _write(Act.HID_MANY, by, alarm, many=shown, reason=str(reason))
    registry.request("black_out")
    with transaction.atomic():
        many = len(_cover(alarm))
    transaction.on_commit(lambda: registry.request("light_up"))
    return many


@transaction.atomic
def _raise(scope: Scope, what: str, reason: Reason, by: User | None) -> int:
    alarm, made = Alarm.objects.get_or_create(scope=scope, what=what)
    slugs = _cover(alarm)
    if made or slugs:
        _write(Act.HID_MANY, by, alarm, many=len(slugs), reason=str(reason))
    return len(slugs)


@transaction.atomic
def end_alarm(*, scope: Scope, what: str = "", by: User | None = None) -> int:
    """Show what this alarm alone kept off the site; how many stories came back.

    What another alarm, the team or a teller hides stays hidden. Raises `NotYours`, `NoAlarm`.
    """
    _must_be_able(by)
    alarm = Alarm.objects.select_for_update().filter(scope=scope, what=what).first()
    if alarm is None:
        raise NoAlarm
    slugs = sorted(Alarmed.objects.filter(alarm=alarm).values_list("crossing__slug", flat=True))
    _hold(slugs)
    Alarmed.objects.filter(alarm=alarm).delete()
    back = [slug for some in batched(slugs) for slug in _free(some)]
    stories.unhide_stories(slugs=back)
    _set_status(back, Status.RELEASED)
    _write(Act.SHOWED_MANY, by, alarm, many=len(back))
    alarm.delete()
    return len(back)


def cover(crossing: Crossing) -> None:
    """Hide a story that is being released under an alarm, before anybody has seen it."""
    for alarm in Alarm.objects.all():
        if crossing.slug in alarms.under(alarm.scope, alarm.what):
            _cover(alarm)


def cover_missed() -> None:
    """Hide what was released while an alarm was being raised, and did not know of it; and end an
    act that was begun in the dark and killed.

    Where it was dark before the alarms were read, the one that made it so is among them.
    """
    was_dark = registry.request("is_dark")
    for alarm in Alarm.objects.all():
        if alarms.shows_some(alarm):
            with transaction.atomic():
                _cover(alarm)
    if was_dark:
        registry.request("light_up")


def _cover(alarm: Alarm) -> list[str]:
    """Hide the stories of an alarm that it does not cover yet; their slugs."""
    slugs = alarms.uncovered(alarm)
    crossings = [Crossing(slug=slug) for slug in slugs]
    Crossing.objects.bulk_create(crossings, batch_size=200, ignore_conflicts=True)
    held = [Alarmed(alarm=alarm, crossing_id=pk) for pk in _hold(slugs)]
    Alarmed.objects.bulk_create(held, batch_size=200, ignore_conflicts=True)
    stories.hide_stories(slugs=slugs)
    _set_status(slugs, Status.HIDDEN)
    return slugs


def _hold(slugs: Sequence[str]) -> list[UUID]:
    """The crossings of these stories, held until the end, and before them what was sent."""
    for some in batched(slugs):
        sent = Submission.objects.select_for_update().filter(crossing__slug__in=some)
        list(sent.order_by("pk").values_list("pk", flat=True))
    rows: list[UUID] = []
    for some in batched(slugs):
        found = Crossing.objects.select_for_update().filter(slug__in=some).order_by("pk")
        rows += found.values_list("pk", flat=True)
    return rows


def _free(slugs: Sequence[str]) -> list[str]:
    """Those that nobody and no other alarm hides."""
    rows = Crossing.objects.filter(slug__in=slugs, alarms=None)
    shown = rows.filter(hidden_by_team=False, hidden_by_teller=False)
    return list(shown.values_list("slug", flat=True))


def _set_status(slugs: Sequence[str], status: Status) -> None:
    for some in batched(slugs):
        Submission.objects.filter(crossing__slug__in=some).update(status=status)


def _must_be_able(by: User | None) -> None:
    if by is not None and not (by.has_perm(RELEASE) or by.has_perm(OVERSEE)):
        raise NotYours


def _write(act: Act, by: User | None, alarm: Alarm, *, many: int, **details: str) -> None:
    """A line that names a country, and never a story: that only the story's own key can tell."""
    country = alarm.what if alarm.scope == Scope.COUNTRY else ""
    told = {"scope": alarm.scope, "country": country, "stories": str(many), **details}
    staff = by.get_username() if by else ""
    audit.write(act=act, staff=staff, key=_key(alarm), **told)


def _key(alarm: Alarm) -> bytes | None:
    if alarm.scope != Scope.STORY:
        return None
    sent = Submission.objects.filter(crossing__slug=alarm.what).first()
    return vault.story_key(sent.key) if sent else None
