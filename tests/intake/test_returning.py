"""What the holder of a code does with a story that was sent. The team's side is the real one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from farshore.intake import actions, queries
from farshore.intake.errors import NotNow, UnknownHand, UnknownPart
from farshore.intake.models import Change, Message, Status, Submission
from farshore.moderation.actions.hiding import hide_now, show_again
from farshore.moderation.models import Crossing
from farshore.stories.models import Story
from farshore.vault import blobs
from farshore.vault.models import Blob, StoryKey
from tests.intake.making import (
    SECRET,
    keys,
    proposed,
    released,
    sent,
    sent_with_picture,
    telling,
    waypoint,
)

pytestmark = pytest.mark.django_db(transaction=True)


def _status(row: Submission) -> tuple[str, str]:
    row.refresh_from_db()
    return row.status, row.slug


def test_an_answer_is_sealed_and_sets_the_story_going_again() -> None:
    mine, row = sent()
    Submission.objects.update(status=Status.ASKED)
    actions.answer(keys=mine, text=f"It was {SECRET}.")
    assert SECRET.encode() not in bytes(Message.objects.get().sealed)
    assert [(one.from_team, one.text) for one in queries.conversation(row)] == [
        (False, f"It was {SECRET}.")
    ]
    assert _status(row)[0] == Status.IN_REVIEW


@pytest.mark.parametrize(
    ("where", "text"), [("text", f"Then {SECRET} came."), ("w2", "And the lamp.")]
)
def test_a_cut_happens_only_with_a_yes(where: str, text: str) -> None:
    mine, row = sent(telling(waypoints=(waypoint(1), waypoint(2, text="And the lamp."))))
    no, yes = (proposed(row, "cut", where=where, text=text) for _ in range(2))
    actions.decide(keys=mine, change_id=str(no.pk), accept=False)
    row.refresh_from_db()
    assert queries.read(row) == queries.read(queries.submission(row.pk))
    assert text in repr(queries.read(row))
    actions.decide(keys=mine, change_id=str(yes.pk), accept=True)
    row.refresh_from_db()
    assert text not in repr(queries.read(row))
    assert row.status == Status.IN_REVIEW
    states = dict(Change.objects.values_list("pk", "state"))
    assert states == {no.pk: "declined", yes.pk: "accepted"}


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("We met Min there.", "We met there."),
        ("Min met us.\nMin wept.", "met us.\nwept."),
        ("We met Min.", "We met ."),
        ("MinMin  Min", " "),
    ],
)
def test_a_cut_leaves_no_space_too_many_and_touches_nothing_else(told: str, left: str) -> None:
    mine, row = sent(telling(text=told))
    change = proposed(row, "cut", where="text", text="Min")
    actions.decide(keys=mine, change_id=str(change.pk), accept=True)
    row.refresh_from_db()
    assert queries.read(row).text == left


def test_a_cover_is_painted_in_and_the_bare_picture_ends(folder: Path) -> None:
    mine, row = sent_with_picture()
    (picture,) = queries.read(row).pictures
    bare, old = queries.picture_bytes(row, picture.id), set(blobs.names(folder / "vault"))
    change = proposed(row, "cover", where=picture.id, tiles=[0, 1, 2])
    actions.decide(keys=mine, change_id=str(change.pk), accept=True)
    row.refresh_from_db()
    (again,) = queries.read(row).pictures
    assert again.is_covered and queries.picture_bytes(row, picture.id) != bare
    assert not old & blobs.names(folder / "vault")


def test_what_was_not_proposed_to_this_story_cannot_be_decided() -> None:
    mine, _row = sent()
    _other, strange = sent()
    theirs = proposed(strange, "cut", where="text", text="First.")
    for change_id in (str(theirs.pk), "nonsense", ""):
        with pytest.raises(UnknownPart):
            actions.decide(keys=mine, change_id=change_id, accept=True)
    assert Change.objects.get().state == "proposed"


def test_before_release_hiding_holds_a_story_back_until_it_may_go_on() -> None:
    mine, row = sent()
    Submission.objects.update(status=Status.SCHEDULED, due_on="2026-12-01")
    actions.hide(keys=mine)
    assert _status(row) == (Status.HIDDEN, "") and row.due_on is None
    actions.show_again(keys=mine)
    assert _status(row) == (Status.IN_REVIEW, "")


@pytest.mark.promise("P-15")
def test_after_release_hiding_takes_it_off_and_showing_puts_it_back() -> None:
    mine, row = sent()
    slug = released(row)
    actions.hide(keys=mine)
    assert _status(row)[0] == Status.HIDDEN and Story.objects.get(slug=slug).hidden
    actions.show_again(keys=mine)
    assert _status(row)[0] == Status.RELEASED and not Story.objects.get(slug=slug).hidden


def test_what_the_team_hid_its_teller_does_not_show() -> None:
    mine, row = sent()
    slug = released(row)
    actions.hide(keys=mine)
    Crossing.objects.update(hidden_by_team=True)
    with pytest.raises(NotNow):
        actions.show_again(keys=mine)
    assert Story.objects.get(slug=slug).hidden


def test_what_the_team_hid_its_teller_can_keep_hidden_too() -> None:
    """Else the team's "show again" would bring back what its teller wants gone."""
    mine, row = sent()
    slug = released(row)
    boss = User.objects.create_superuser("boss", password="x")
    hide_now(slug=slug, by=boss)
    actions.hide(keys=mine)
    assert show_again(slug=slug, by=boss) is False
    assert Story.objects.get(slug=slug).hidden
    actions.show_again(keys=mine)
    assert not Story.objects.get(slug=slug).hidden


@pytest.mark.promise("P-18")
def test_a_change_is_asked_for_once_it_is_out_and_nothing_is_shown_back() -> None:
    mine, row = sent()
    with pytest.raises(NotNow):
        actions.ask_change(keys=mine, text="Please")
    released(row)
    actions.ask_change(keys=mine, text="Please take the name out.")
    with pytest.raises(NotNow):
        actions.answer(keys=mine, text="No")
    assert _status(row)[0] == Status.RELEASED
    assert [one.text for one in queries.conversation(row)] == ["Please take the name out."]


@pytest.mark.promise("P-16")
@pytest.mark.parametrize("is_out", [False, True])
def test_taking_back_leaves_nothing_private_and_nothing_public(is_out: bool, folder: Path) -> None:
    mine, row = sent_with_picture()
    actions.answer(keys=mine, text="A word")
    actions.reopen(keys=mine)
    if is_out:
        released(row)
    actions.withdraw(keys=mine)
    actions.withdraw(keys=mine)
    for model in (Submission, StoryKey, Blob, Message, Change, Story, Crossing):
        assert not model.objects.exists(), model  # type: ignore[attr-defined]
    assert blobs.names(folder / "vault") == set()
    assert blobs.names(folder / "uploads") == set()
    with pytest.raises(UnknownHand):
        queries.submission_of(mine)


def test_opening_a_story_again_keeps_changes_that_were_begun() -> None:
    mine, _row = sent_with_picture()
    actions.reopen(keys=mine)
    first = queries.draft(mine)
    actions.change(keys=mine, by=lambda _now: telling(title="Begun"))
    actions.reopen(keys=mine)
    assert queries.draft(mine).title == "Begun"
    assert first.pictures[0].thumb


@pytest.mark.parametrize("act", [actions.hide, actions.show_again, actions.reopen])
def test_a_strange_code_does_nothing(act: Callable[..., None]) -> None:
    _mine, row = sent()
    with pytest.raises(UnknownHand):
        act(keys=keys())
    assert _status(row) == (Status.SENT, "")


def test_a_story_that_is_out_is_not_opened_again() -> None:
    mine, row = sent()
    released(row)
    with pytest.raises(NotNow):
        actions.reopen(keys=mine)
