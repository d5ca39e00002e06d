"""Pictures of a draft: cleaned, covered, counted; refused ones leave no trace."""

import io
from pathlib import Path

import pytest
from PIL import Image

from farshore import sanitize
from farshore.intake import actions, queries
from farshore.intake.actions import pictures
from farshore.intake.errors import TooMany, UnknownPart
from farshore.intake.telling import Telling
from farshore.uploads.models import Staged
from farshore.uploads.queries import read_staged
from farshore.vault import blobs
from tests.intake.making import drafted, photo
from tests.sanitize import corpus

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("name", "data", "secrets"), list(corpus.planted()))
def test_of_a_telling_file_only_the_picture_is_kept(
    name: str, data: bytes, secrets: list[bytes]
) -> None:
    mine = drafted(Telling())
    (made,) = actions.add_picture(keys=mine, data=data, number="1").pictures
    for part in (made.id, made.thumb):
        kept = read_staged(mine.open, part)
        assert [one for one in secrets if one in kept] == []
    assert sanitize.Removed.POSITION.value in made.removed


def test_a_refused_file_leaves_no_trace(folder: Path) -> None:
    mine = drafted(Telling(title="Kept"))
    hostile = {reason: data for _name, data, reason in corpus.hostile() if reason}
    for reason in (
        sanitize.RefusalReason.NOT_A_PICTURE,
        sanitize.RefusalReason.DAMAGED,
        sanitize.RefusalReason.LYING,
        sanitize.RefusalReason.ANIMATED,
    ):
        with pytest.raises(sanitize.Refused) as refusal:
            actions.add_picture(keys=mine, data=hostile[reason], number=reason)
        assert refusal.value.reason == reason
    assert blobs.names(folder / "uploads") == set()
    assert queries.draft(mine) == Telling(title="Kept")


def test_a_story_has_no_more_pictures_than_it_may(settings: object, folder: Path) -> None:
    settings.PICTURES_PER_STORY = 2  # type: ignore[attr-defined]
    mine = drafted(Telling())
    for number in range(2):
        actions.add_picture(keys=mine, data=photo(number), number=str(number))
    with pytest.raises(TooMany):
        actions.add_picture(keys=mine, data=photo(2), number="2")
    assert len(queries.draft(mine).pictures) == 2
    assert Staged.objects.count() == 4


@pytest.mark.parametrize("name", ["", "\0", "x" * 300], ids=["nothing", "nul", "long"])
def test_what_is_no_recording_ends_nothing(name: str) -> None:
    mine = drafted()
    told = actions.add_picture(keys=mine, data=photo(), number="1")
    (kept,) = told.pictures
    for one in (name, kept.id, kept.thumb):
        told = actions.remove_recording(keys=mine, name=one)
    assert told.pictures == (kept,) and read_staged(mine.open, kept.id)


def test_no_more_recordings_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "RECORDINGS", 1)
    mine = drafted(Telling())
    actions.add_recording(keys=mine, data=b"sound", number="1")
    with pytest.raises(TooMany):
        actions.add_recording(keys=mine, data=b"sound", number="2")
    (name,) = queries.draft(mine).recordings
    assert read_staged(mine.open, name) == b"sound"
    assert actions.remove_recording(keys=mine, name=name).recordings == ()
    assert Staged.objects.count() == 0


def test_covers_are_painted_into_the_small_copy_and_can_be_taken_away(folder: Path) -> None:
    mine = drafted(Telling())
    told = actions.add_picture(keys=mine, data=photo(), number="1")
    bare = read_staged(mine.open, told.pictures[0].thumb)
    tiles = set(range(54))
    told = actions.cover_picture(
        keys=mine, telling=told, picture_id=told.pictures[0].id, tiles=tiles
    )
    covered = read_staged(mine.open, told.pictures[0].thumb)
    assert told.pictures[0].tiles == tuple(range(54)) and told.pictures[0].is_covered
    assert _spread(covered) < 8 < _spread(bare)
    told = actions.cover_picture(
        keys=mine, telling=told, picture_id=told.pictures[0].id, tiles=set()
    )
    assert read_staged(mine.open, told.pictures[0].thumb) == bare
    assert len(blobs.names(folder / "uploads")) == 2


def test_a_picture_that_is_taken_out_is_gone_with_its_parts(folder: Path) -> None:
    mine = drafted(Telling())
    (made,) = actions.add_picture(keys=mine, data=photo(), number="1").pictures
    assert actions.remove_picture(keys=mine, picture_id=made.id).pictures == ()
    assert blobs.names(folder / "uploads") == set()
    with pytest.raises(UnknownPart):
        actions.remove_picture(keys=mine, picture_id=made.id)
    with pytest.raises(UnknownPart):
        actions.cover_picture(keys=mine, telling=Telling(), picture_id=made.id, tiles={1})


def _spread(jpeg: bytes) -> int:
    """How far the greys of the upper part lie apart: solid colour has one."""
    picture = Image.open(io.BytesIO(jpeg)).convert("L")
    low, high = picture.crop((0, 0, picture.width, picture.height * 2 // 5)).getextrema()
    return int(high) - int(low)
