"""May the film's team ask? The teller answers behind the code, and nothing else changes."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farshore.intake import actions, queries
from farshore.intake.errors import NotNow, UnknownPart
from farshore.intake.interviews import WAYS, Request
from farshore.intake.models import Interview, Status, Submission
from farshore.kernel.codes import Keys
from tests.intake.making import Teller, released, sent
from tests.markup import Markup
from tests.privacy.searching import database, files, found

pytestmark = pytest.mark.django_db(transaction=True)

WHO = "Kaleva the director"
SAID = Request(
    WHO, "The Lamp", ("hands", "altered"), "The way there.", "That nobody knows your hands."
)


@pytest.fixture
def story(teller: Teller) -> tuple[Keys, Submission]:
    """A story that was sent, and asked for; its teller is at its page."""
    mine, row = sent()
    actions.ask_interview(row=row, said=SAID)
    teller.post("/return/", hand=mine.hand(), go="status")
    return mine, row


def asked(row: Submission) -> Interview:
    return Interview.objects.get(submission=row)


def stands(row: Submission) -> dict[str, object]:
    """Everything that is written about a story beside what its teller answered."""
    told = Submission.objects.filter(pk=row.pk).values().get()
    return {name: bytes(v) if isinstance(v, memoryview) else v for name, v in told.items()}


def test_the_teller_sees_who_asks_for_what_and_what_cannot_be_promised(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    for words in (WHO, "The Lamp", "The way there.", "That nobody knows your hands."):
        assert words in teller.page
    assert str(WAYS["hands"]) in teller.page and str(WAYS["altered"]) in teller.page
    assert str(WAYS["face"]) not in teller.page
    assert "your story is treated the same whatever you say" in teller.page
    assert Markup(teller.page).faults == []


def test_a_story_that_nobody_asked_for_has_nothing_of_it(teller: Teller) -> None:
    mine, _row = sent()
    teller.post("/return/", hand=mine.hand(), go="status")
    assert "may we ask you" not in teller.page.partition("What you said yes to")[0]


@pytest.mark.promise("P-44")
@pytest.mark.parametrize("answer", ["yes", "no", "later", "never"])
def test_an_answer_changes_nothing_else(
    story: tuple[Keys, Submission], teller: Teller, answer: str
) -> None:
    _mine, row = story
    before = stands(row)
    teller.deed(f"interview:{answer}:{asked(row).pk}")
    assert asked(row).answer == answer
    assert stands(row) == before
    assert queries.conversation(row) == []


def test_yes_leads_to_the_sealed_contact_and_can_become_no(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    _mine, row = story
    teller.deed(f"interview:yes:{asked(row).pk}")
    assert "leave a sealed way to reach you" in teller.page
    assert "How we may reach you" in teller.page
    teller.deed(f"interview:no:{asked(row).pk}")
    assert asked(row).answer == "no" and "treated the same" in teller.page


def test_who_is_never_asked_again_can_let_them_ask_again(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    _mine, row = story
    teller.deed(f"interview:never:{asked(row).pk}")
    assert queries.never_asked_again(row)
    Interview.objects.update(sealed=b"")
    teller.deed("status")
    assert WHO not in teller.page and "do not ask again" in teller.page
    teller.deed(f"interview:yes:{asked(row).pk}")  # to words that are gone nobody says yes
    assert asked(row).answer == "never"
    teller.deed(f"interview:no:{asked(row).pk}")
    assert not queries.never_asked_again(row)


@pytest.mark.parametrize(
    "what", ["interview", "interview:", "interview:yes", "interview:yes:x", "interview:waiting:{}"]
)
def test_what_is_no_answer_does_nothing(
    story: tuple[Keys, Submission], teller: Teller, what: str
) -> None:
    _mine, row = story
    teller.deed(what.format(asked(row).pk))
    assert asked(row).answer == "waiting" and teller.status == 200


def test_a_stranger_and_an_unknown_id_answer_nothing(story: tuple[Keys, Submission]) -> None:
    _mine, row = story
    other, _theirs = sent()
    for keys, name in ((other, str(asked(row).pk)), (story[0], str(uuid4()))):
        with pytest.raises(UnknownPart):
            actions.answer_interview(keys=keys, interview=name, answer="yes")
    assert asked(row).answer == "waiting"


def test_nothing_is_answered_by_get(teller: Teller) -> None:
    assert teller.get("/return/?go=interview:yes:1").status == 200
    assert not Interview.objects.exists()


@pytest.mark.promise("P-44")
def test_after_release_whoever_has_the_code_neither_sees_nor_answers_it(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    mine, row = story
    released(row)
    other = Teller()
    strange, bare = sent()
    released(bare)
    pages = []
    for person, keys in ((teller, mine), (other, strange)):
        person.post("/return/", hand=keys.hand(), go="status")
        pages.append(
            person.page.replace(person.field("hand"), "").replace(person.field("nonce"), "")
        )
    assert pages[0] == pages[1]
    with pytest.raises(NotNow):
        actions.answer_interview(keys=mine, interview=str(asked(row).pk), answer="yes")
    teller.deed(f"interview:never:{asked(row).pk}")
    assert asked(row).answer == "waiting" and "do not ask again" not in teller.page


def test_what_was_asked_lies_nowhere_readable(story: tuple[Keys, Submission], folder: Path) -> None:
    everywhere = [*files(folder), *database()]
    assert found([WHO.encode()], everywhere) == []
    planted = [*everywhere, ("the control", f"x {WHO} y".encode())]
    assert found([WHO.encode()], planted) != []


def test_it_ends_with_its_story(story: tuple[Keys, Submission]) -> None:
    actions.withdraw(keys=story[0])
    assert not Interview.objects.exists()


def test_sending_anew_keeps_what_was_asked_and_answered(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    mine, row = story
    teller.deed(f"interview:never:{asked(row).pk}")
    actions.reopen(keys=mine)
    actions.send(keys=mine)
    assert queries.never_asked_again(queries.submission(row.pk))


def test_the_page_costs_the_same_however_often_one_was_asked(teller: Teller) -> None:
    mine, row = sent()
    counts = []
    for _number in range(3):
        actions.ask_interview(row=row, said=SAID)
        teller.post("/return/", hand=mine.hand(), go="status")
        with CaptureQueriesContext(connection) as told:
            teller.deed("status")
        counts.append(sum(one["sql"].startswith("SELECT") for one in told.captured_queries))
    assert len(set(counts)) == 1, counts
    assert len(re.findall(r'value="interview:yes:', teller.page)) == 3


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.REJECTED])
def test_somebody_whose_story_is_held_back_or_not_taken_can_still_say_no(
    story: tuple[Keys, Submission], teller: Teller, status: Status
) -> None:
    mine, row = story
    Submission.objects.filter(pk=row.pk).update(status=status)
    actions.answer_interview(keys=mine, interview=str(asked(row).pk), answer="no")
    assert asked(row).answer == "no"
