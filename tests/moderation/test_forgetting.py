"""Old messages vanish, and nothing that somebody has yet to read."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from farshore.intake import queries as intake
from farshore.intake.actions.returning import say
from farshore.intake.models import Message, Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions.forgetting import forget_messages
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.models import Case
from farshore.moderation.queries.content import content_of
from tests.moderation.making import agreed_by_two, case_for, sent

pytestmark = pytest.mark.django_db

NOW = clock.now()
DAYS = 60
WAITING = (Status.SENT, Status.IN_REVIEW, Status.ASKED)


def spoken(row: Submission, *, age: int, from_team: bool = False, text: str = "Words") -> Message:
    """A message of so many days ago."""
    say(row=row, text=text, from_team=from_team)
    found = Message.objects.filter(submission=row).latest("number")
    Message.objects.filter(pk=found.pk).update(day=NOW.date() - timedelta(days=age))
    return found


def stands(row: Submission, status: Status, slug: str = "") -> None:
    Submission.objects.filter(pk=row.pk).update(status=status, slug=slug)


@tried(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    status=st.sampled_from([one for one in Status if one != Status.WITHDRAWN]),
    public=st.booleans(),
    age=st.integers(0, 2 * DAYS),
    from_team=st.booleans(),
    heard=st.booleans(),
)
def test_what_vanishes_is_old_and_waited_for_by_nobody(
    settings: Any, status: Status, public: bool, age: int, from_team: bool, heard: bool
) -> None:
    settings.MESSAGE_DAYS = DAYS
    row = sent()
    message = spoken(row, age=age, from_team=from_team)
    slug = "lamp-ice-late" if status == Status.RELEASED or public else ""
    stands(row, status, slug if status in (Status.RELEASED, Status.HIDDEN) else "")
    Case.objects.filter(submission=row).update(heard=message.number if heard else 0)
    forget_messages(NOW)
    row.refresh_from_db()
    waits = status in WAITING or (status == Status.HIDDEN and not row.slug)
    unread = bool(row.slug) and not from_team and not heard
    vanished = intake.conversation(row) == []
    assert vanished == (age > DAYS and not waits and not unread)
    row.delete()


def test_what_two_people_agreed_to_still_crosses_when_messages_have_vanished(
    mira: User, rosa: User
) -> None:
    row = sent()
    spoken(row, age=DAYS + 1)
    agreed_by_two(row, mira, rosa)
    before = content_of(row)
    assert forget_messages(NOW) == 1
    assert content_of(row) == before
    assert release_story(submission=row.pk)


def test_the_next_message_is_still_noticed(mira: User) -> None:
    row = sent()
    spoken(row, age=DAYS + 1, from_team=True)
    stands(row, Status.REJECTED)
    forget_messages(NOW)
    say(row=row, text="Once more", from_team=False)
    assert [one.text for one in intake.conversation(row)] == ["Once more"]
    assert Message.objects.filter(submission=row).latest("number").number == 2
    assert case_for(row).moderator == mira


def test_the_sealed_words_go_and_the_row_stays(mira: User) -> None:
    row = sent()
    sealed = bytes(spoken(row, age=DAYS + 1).sealed)
    stands(row, Status.REJECTED)
    assert bytes(Message.objects.get().sealed) == sealed  # the control: they were there
    assert forget_messages(NOW) == 1
    assert bytes(Message.objects.get().sealed) == b""
    assert forget_messages(NOW) == 0
    assert case_for(row).moderator == mira
