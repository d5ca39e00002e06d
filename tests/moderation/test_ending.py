"""Taken back for good: no row, no file, no key; a tombstone that names nobody."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection

from farshore.intake import models as intake
from farshore.intake.actions.returning import say
from farshore.intake.models import Draft, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.asking import ask, propose_cut
from farshore.moderation.actions.ending import withdraw, withdraw_public
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Act, AuditLine, Case, Concern, Crossing, Reader
from farshore.press.actions import press_waiting
from farshore.stories.models import Media, Story
from farshore.vault.models import Blob, StoryKey
from tests.moderation.making import (
    SECRET,
    agreed_by_two,
    case_for,
    moderator,
    person,
    picture,
    releaser,
    sent,
    telling,
)
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)

Public = Callable[[], Submission]


@pytest.fixture
def public(mira: User, rosa: User) -> Public:
    """Makes a story with a picture, a message and a concern, that is on the site."""

    def make() -> Submission:
        row = sent(telling(pictures=(picture(),)))
        say(row=row, text=f"{SECRET} says hello.", from_team=False)
        agreed_by_two(row, mira, rosa)
        release_story(submission=row.pk)
        row.refresh_from_db()
        registry.request("concern_story", slug=row.slug, text=f"{SECRET} is me.")
        return row

    return make


def private_rows() -> dict[str, int]:
    models = (
        Submission, intake.Picture, intake.Recording, intake.Message, intake.Change, Case, Reader,
        Crossing, Concern, StoryKey, Blob, Story, Media,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models if model.objects.exists()}


def every_byte(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for path in (Path(name), Path(f"{name}-wal")):
            if path.exists():
                yield path.read_bytes()


@pytest.mark.promise("P-16")
def test_nothing_private_and_nothing_public_remains(public: Public, folder: Path) -> None:
    row = public()
    key = bytes(StoryKey.objects.get(pk=row.key).wrapped)
    if connection.vendor == "sqlite":  # the control: until now the public rows and the key stand
        assert any(SECRET.encode() in data for data in every_byte(folder))
        assert any(key in data for data in every_byte(folder))
    registry.request("withdraw_story", submission=row.pk)
    assert private_rows() == {}
    for data in every_byte(folder):
        assert SECRET.encode() not in data
        assert key not in data


@pytest.mark.promise("P-16")
def test_the_public_side_becomes_a_tombstone_that_names_nobody(
    public: Public, folder: Path, mira: User
) -> None:
    from farshore.moderation.actions.hiding import close_concern

    row = public()
    close_concern(concern=Concern.objects.get(), by=mira, show=True)
    site = folder / "site"
    while press_waiting(clock.now()):
        pass
    page = site / "stories" / row.slug / "index.html"
    pictures = list((site / "media").rglob("*.jpg"))
    assert SECRET in page.read_text("utf-8") and pictures
    registry.request("withdraw_story", submission=row.pk)
    while press_waiting(clock.now()):
        pass
    assert not page.exists() and not any(path.exists() for path in pictures)
    gone = page.with_name("410.html").read_text("utf-8")
    for named in (SECRET, "The late ice", "M.", "mira", "rosa"):
        assert f">{named}" not in gone and f" {named} " not in gone
    assert not any(SECRET.encode() in data for data in every_byte(folder))


def test_a_teller_writes_no_line_and_staff_do(public: Public, mira: User) -> None:
    row, other = public(), public()
    before = AuditLine.objects.count()
    registry.request("withdraw_story", submission=row.pk)
    assert AuditLine.objects.count() == before
    withdraw(case=case_for(other).pk, by=mira)
    line = AuditLine.objects.latest("number")
    assert (line.staff, line.act, line.details) == ("mira", Act.WITHDRAWN, "{}")


def test_an_unreleased_story_ends_with_its_messages_and_proposals(mira: User) -> None:
    row = sent(telling(pictures=(picture(),)))
    ask(case=case_for(row).pk, by=mira, text="?")
    propose_cut(case=case_for(row).pk, by=mira, where="text", text="First.")
    Draft.objects.create(find=bytes(row.find), sealed=b"x", expires_on=date(2030, 1, 1))
    registry.request("withdraw_story", submission=row.pk)
    assert private_rows() == {}
    assert not Draft.objects.exists()


def test_taking_back_what_is_gone_is_no_error(mira: User) -> None:
    row = sent()
    registry.request("withdraw_story", submission=row.pk)
    registry.request("withdraw_story", submission=row.pk)


def test_only_whoever_has_a_story_withdraws_it(public: Public, mira: User, rosa: User) -> None:
    row = public()
    for stranger in (moderator("olga"), releaser("rita"), person("eva")):
        with pytest.raises(NotYours):
            withdraw(case=case_for(row).pk, by=stranger)
    withdraw(case=case_for(row).pk, by=rosa)
    assert not Submission.objects.exists()


def test_other_stories_are_left_alone(public: Public) -> None:
    row, other = public(), public()
    registry.request("withdraw_story", submission=row.pk)
    assert Story.objects.get().slug == other.slug
    assert list(Submission.objects.all()) == [other]
    assert Concern.objects.count() == 1


def test_a_releaser_takes_down_what_nobody_sent_and_nothing_else(
    public: Public, mira: User, rosa: User
) -> None:
    row, slug = public(), published("Imported")
    with pytest.raises(NotYours):
        withdraw_public(slug=slug, by=mira)
    with pytest.raises(NotYours):
        withdraw_public(slug=row.slug, by=rosa)
    registry.request("concern_story", slug=slug, text="me")
    withdraw_public(slug=slug, by=rosa)
    assert [story.slug for story in Story.objects.all()] == [row.slug]
    assert Concern.objects.count() == 1
