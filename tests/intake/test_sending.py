"""Sending moves everything to the story's key and ends the draft; sent again it does nothing."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from farshore import sanitize
from farshore.intake import actions, queries
from farshore.intake.actions import sending
from farshore.intake.errors import NotKept, NotNow, NotReady, UnknownHand
from farshore.intake.models import Draft, Picture, Recording, Status, Submission
from farshore.intake.telling import AGREED, COVERED, NOBODY, Telling, TellingPicture
from farshore.kernel.codes import Keys
from farshore.moderation.models import Case
from farshore.uploads.models import Staged
from farshore.vault import blobs
from farshore.vault.models import Blob, StoryKey
from tests.intake.making import at_once, drafted, keys, photo, saying, telling, waypoint
from tests.moderation.making import moderator

pytestmark = pytest.mark.django_db(transaction=True)


def _with_parts() -> Keys:
    """A draft with a picture, a covered picture and a recording."""
    mine = drafted()
    for number in range(2):
        told = actions.add_picture(keys=mine, data=photo(number), number=str(number))
    actions.add_recording(keys=mine, data=b"a voice", number="r")
    actions.cover_picture(keys=mine, telling=told, picture_id=told.pictures[1].id, tiles={0, 1})
    actions.change(keys=mine, by=lambda now: saying(now, people=AGREED, caption="At home"))
    return mine


def test_everything_moves_to_the_storys_key_and_the_draft_is_gone(folder: Path) -> None:
    mine = _with_parts()
    before = queries.draft(mine)
    row = queries.submission(actions.send(keys=mine))
    told = queries.read(row)
    for name in ("how", "title", "text", "language", "teller", "uses", "waypoints"):
        assert getattr(told, name) == getattr(before, name)
    assert [one.caption for one in told.pictures] == ["At home", "At home"]
    assert [one.painted for one in told.pictures] == [False, True]
    assert all((one.tiles, one.thumb) == ((), "") for one in told.pictures)
    assert told.nonces == ()
    for one in told.pictures:
        sanitize.prove_clean(queries.picture_bytes(row, one.id), format="jpeg")
    assert queries.recording_bytes(row, told.recordings[0]) == b"a voice"
    with pytest.raises(UnknownHand):
        queries.draft(mine)
    assert (Draft.objects.count(), Staged.objects.count()) == (0, 0)
    assert blobs.names(folder / "uploads") == set()
    assert blobs.names(folder / "vault") == set(Blob.objects.values_list("name", flat=True))
    assert row.status == Status.SENT and row.slug == ""


def test_a_sent_story_is_given_to_somebody() -> None:
    mira: User = moderator()
    row = queries.submission(actions.send(keys=drafted()))
    assert Case.objects.get(submission=row).moderator == mira


@pytest.mark.promise("P-08")
def test_what_lies_under_a_cover_goes_no_further() -> None:
    mine = _with_parts()
    staged = [part for one in queries.draft(mine).pictures for part in (one.id,)]
    bare = [sending.read_staged(mine.open, name) for name in staged]
    row = queries.submission(actions.send(keys=mine))
    sent = [queries.picture_bytes(row, one.id) for one in queries.read(row).pictures]
    assert sent[0] == bare[0] and sent[1] != bare[1]


def test_a_story_sent_again_is_the_same_story() -> None:
    mine = _with_parts()
    first = actions.send(keys=mine)
    pictures = set(Picture.objects.values_list("pk", flat=True))
    assert actions.send(keys=mine) == first
    assert set(Picture.objects.values_list("pk", flat=True)) == pictures
    assert (Submission.objects.count(), StoryKey.objects.count()) == (1, 1)


def test_nothing_is_sent_under_a_strange_code() -> None:
    drafted()
    with pytest.raises(UnknownHand):
        actions.send(keys=keys())
    assert not Submission.objects.exists()


def test_sent_twice_at_once_it_is_sent_once() -> None:
    mine, ids = _with_parts(), set()
    assert at_once([lambda: ids.add(actions.send(keys=mine))] * 3) == []
    assert ids == {Submission.objects.get().pk}
    assert (Picture.objects.count(), Recording.objects.count()) == (2, 1)
    assert StoryKey.objects.count() == 1


def test_a_draft_that_changes_while_it_is_sent_is_sent_as_it_is_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = drafted()
    ready, calls = sending._ready, []

    def changing(given: Keys, told: Telling) -> object:
        if not calls:
            actions.change(keys=given, by=lambda now: dataclasses.replace(now, title="Newer"))
        calls.append(told.title)
        return ready(given, told)

    monkeypatch.setattr(sending, "_ready", changing)
    row = queries.submission(actions.send(keys=mine))
    assert queries.read(row).title == "Newer"
    assert len(calls) == 2


def test_a_fault_while_sending_leaves_the_draft_whole(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    mine = _with_parts()
    before = queries.draft(mine)

    def full(**_given: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setitem(sending.registry._commands, "assign_story", full)
    with pytest.raises(NotKept):
        actions.send(keys=mine)
    monkeypatch.undo()
    assert queries.draft(mine) == before
    assert not Submission.objects.exists() and not StoryKey.objects.exists()
    for one in before.pictures:
        assert sending.read_staged(mine.open, one.id)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"text": "", "waypoints": ()}, [("story", sending.NO_STORY)]),
        ({"text": "", "waypoints": (waypoint(),)}, []),
        ({"language": ""}, [("story", sending.NO_LANGUAGE)]),
        ({"asked_uses": False}, [("uses", sending.NO_USES)]),
        ({"uses": ()}, []),
        ({"pictures": (TellingPicture("x", 1, 1),)}, [("pictures", sending.NO_PEOPLE)]),
        ({"pictures": (TellingPicture("x", 1, 1, people=NOBODY),)}, []),
        (
            {"pictures": (TellingPicture("x", 1, 1, people=COVERED),)},
            [("pictures", sending.NO_COVERS)],
        ),
        ({"pictures": (TellingPicture("x", 1, 1, people=COVERED, tiles=(1,)),)}, []),
        ({"pictures": (TellingPicture("x", 1, 1, people=COVERED, painted=True),)}, []),
    ],
)
def test_what_is_missing_is_named_and_nothing_else(
    more: dict[str, Any], missing: list[tuple[str, str]]
) -> None:
    assert sending.missing_from(telling(**more)) == missing


def test_what_is_not_ready_is_not_sent() -> None:
    mine = drafted(Telling())
    with pytest.raises(NotReady) as refusal:
        actions.send(keys=mine)
    assert len(refusal.value.missing) == 3
    assert queries.draft(mine) == Telling()


def test_a_place_that_a_later_date_made_too_exact_is_sent_coarser() -> None:
    """The road turned out to be young: its passages are countries, whatever was kept before."""
    passed = waypoint(1, "r:KR.11", precision="region", role="passed", date="1998")
    young = waypoint(2, "c:KR", date="2025")
    mine = drafted(telling(waypoints=(passed, young)))
    row = queries.submission(actions.send(keys=mine))
    assert [(one.place, one.precision) for one in queries.read(row).waypoints] == [
        ("c:KR", "country"),
        ("c:KR", "country"),
    ]


def test_a_story_sent_anew_takes_the_place_of_the_old_one(folder: Path) -> None:
    mine = _with_parts()
    first = queries.submission(actions.send(keys=mine))
    old = set(Blob.objects.values_list("name", flat=True))
    actions.reopen(keys=mine)
    told = queries.draft(mine)
    assert told.replaces == str(first.pk) and len(told.pictures) == 2 and told.recordings
    actions.remove_picture(keys=mine, picture_id=told.pictures[0].id)
    actions.change(keys=mine, by=lambda now: dataclasses.replace(now, title="Second"))
    Submission.objects.update(status=Status.APPROVED)
    assert actions.send(keys=mine) == first.pk
    row = queries.submission(first.pk)
    again = queries.read(row)
    assert (row.status, again.title, len(again.pictures)) == (Status.SENT, "Second", 1)
    assert again.pictures[0].painted and row.key == first.key
    new = set(Blob.objects.values_list("name", flat=True))
    assert not new & old and blobs.names(folder / "vault") == new


@pytest.mark.parametrize(("status", "slug"), [(Status.RELEASED, "lamp"), (Status.HIDDEN, "lamp")])
def test_a_story_that_is_out_meanwhile_is_not_replaced(status: Status, slug: str) -> None:
    mine = drafted()
    actions.send(keys=mine)
    actions.reopen(keys=mine)
    Submission.objects.update(status=status, slug=slug)
    with pytest.raises(NotNow):
        actions.send(keys=mine)
    assert queries.draft(mine).title
    assert Submission.objects.get().status == status
