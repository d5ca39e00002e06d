"""The demonstration fills an empty house once, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from farshore.config.demo import fill as demo
from farshore.config.demo.fill import Filled, fill
from farshore.config.demo.pictures import draw
from farshore.press.models import Address
from farshore.screenings.models import Film
from farshore.stories.models import Story
from tests.sanitize import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of its stories, with small pictures: drawing and cleaning all takes half a minute."""
    read = demo._read
    small = corpus.saved(corpus.drawn((96, 54)), "JPEG")

    def fewer(name: str) -> dict[str, Any]:
        told = read(name)
        return told | {"story": told["story"][:2]} if "story" in told else told

    monkeypatch.setattr(demo, "_read", fewer)
    monkeypatch.setattr(demo, "draw", lambda _name: small)


def test_an_empty_house_is_filled_once(two: None) -> None:
    assert fill() == Filled(1, 2)
    assert (Film.objects.count(), Story.objects.count()) == (1, 2)
    assert fill() == Filled(0, 0)
    assert (Film.objects.count(), Story.objects.count()) == (1, 2)


def test_a_house_with_a_film_or_a_story_is_left_as_it_is(two: None) -> None:
    Film.objects.create(title="Mine")
    assert fill() == Filled(0, 0)
    assert Story.objects.count() == 0


@pytest.mark.parametrize("where", ["publish_story", "film_changed"])
def test_a_filling_that_breaks_off_leaves_an_empty_house(
    two: None, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    true: Callable[..., Any] = getattr(demo, where)

    def broken(**given: Any) -> None:
        true(**given)
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, where, broken)
    with pytest.raises(KeyboardInterrupt):
        fill()
    assert (Film.objects.count(), Story.objects.count(), Address.objects.count()) == (0, 0, 0)
    monkeypatch.setattr(demo, where, true)
    assert fill() == Filled(1, 2)


def test_every_story_of_it_can_be_shown_and_every_picture_drawn() -> None:
    stories = demo._read("stories.toml")["story"]
    for story in stories:
        assert [demo._waypoint(point) for point in story["waypoint"]]
    names = {story["picture"] for story in stories if "picture" in story} | {"still"}
    assert all(draw(name).startswith(b"\xff\xd8") for name in names)
