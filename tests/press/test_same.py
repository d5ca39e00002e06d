"""Whatever happened, and however often the press looked: the folder is the same as one pressed
at once from what is true now, byte for byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings as of_the_house
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farshore.press import actions
from farshore.stories import actions as stories
from farshore.stories.models import Story
from farshore.stories.shapes import ReleasedStory
from tests.stories.making import picture, released, waypoint

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db

Act = tuple[str, int] | ReleasedStory


@st.composite
def _stories(draw: st.DrawFn) -> ReleasedStory:
    """A story that stands in some lists, perhaps not for search engines, perhaps with a picture."""
    countries = draw(st.lists(st.sampled_from(["KP", "KR", "MN"]), max_size=2))
    return released(
        draw(st.sampled_from(["", "A title", "제목"])),
        language=draw(st.sampled_from(["en", "ko"])),
        themes=tuple(draw(st.sets(st.sampled_from(["sea", "border"])))),
        uses=draw(st.sampled_from([("site",), ("site", "search_engines")])),
        warnings=draw(st.sampled_from([(), ("hunger",)])),
        waypoints=tuple(waypoint(code, lon=100.0 + i) for i, code in enumerate(countries)),
        pictures=(picture(),) * draw(st.integers(0, 1)),
    )


_acts: st.SearchStrategy[list[Act]] = st.lists(
    _stories()
    | st.tuples(st.sampled_from(["hide", "unhide", "withdraw", "press"]), st.integers(0, 9)),
    min_size=1,
    max_size=14,
)


@pytest.fixture
def folders(tmp_path: Path, settings: object) -> Iterator[Path]:
    """Folders to press into, two stories a page, two languages, and hardly any built files."""
    built = tmp_path / "assets"
    built.mkdir()
    for name in ("manifest.json", "world-110m.json"):
        (built / name).symlink_to(Path(of_the_house.ASSETS) / name)
    settings.ASSETS = built  # type: ignore[attr-defined]
    settings.SITE_LANGUAGES = ("en", "ko")  # type: ignore[attr-defined]
    settings.LIST_SIZE = 2  # type: ignore[attr-defined]
    yield tmp_path


_runs = count()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(_acts)
def test_step_by_step_is_the_same_as_all_at_once(folders: Path, acts: list[Act]) -> None:
    run = folders / str(next(_runs))
    with _undone():
        _press_into(run / "step by step", _everything_at_once)
        for act in acts:
            _do(act)
        _press_into(run / "step by step", _what_waits)
        _press_into(run / "at once", _everything_at_once)
    assert _contents(run / "step by step") == _contents(run / "at once")


def test_a_change_that_tells_nobody_is_noticed(folders: Path) -> None:
    """The control: what the comparison is there for does break it."""
    stories.publish_story(story=released())
    _press_into(folders / "a", _everything_at_once)
    Story.objects.update(title="Changed behind everybody's back")
    _press_into(folders / "a", _what_waits)
    _press_into(folders / "b", _everything_at_once)
    assert _contents(folders / "a") != _contents(folders / "b")


@contextmanager
def _undone() -> Iterator[None]:
    """Nothing of an example is left in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _do(act: Act) -> None:
    if isinstance(act, ReleasedStory):
        stories.publish_story(story=act)
        return
    kind, which = act
    if kind == "press":
        _what_waits()
        return
    slugs = sorted(Story.objects.values_list("slug", flat=True))
    if slugs:
        getattr(stories, f"{kind}_story")(slug=slugs[which % len(slugs)])


def _press_into(folder: Path, press: object) -> None:
    of_the_house.SITE = folder
    press()  # type: ignore[operator]


def _what_waits() -> None:
    while actions.press_waiting(NOW):
        pass


def _everything_at_once() -> None:
    actions.press_all(NOW)


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
