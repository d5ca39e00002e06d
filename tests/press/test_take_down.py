"""When many pages vanish at once, none of them waits for others to be written."""

from pathlib import Path

import pytest

from farshore.kernel import clock
from farshore.kernel.registry import Registry
from farshore.press import actions, queries
from farshore.press.actions import press_all, press_waiting
from farshore.press.models import Address
from farshore.stories.actions import hide_stories, unhide_stories
from tests.stories.making import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def slugs(data: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ten stories on the site, and a press that does three addresses in a turn."""
    slugs = [published(str(number)) for number in range(10)]
    press_all(clock.now())
    monkeypatch.setattr(queries, "BATCH", 3)
    monkeypatch.setattr(queries.waiting, "__kwdefaults__", {"limit": 3})
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    monkeypatch.setattr(actions, "_burst", actions._Burst())
    return slugs


def standing(data: Path, slugs: list[str]) -> int:
    return sum((data / "site" / "stories" / slug / "index.html").exists() for slug in slugs)


def tombs(data: Path, slugs: list[str]) -> int:
    return sum((data / "site" / "stories" / slug / "410.html").exists() for slug in slugs)


def naming(data: Path, slugs: list[str]) -> set[Path]:
    """The pages and feeds that name one of these; a tombstone's address is all it holds."""
    files = {
        path for path in (data / "site").rglob("*") if path.suffix in {".html", ".xml", ".json"}
    }
    texts = {path: path.read_text("utf-8") for path in files if path.name != "410.html"}
    return {path for path, text in texts.items() if any(slug in text for slug in slugs)}


def test_all_that_vanish_are_gone_after_the_first_turn(data: Path, slugs: list[str]) -> None:
    hide_stories(slugs=slugs[:8])
    assert press_waiting(clock.now()) == 3
    assert standing(data, slugs[:8]) == 0
    while press_waiting(clock.now()):
        pass
    assert [slug for slug in slugs if standing(data, [slug])] == slugs[8:]
    assert tombs(data, slugs) == 8
    assert not Address.objects.filter(touch__isnull=False).exists()


def test_after_the_first_turn_nothing_names_what_vanished(data: Path, slugs: list[str]) -> None:
    """Lists, feeds and neighbours either are written anew or wait, unlinked, to be written."""
    before = naming(data, slugs[:8])
    hide_stories(slugs=slugs[:8])
    press_waiting(clock.now())
    assert naming(data, slugs[:8]) == set()
    assert "index.html" in {path.name for path in (data / "site").iterdir()}  # the way in stands
    while press_waiting(clock.now()):
        pass
    lists = {path for path in before if path.parent.name not in slugs}
    assert lists and all(path.is_file() for path in lists)


def test_what_takes_long_to_write_is_unlinked_before_anything_is_written(
    data: Path, slugs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1000)
    bulky = [data / "site" / name for name in ("data/stories.geojson", "sitemap-stories.xml")]
    hide_stories(slugs=slugs[:8])
    press_waiting(clock.now())
    assert not any(path.exists() for path in bulky)
    assert (data / "site" / "index.html").exists()
    while press_waiting(clock.now()):
        pass
    assert all(path.exists() for path in bulky)


def test_it_stands_until_its_turn_where_it_is_soon_written(
    data: Path, slugs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: without that rule it would name for long what vanished."""
    monkeypatch.setattr(actions, "AT_ONCE", 1000)
    monkeypatch.setattr(Registry, "is_bulky", lambda _self, _address: False)
    hide_stories(slugs=slugs[:8])
    press_waiting(clock.now())
    assert (data / "site" / "data" / "stories.geojson").exists()


def test_without_that_they_wait_for_their_turn(
    data: Path, slugs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the test above can fail."""
    monkeypatch.setattr(actions, "_take_down_first", lambda _now: None)
    hide_stories(slugs=slugs)
    press_waiting(clock.now())
    assert standing(data, slugs) >= 7


def test_a_second_act_in_the_middle_is_seen_as_well(data: Path, slugs: list[str]) -> None:
    hide_stories(slugs=slugs[:1])
    press_waiting(clock.now())
    hide_stories(slugs=slugs[1:])
    press_waiting(clock.now())
    assert standing(data, slugs) == 0


def test_what_is_shown_again_in_the_middle_stands_in_the_end(data: Path, slugs: list[str]) -> None:
    hide_stories(slugs=slugs)
    press_waiting(clock.now())
    unhide_stories(slugs=slugs)
    while press_waiting(clock.now()):
        pass
    assert (standing(data, slugs), tombs(data, slugs)) == (10, 0)
