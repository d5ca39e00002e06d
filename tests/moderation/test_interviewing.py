"""Asking a teller for the film: who may ask whom, and when not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from farshore.intake import queries as intake
from farshore.intake.consent import Yes
from farshore.intake.interviews import Request
from farshore.intake.models import Interview, Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions.deciding import approve
from farshore.moderation.actions.forgetting import forget_messages
from farshore.moderation.actions.interviewing import ask_for_film
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import (
    AlreadyAsked,
    AskNoMore,
    Incomplete,
    NotAskable,
    NotNow,
    NotOfTheYoung,
    NotYours,
)
from farshore.moderation.models import Act, AuditLine
from tests.moderation.making import (
    agreed_by_two,
    case_for,
    moderator,
    overseer,
    person,
    seen,
    sent,
    telling,
)
from tests.staff import enter

pytestmark = pytest.mark.django_db

WHO = "Kaleva the director"
SAID = Request(WHO, "The Lamp", ("hands",), "Nothing.", "That nobody knows your hands.")
FILM = (Yes("site", "2026-11-20"), Yes("film", "2026-11-20"))


def story(**more: Any) -> Submission:
    """Sent by somebody who may be asked for the film."""
    return sent(telling(**({"uses": FILM} | more)))


def ask(row: Submission, by: User, said: Request = SAID) -> None:
    ask_for_film(case=case_for(row).pk, by=by, said=said)


def test_it_waits_sealed_under_the_code_and_the_log_says_only_that(mira: User) -> None:
    row = story()
    before = Submission.objects.values("status", "changed_on").get()
    ask(row, mira)
    (one,) = intake.interviews(row)
    assert one.said == SAID and one.answer == "waiting" and one.day == clock.today()
    assert WHO.encode() not in bytes(Interview.objects.get().sealed)
    assert Submission.objects.values("status", "changed_on").get() == before
    line = AuditLine.objects.get(act=Act.ASKED_FOR_FILM)
    assert (line.staff, json.loads(line.details)) == ("mira", {})


def test_only_whoever_reads_the_story_asks(mira: User, rosa: User) -> None:
    row = story()
    for stranger in (rosa, moderator("olga"), person("eva", "Editors"), overseer()):
        with pytest.raises(NotYours):
            ask(row, stranger)
    assert not Interview.objects.exists()


@pytest.mark.promise("P-44")
def test_nobody_is_asked_who_did_not_say_yes_to_it(mira: User) -> None:
    ended = (clock.today() - timedelta(days=1)).isoformat()
    for uses in (FILM[:1], (Yes("film", "2025-01-01", until=ended),)):
        with pytest.raises(NotAskable):
            ask(story(uses=uses), mira)
    assert not Interview.objects.exists()


@pytest.mark.promise("P-44")
def test_nobody_is_asked_who_said_do_not_ask_again(mira: User) -> None:
    row = story()
    ask(row, mira)
    Interview.objects.update(answer="never", sealed=b"")
    with pytest.raises(AskNoMore):
        ask(row, mira)
    page = enter(Client(), mira).get(reverse("moderation:review", args=[case_for(row).pk]))
    assert "do not ask again" in page.content.decode()
    assert reverse("moderation:interview", args=[case_for(row).pk]) not in page.content.decode()


def test_one_request_waits_at_a_time(mira: User) -> None:
    row = story()
    ask(row, mira)
    with pytest.raises(AlreadyAsked):
        ask(row, mira)
    Interview.objects.update(answer="later")
    ask(row, mira)
    assert Interview.objects.count() == 2


@pytest.mark.parametrize("part", ["who", "film", "ways", "paid", "cannot"])
def test_no_part_is_left_open(mira: User, part: str) -> None:
    import dataclasses

    empty: Any = {part: () if part == "ways" else ""}
    with pytest.raises(Incomplete):
        ask(story(), mira, dataclasses.replace(SAID, **empty))


@pytest.mark.parametrize(("way", "refused"), [("face", True), ("voice", True), ("words", False)])
def test_of_a_young_teller_neither_face_nor_voice_is_asked_for(
    mira: User, way: str, refused: bool
) -> None:
    row = story(young="yes", guardian="yes")
    said = Request(WHO, "The Lamp", (way,), "Nothing.", "Much.")
    if refused:
        with pytest.raises(NotOfTheYoung):
            ask(row, mira, said)
    else:
        ask(row, mira, said)
    assert Interview.objects.exists() is not refused


@pytest.mark.parametrize("status", list(Status))
def test_it_is_asked_before_release_and_not_after(mira: User, status: Status) -> None:
    row = story()
    Submission.objects.filter(pk=row.pk).update(status=status)
    open_to = {Status.SENT, Status.IN_REVIEW, Status.ASKED, Status.APPROVED, Status.SCHEDULED}
    if status in open_to:
        ask(row, mira)
    else:
        with pytest.raises(NotNow):
            ask(row, mira)


def test_what_two_agreed_to_stands_whatever_is_asked_and_answered(mira: User, rosa: User) -> None:
    row = story()
    agreed_by_two(row, mira, rosa)
    ask(row, mira)
    Interview.objects.update(answer="yes")
    release_story(submission=row.pk)
    row.refresh_from_db()
    assert row.status == Status.RELEASED


def test_the_releaser_is_told_that_afterwards_nobody_can_ask(mira: User, rosa: User) -> None:
    row = story()
    case = case_for(row)
    approve(case=case.pk, by=mira, seen=seen(mira, case))
    address = reverse("moderation:review", args=[case.pk])
    page = enter(Client(), rosa).get(address).content.decode()
    assert "nobody can ask its teller for the film any more" in page
    assert "waits for an answer that it will not get" not in page
    ask(row, mira)
    page = enter(Client(), rosa).get(address).content.decode()
    assert "waits for an answer that it will not get" in page


def test_a_moderator_asks_from_the_storys_page_and_reads_the_answer(mira: User) -> None:
    row = story()
    client, case = enter(Client(), mira), case_for(row)
    address = reverse("moderation:interview", args=[case.pk])
    form = {"who": WHO, "film": "The Lamp", "ways": ["hands", "sword"], "paid": "Nothing."}
    answer = client.post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Please fill in every part" in page
    assert WHO in page and 'value="hands" checked' in page
    assert client.post(address, {**form, "cannot": "Much."}).status_code == 302
    page = client.get(reverse("moderation:review", args=[case.pk])).content.decode()
    assert "waiting for the teller" in page and WHO in page
    Interview.objects.update(answer="no")
    page = client.get(reverse("moderation:review", args=[case.pk])).content.decode()
    assert "<strong>no</strong>" in page


@pytest.mark.parametrize("answer", ["waiting", "yes", "no", "never"])
def test_its_words_vanish_by_the_clock_of_messages_and_its_answer_stays(
    mira: User, settings: Any, answer: str
) -> None:
    settings.MESSAGE_DAYS = 60
    row = story()
    ask(row, mira)
    old = clock.today() - timedelta(days=61)
    Interview.objects.update(answer=answer, day=old)
    forget_messages(clock.now())
    assert intake.interviews(row)[0].said == SAID  # the story waits to be read
    Submission.objects.update(status=Status.APPROVED)
    forget_messages(clock.now())
    (one,) = intake.interviews(row)
    assert one.answer == answer
    assert (one.said is None) is (answer != "waiting")
