"""Every story to whoever may read it, fairly; and to nobody its teller asked against."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from farshore.intake.models import Status, Submission
from farshore.moderation.actions.assigning import (
    assign_waiting,
    give_all_of,
    pass_on,
    set_profile,
)
from farshore.moderation.actions.deciding import approve
from farshore.moderation.errors import NotNow, NotYours
from farshore.moderation.models import Act, AuditLine, Case, Reader, StaffProfile
from farshore.moderation.queries import given_to, staff
from farshore.moderation.roles import MODERATE, MODERATORS, RELEASERS
from farshore.moderation.rules import Person, may_read
from tests.moderation.making import (
    case_for,
    moderator,
    overseer,
    person,
    releaser,
    seen,
    sent,
    telling,
)

pytestmark = pytest.mark.django_db


def moderator_of(row: Submission) -> User | None:
    return case_for(row).moderator


def test_stories_go_round() -> None:
    team = {moderator(name) for name in ("ann", "bea", "cem")}
    assert {moderator_of(sent()) for _ in range(3)} == team
    assert {moderator_of(sent()) for _ in range(3)} == team


def test_whoever_has_less_to_read_is_given_more() -> None:
    busy, idle = moderator("ann"), moderator("bea")
    for row in [sent() for _ in range(4)]:
        Case.objects.filter(submission=row).update(moderator=busy)
    assert [moderator_of(sent()) for _ in range(4)] == [idle] * 4


def test_what_is_done_is_no_burden() -> None:
    done, idle = moderator("ann"), moderator("bea")
    for row in [sent() for _ in range(6)]:
        Case.objects.filter(submission=row).update(moderator=done)
        Submission.objects.filter(pk=row.pk).update(status=Status.RELEASED)
    StaffProfile.objects.filter(user=done).update(turn=0)
    StaffProfile.objects.filter(user=idle).update(turn=1)
    assert moderator_of(sent()) == done


@pytest.mark.promise("P-14")
def test_nobody_reads_against_the_tellers_wish() -> None:
    moderator("ann", countries=["KP"])
    moderator("bea", communities=["Saebyeol"])
    other = moderator("cem")
    told = telling(not_read_by=("KP", "saebyeol"))
    assert {moderator_of(sent(told)) for _ in range(3)} == {other}


@pytest.mark.promise("P-14")
def test_where_nobody_fits_the_story_waits_and_only_that_is_known() -> None:
    moderator("ann", countries=["KP"])
    admin = overseer()
    row = sent(telling(not_read_by=("KP",)))
    assert moderator_of(row) is None
    assert staff.waiting_for_somebody() == 1
    assert not given_to(admin).exists()
    chief = User.objects.create(username="chief", password="!", is_superuser=True)
    assert not given_to(chief).exists()


def test_a_waiting_story_is_given_as_soon_as_somebody_fits() -> None:
    moderator("ann", countries=["KP"])
    row = sent(telling(not_read_by=("KP",)))
    assert assign_waiting() == 0
    other = moderator("bea")
    assert assign_waiting() == 1
    assert moderator_of(row) == other
    assert assign_waiting() == 0


@pytest.mark.parametrize("leave", ["is_active", "groups"])
def test_the_stories_of_somebody_who_left_go_to_others(leave: str) -> None:
    ann = moderator("ann")
    row = sent()
    bea = moderator("bea")
    if leave == "groups":
        ann.groups.clear()
    else:
        User.objects.filter(pk=ann.pk).update(is_active=False)
    assert assign_waiting() == 1
    assert moderator_of(row) == bea


def test_an_approved_story_whose_second_person_left_gets_another(mira: User, rosa: User) -> None:
    row = sent()
    approve(case=case_for(row).pk, by=mira, seen=seen(mira, case_for(row)))
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    rita = releaser("rita")
    assert assign_waiting() == 1
    assert case_for(row).second == rita


@pytest.mark.promise("P-14")
def test_the_second_person_too_is_nobody_the_teller_asked_against(mira: User) -> None:
    releaser("rosa", countries=["KP"])
    row = sent(telling(not_read_by=("KP",)))
    approve(case=case_for(row).pk, by=mira, seen=seen(mira, case_for(row)))
    assert case_for(row).second is None
    assert staff.waiting_for_somebody() == 1


def test_whoever_has_read_it_already_is_asked_first_to_release(mira: User) -> None:
    for name in ("rosa", "rita", "rada"):
        releaser(name)
    knows = User.objects.get(username="rada")
    row = sent()
    Reader.objects.create(case=case_for(row), user=knows)
    approve(case=case_for(row).pk, by=mira, seen=seen(mira, case_for(row)))
    assert case_for(row).second == knows


def test_sent_anew_it_stays_with_its_moderator_and_nothing_agreed_stands(
    mira: User, rosa: User
) -> None:
    from farshore.kernel.registry import registry

    row = sent()
    moderator("olga")
    approve(case=case_for(row).pk, by=mira, seen=seen(mira, case_for(row)))
    registry.request("assign_story", submission=row.pk)
    case = case_for(row)
    assert case.moderator == mira
    assert (case.second, case.approved_by, bytes(case.agreed)) == (None, None, b"")


def test_sent_anew_against_its_moderator_it_goes_to_another() -> None:
    from farshore.kernel.registry import registry
    from tests.moderation.making import rewrite

    ann = moderator("ann", countries=["KP"])
    row = sent()
    assert moderator_of(row) == ann
    bea = moderator("bea")
    rewrite(row, telling(not_read_by=("KP",)))
    registry.request("assign_story", submission=row.pk)
    assert moderator_of(row) == bea


def test_a_story_passed_on_never_comes_back() -> None:
    ann, bea = moderator("ann"), moderator("bea")
    row = sent()
    first = moderator_of(row)
    assert first in {ann, bea}
    pass_on(case=case_for(row).pk, by=first)
    other = bea if first == ann else ann
    assert moderator_of(row) == other
    pass_on(case=case_for(row).pk, by=other)
    assert moderator_of(row) is None
    assert assign_waiting() == 0


def test_only_whoever_has_it_passes_it_on_and_not_after_approving(mira: User, rosa: User) -> None:
    row = sent()
    for stranger in (rosa, moderator("olga")):
        with pytest.raises(NotYours):
            pass_on(case=case_for(row).pk, by=stranger)
    approve(case=case_for(row).pk, by=mira, seen=seen(mira, case_for(row)))
    with pytest.raises(NotNow):
        pass_on(case=case_for(row).pk, by=mira)


def test_an_overseer_gives_away_what_somebody_has_without_seeing_it() -> None:
    ann = moderator("ann")
    rows = [sent() for _ in range(3)]
    bea, admin = moderator("bea"), overseer()
    assert give_all_of(user=ann.pk, by=admin) == 3
    assert {moderator_of(row) for row in rows} == {bea}
    assert [line.staff for line in AuditLine.objects.filter(act=Act.GIVEN)] == ["otto"] * 3


def test_nobody_else_gives_away(mira: User, rosa: User) -> None:
    sent()
    for stranger in (mira, rosa, person("eva")):
        with pytest.raises(NotYours):
            give_all_of(user=mira.pk, by=stranger)


def test_what_is_noted_about_somebody_moves_what_they_may_not_read_by_it(
    mira: User, rosa: User
) -> None:
    shut, free = sent(telling(not_read_by=("Saebyeol", "KP"))), sent()
    approved = sent(telling(not_read_by=("KP",)))
    approve(case=case_for(approved).pk, by=mira, seen=seen(mira, case_for(approved)))
    olga, admin = moderator("olga"), overseer()
    set_profile(user=mira.pk, communities=["saebyeol"], countries=[], by=admin)
    assert (moderator_of(shut), moderator_of(free)) == (olga, mira)
    set_profile(user=rosa.pk, communities=[], countries=["KP"], by=admin)
    assert case_for(approved).second is None
    line = AuditLine.objects.latest("number")
    assert line.details == '{"account":"rosa","change":"profile"}'
    assert "Saebyeol" not in str(list(AuditLine.objects.values_list("details", flat=True)))


def test_nobody_else_notes_anything(mira: User, rosa: User) -> None:
    for stranger in (mira, rosa, person("eva")):
        with pytest.raises(NotYours):
            set_profile(user=mira.pk, communities=["Saebyeol"], countries=[], by=stranger)
    with pytest.raises(NotYours):
        set_profile(user=999_999, communities=[], countries=[], by=overseer())


def test_roles_are_counted_where_they_were_given_and_nowhere_else() -> None:
    ann = moderator("ann")
    person("eva")
    releaser("rosa")
    User.objects.create(username="chief", password="!", is_superuser=True)
    assert list(staff.holders(MODERATE)) == [ann]
    both = person("bo", MODERATORS, RELEASERS)
    assert list(staff.holders(MODERATE).order_by("pk")) == [ann, both]


words = st.sampled_from(["KP", "KR", "ER", "Zaghawa", "zaghawas", "Fur", "Rom", "Roma", "북한"])
profiles = st.lists(
    st.tuples(
        st.lists(words, max_size=2), st.lists(st.sampled_from(["KP", "KR", "RO"]), max_size=2)
    ),
    max_size=4,
)


@rules(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profiles, st.lists(words, max_size=3))
def test_whatever_the_team_and_the_wish_are_nobody_reads_against_it(
    db: Any, folder: Any, team: list[Any], wish: list[str]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        for number, (communities, countries) in enumerate(team):
            moderator(f"m{number}", communities=communities, countries=countries)
        given = moderator_of(sent(telling(not_read_by=tuple(wish))))
        fits = [one for one in staff.people(MODERATE) if may_read(one, wish)]
        if given is None:
            assert fits == []
        else:
            assert given.pk in {one.id for one in fits}
        transaction.set_rollback(True)


def test_the_control_a_draw_without_the_wish_would_be_noticed(monkeypatch: Any) -> None:
    """With the rule switched off somebody who was shut out is given the story."""
    ann = moderator("ann", countries=["KP"])

    def careless(_person: Person, _wish: Any) -> bool:
        return True

    monkeypatch.setattr("farshore.moderation.actions.assigning.may_read", careless)
    assert moderator_of(sent(telling(not_read_by=("KP",)))) == ann
