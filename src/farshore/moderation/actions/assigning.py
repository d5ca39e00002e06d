"""Who is given which story. By lot of load and turn, never against what its teller asked."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from farshore.intake import queries as intake
from farshore.intake.models import Submission
from farshore.moderation import queries
from farshore.moderation.actions import audit
from farshore.moderation.actions.holding import hold_first
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Act, Case, Reader, StaffProfile
from farshore.moderation.queries import staff
from farshore.moderation.roles import MODERATE, OVERSEE, RELEASE, SAFEGUARD
from farshore.moderation.rules import Person, may_read, pick
from farshore.vault import queries as vault


@transaction.atomic
def assign_story(*, submission: UUID) -> None:
    """Give a story that was just sent to somebody who may read it; else it waits.

    One that was sent anew stays with whoever has it, if they still may read it. What was agreed
    about the earlier sending is void.
    """
    row = Submission.objects.select_for_update().get(pk=submission)
    case, _made = Case.objects.get_or_create(submission=row)
    case.second = case.approved_by = case.released_by = None
    case.agreed = case.note = b""
    _give_first(case, row)
    case.save()


def assign_waiting() -> int:
    """Give what nobody has to whoever may have it by now; how many found somebody."""
    given = 0
    for pk, submission in staff.without_moderator().values_list("pk", "submission_id"):
        given += _again(pk, submission, second=False)
    for pk, submission in staff.without_second().values_list("pk", "submission_id"):
        given += _again(pk, submission, second=True)
    return given


@transaction.atomic
def pass_on(*, case: UUID, by: User) -> None:
    """Give a story to somebody else: I know these people, or I cannot read it. Raises `NotYours`,
    `NotNow` once it was approved."""
    held = hold_first(case=case, by=by)
    held.must_stand(*staff.TO_READ)
    Reader.objects.update_or_create(case=held.case, user=by, defaults={"passed_on": True})
    held.case.moderator = None
    _give_first(held.case, held.row)
    held.case.save(update_fields=["moderator"])
    held.write(Act.PASSED_ON)


def give_all_of(*, user: int, by: User) -> int:
    """Give all that somebody has to read to others, without seeing it; how many. For when they
    are away. Raises `NotYours` without the right to oversee, and for nobody's number."""
    if not by.has_perm(OVERSEE) or not User.objects.filter(pk=user).exists():
        raise NotYours
    mine = Case.objects.filter(moderator_id=user, submission__status__in=staff.TO_READ)
    return sum(
        _given_away(case, submission, user, by)
        for case, submission in mine.values_list("pk", "submission_id")
    )


@transaction.atomic
def _given_away(pk: UUID, submission: UUID, user: int, by: User) -> bool:
    row = Submission.objects.select_for_update().filter(pk=submission).first()
    case = Case.objects.filter(pk=pk, moderator_id=user).first()
    if row is None or case is None or row.status not in staff.TO_READ:
        return False
    case.moderator = None
    _give_first(case, row, without=user)
    case.save(update_fields=["moderator"])
    audit.write(act=Act.GIVEN, staff=by.get_username(), key=vault.story_key(row.key))
    return True


def set_profile(
    *, user: int, communities: Sequence[str], countries: Sequence[str], by: User
) -> None:
    """Note what a member of the team is known by, and give to others what they may not read by
    that. Raises `NotYours` without the right to oversee."""
    if not by.has_perm(OVERSEE):
        raise NotYours
    with transaction.atomic():
        whose = User.objects.filter(pk=user, is_active=True).first()
        if whose is None:
            raise NotYours
        noted = {"communities": list(communities), "countries": list(countries)}
        StaffProfile.objects.update_or_create(user=whose, defaults=noted)
        account = whose.get_username()
        audit.write(
            act=Act.ACCOUNT_CHANGED, staff=by.get_username(), account=account, change="profile"
        )
    for second, mine in ((False, Q(moderator=whose)), (True, Q(second=whose))):
        for pk, submission in Case.objects.filter(mine).values_list("pk", "submission_id"):
            _again(pk, submission, second=second)


def give_second(case: Case, row: Submission) -> None:
    """Let somebody other than the one who approved it decide about the release; whoever has it
    keeps it while they may.

    Whoever has read it already comes first: the fewer eyes the better. In a team of one that one
    person stands in where there is no other. Of somebody under 18 it is the safeguarding lead.
    """
    wanted = SAFEGUARD if intake.read(row).is_young else RELEASE
    without = {case.approved_by_id, case.moderator_id}
    people = [one for one in _able(row, wanted) if one.id not in without]
    if case.second_id in {one.id for one in people}:
        return
    known = set(Reader.objects.filter(case=case).values_list("user_id", flat=True))
    chosen = pick([one for one in people if one.id in known]) or pick(people)
    if chosen is None and queries.team_of_one():
        chosen = pick([one for one in _able(row, wanted) if one.id == case.approved_by_id])
    case.second_id = _takes_turn(chosen)


def _give_first(case: Case, row: Submission, *, without: int | None = None) -> None:
    """Keep the moderator who has it, if they still may; else draw one."""
    passed_on = set(case.readers.filter(passed_on=True).values_list("user_id", flat=True))
    people = [one for one in _able(row, MODERATE) if one.id not in passed_on | {without}]
    if case.moderator_id not in {one.id for one in people}:
        case.moderator_id = _takes_turn(pick(people))


def _able(row: Submission, permission: str) -> list[Person]:
    """Whoever holds the permission and may read this story, their profiles held."""
    shut_out = intake.read(row).not_read_by
    holders = list(staff.holders(permission).order_by("pk"))
    StaffProfile.objects.bulk_create(
        [StaffProfile(user=one) for one in holders], ignore_conflicts=True
    )
    list(StaffProfile.objects.select_for_update().filter(user__in=holders).order_by("pk"))
    return [one for one in staff.people(permission) if may_read(one, shut_out)]


def _takes_turn(person: Person | None) -> int | None:
    if person is None:
        return None
    StaffProfile.objects.filter(user_id=person.id).update(turn=staff.latest_turn() + 1)
    return person.id


@transaction.atomic
def _again(pk: UUID, submission: UUID, *, second: bool) -> bool:
    """Try once more to find somebody for a case, if it still has nobody."""
    row = Submission.objects.select_for_update().filter(pk=submission).first()
    wanted = staff.TO_RELEASE if second else staff.TO_READ
    case = Case.objects.filter(pk=pk).first()
    if row is None or case is None or row.status not in wanted:
        return False
    if second:
        give_second(case, row)
    else:
        _give_first(case, row)
    case.save(update_fields=["moderator", "second"])
    return (case.second_id if second else case.moderator_id) is not None
