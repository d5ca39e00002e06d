"""From a draft under a code to the public and back: every room does its own part."""

import dataclasses
import os

import pytest
from django.contrib.auth.models import User

from farshore.intake import actions as teller
from farshore.intake import queries as intake
from farshore.intake.errors import NotNow, UnknownHand
from farshore.intake.models import Status
from farshore.intake.telling import Telling
from farshore.kernel.codes import Keys
from farshore.moderation.actions.asking import propose_cut
from farshore.moderation.actions.hiding import hide_now
from farshore.moderation.actions.releasing import release_due, release_story
from farshore.moderation.models import Case
from farshore.stories.models import Rendition, Story
from tests.moderation.making import agreed_by_two, case_for, far_off, master, telling

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keys() -> Keys:
    return Keys(find=os.urandom(32), open=os.urandom(32))


def drafted(keys: Keys) -> None:
    """A draft with a picture in which somebody is covered."""
    teller.begin(keys=keys, telling=telling())
    made = teller.add_picture(keys=keys, data=master().data, number="1")
    name = made.pictures[0].id
    teller.cover_picture(keys=keys, telling=made, picture_id=name, tiles={0, 1, 12, 13})

    def said(told: Telling) -> Telling:
        one = dataclasses.replace(told.pictures[0], people="covered")
        return dataclasses.replace(told, pictures=(one,))

    teller.change(keys=keys, by=said)


def test_a_story_goes_all_the_way_and_comes_back_for_good(
    keys: Keys, mira: User, rosa: User
) -> None:
    drafted(keys)
    teller.send(keys=keys)
    row = intake.submission_of(keys)
    assert case_for(row).moderator == mira
    propose_cut(case=case_for(row).pk, by=mira, where="title", text="late")
    teller.decide(keys=keys, change_id=intake.proposals(row)[0].id, accept=True)
    agreed_by_two(row, mira, rosa)
    slug = release_story(submission=row.pk)
    assert Story.objects.get().title.split() == ["The", "ice"]
    assert Rendition.objects.filter(media__story__slug=slug).count() == 3
    teller.hide(keys=keys)
    assert Story.objects.get().hidden
    teller.show_again(keys=keys)
    hide_now(slug=slug, by=mira)
    with pytest.raises(NotNow):
        teller.show_again(keys=keys)
    teller.withdraw(keys=keys)
    assert not Story.objects.exists() and not Case.objects.exists()
    with pytest.raises(UnknownHand):
        intake.submission_of(keys)


def test_a_teller_who_changes_it_before_its_day_is_read_again(
    keys: Keys, mira: User, rosa: User
) -> None:
    drafted(keys)
    teller.send(keys=keys)
    agreed_by_two(intake.submission_of(keys), mira, rosa)
    teller.reopen(keys=keys)
    assert release_due(far_off()) == 0
    teller.send(keys=keys)
    row = intake.submission_of(keys)
    assert row.status == Status.SENT and case_for(row).approved_by is None
    assert release_due(far_off()) == 0
    agreed_by_two(row, mira, rosa)
    assert release_due(far_off()) == 1


def test_a_teller_who_takes_it_back_before_its_day_is_never_published(
    keys: Keys, mira: User, rosa: User
) -> None:
    drafted(keys)
    teller.send(keys=keys)
    agreed_by_two(intake.submission_of(keys), mira, rosa)
    teller.withdraw(keys=keys)
    assert release_due(far_off()) == 0
    assert not Story.objects.exists()
