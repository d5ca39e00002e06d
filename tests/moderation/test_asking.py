"""Reading, asking, proposing: nothing of a story changes without its teller's yes."""

import pytest
from django.contrib.auth.models import User

from farshore.intake import queries as intake
from farshore.intake.actions.returning import decide
from farshore.intake.models import Status, Submission
from farshore.kernel.codes import Keys
from farshore.moderation.actions.asking import ask, open_case, propose_cover, propose_cut, reject
from farshore.moderation.actions.deciding import approve
from farshore.moderation.errors import NotInTheText, NotNow, NotYours, NoWords, UnknownPart
from farshore.moderation.models import Act, AuditLine, Reader
from tests.moderation.making import (
    case_for,
    moderator,
    person,
    picture,
    seen,
    sent,
    telling,
)

pytestmark = pytest.mark.django_db


def keys_for(row: Submission) -> Keys:
    """The teller's keys, of a story that was made without their code."""
    keys = Keys(find=bytes(32), open=bytes(range(32)))
    Submission.objects.filter(pk=row.pk).update(find=keys.find_id())
    return keys


def test_opening_a_story_tells_its_teller_and_is_written_down_once(mira: User) -> None:
    row = sent()
    for _ in range(3):
        open_case(case=case_for(row).pk, by=mira)
    row.refresh_from_db()
    assert row.status == Status.IN_REVIEW
    assert Reader.objects.filter(user=mira).count() == 1
    assert list(AuditLine.objects.values_list("staff", "act")) == [("mira", Act.READ)]


def test_nobody_else_opens_it(mira: User, rosa: User) -> None:
    row = sent()
    for stranger in (rosa, moderator("olga"), person("eva")):
        with pytest.raises(NotYours):
            open_case(case=case_for(row).pk, by=stranger)
    assert not AuditLine.objects.exists()


def test_a_question_waits_for_the_teller_and_is_sealed(mira: User) -> None:
    row = sent()
    ask(case=case_for(row).pk, by=mira, text="  Where was that?  ")
    row.refresh_from_db()
    assert row.status == Status.ASKED
    spoken = intake.conversation(row)
    assert [(one.from_team, one.text) for one in spoken] == [(True, "Where was that?")]
    assert b"Where" not in bytes(row.messages.get().sealed)


def test_nobody_is_asked_or_turned_away_without_words(mira: User) -> None:
    row = sent()
    with pytest.raises(NoWords):
        ask(case=case_for(row).pk, by=mira, text=" \n ")
    with pytest.raises(NoWords):
        reject(case=case_for(row).pk, by=mira, reason="")
    with pytest.raises(NoWords):
        propose_cut(case=case_for(row).pk, by=mira, where="text", text=" ")
    row.refresh_from_db()
    assert row.status == Status.SENT


def test_a_story_that_is_not_taken_says_why(mira: User) -> None:
    row = sent()
    reject(case=case_for(row).pk, by=mira, reason="It names somebody who is at risk.")
    row.refresh_from_db()
    assert row.status == Status.REJECTED
    assert intake.conversation(row)[0].text == "It names somebody who is at risk."


@pytest.mark.parametrize("status", ["approved", "scheduled", "released", "hidden", "rejected"])
def test_after_the_reading_nothing_is_asked_or_proposed(
    mira: User, rosa: User, status: str
) -> None:
    row = sent()
    Submission.objects.filter(pk=row.pk).update(status=status)
    case = case_for(row).pk
    with pytest.raises(NotNow):
        ask(case=case, by=mira, text="?")
    with pytest.raises(NotNow):
        reject(case=case, by=mira, reason="?")
    with pytest.raises(NotNow):
        propose_cut(case=case, by=mira, where="text", text="First.")


def test_the_second_person_neither_asks_nor_proposes(mira: User, rosa: User) -> None:
    row = sent()
    case = case_for(row)
    approve(case=case.pk, by=mira, seen=seen(mira, case))
    with pytest.raises(NotYours):
        ask(case=case.pk, by=rosa, text="?")
    with pytest.raises(NotYours):
        propose_cut(case=case.pk, by=rosa, where="text", text="First.")


@pytest.mark.promise("P-11")
def test_words_go_only_when_the_teller_says_yes(mira: User) -> None:
    row = sent()
    propose_cut(case=case_for(row).pk, by=mira, where="text", text="First.")
    row.refresh_from_db()
    assert row.status == Status.ASKED
    assert "First." in intake.read(row).text
    proposal = intake.proposals(row)[0]
    decide(keys=keys_for(row), change_id=proposal.id, accept=True)
    row.refresh_from_db()
    assert row.status == Status.IN_REVIEW
    assert "First." not in intake.read(row).text


def test_a_no_leaves_every_word_and_the_story_is_read_on(mira: User) -> None:
    row = sent()
    before = bytes(row.payload)
    propose_cut(case=case_for(row).pk, by=mira, where="text", text="First.")
    decide(keys=keys_for(row), change_id=intake.proposals(row)[0].id, accept=False)
    row.refresh_from_db()
    assert (row.status, bytes(row.payload)) == (Status.IN_REVIEW, before)


@pytest.mark.parametrize("where", ["title", "text", "teller", "w1", "w2"])
def test_a_cut_may_be_proposed_in_every_part(mira: User, where: str) -> None:
    row = sent()
    words = {"title": "late", "text": "First.", "teller": "M.", "w1": "I left.", "w2": "Here I"}
    propose_cut(case=case_for(row).pk, by=mira, where=where, text=words[where])
    assert intake.proposals(row)[0].where == where


@pytest.mark.parametrize(
    "where, words",
    [("text", "Second."), ("title", "First."), ("nowhere", "First."), ("w1", "Here")],
)
def test_words_that_do_not_stand_there_cannot_be_cut(mira: User, where: str, words: str) -> None:
    row = sent()
    with pytest.raises(NotInTheText):
        propose_cut(case=case_for(row).pk, by=mira, where=where, text=words)
    row.refresh_from_db()
    assert row.status == Status.SENT


def test_lines_that_a_browser_has_ended_its_way_are_still_found(mira: User) -> None:
    row = sent()
    propose_cut(case=case_for(row).pk, by=mira, where="text", text="First.\r\n\r\nThen")
    assert intake.proposals(row)[0].text == "First.\n\nThen"


@pytest.mark.promise("P-11")
def test_a_cover_is_painted_only_when_the_teller_says_yes(mira: User) -> None:
    row = sent(telling(pictures=(picture(people="covered"),)))
    one = intake.read(row).pictures[0]
    before = intake.picture_bytes(row, one.id)
    propose_cover(case=case_for(row).pk, by=mira, picture=one.id, tiles={0, 1, 500, -3})
    assert intake.proposals(row)[0].tiles == (0, 1)
    assert intake.picture_bytes(row, one.id) == before
    decide(keys=keys_for(row), change_id=intake.proposals(row)[0].id, accept=True)
    row.refresh_from_db()
    assert intake.picture_bytes(row, one.id) != before
    assert intake.read(row).pictures[0].painted


def test_a_cover_needs_tiles_and_a_picture(mira: User) -> None:
    row = sent(telling(pictures=(picture(),)))
    one = intake.read(row).pictures[0].id
    with pytest.raises(NoWords):
        propose_cover(case=case_for(row).pk, by=mira, picture=one, tiles={999})
    with pytest.raises(UnknownPart):
        propose_cover(case=case_for(row).pk, by=mira, picture="nothing", tiles={1})


@pytest.mark.promise("P-11")
def test_staff_cannot_reword() -> None:
    """There is no act that takes new words into a story: only the teller's own, and cuts."""
    from farshore.moderation import actions
    from farshore.moderation.actions import asking, assigning, deciding, ending, hiding, releasing

    modules = (actions, asking, assigning, deciding, ending, hiding, releasing)
    writes = [name for module in modules for name in vars(module) if name == "to_bytes"]
    assert writes == []
