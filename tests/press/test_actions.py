from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from farshore.kernel import clock
from farshore.kernel.registry import Page, PublicRoom, UnknownAddress, registry
from farshore.press import actions, queries
from farshore.press.models import Address
from farshore.stories import actions as stories
from tests.stories.making import picture, published

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(tmp_path: Path, settings: object) -> Path:
    settings.SITE = tmp_path / "site"  # type: ignore[attr-defined]
    return tmp_path / "site"


class Room:
    """A room of tests: its pages are a dictionary."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}

    def render(self, address: str, as_of: datetime) -> Page:
        if address not in self.pages:
            raise UnknownAddress(address)
        return self.pages[address]


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    registry.add(
        PublicRoom("test", lambda a: a.startswith("/test/"), made.render, lambda: tuple(made.pages))
    )
    yield made
    registry.add(PublicRoom("test", lambda _a: False, made.render, tuple))


def test_what_is_marked_is_pressed_once(site: Path, room: Room) -> None:
    room.pages["/test/a/"] = Page(b"one")
    actions.mark(["/test/a/", "/test/a/"])
    assert actions.press_waiting(NOW) == 1
    assert (site / "test/a/index.html").read_bytes() == b"one"
    assert actions.press_waiting(NOW) == 0


def test_a_change_during_the_pressing_is_not_lost(site: Path, room: Room) -> None:
    actions.mark(["/test/a/"])
    original = room.render

    def render(address: str, as_of: datetime) -> Page:
        actions.mark([address])
        return original(address, as_of)

    room.pages["/test/a/"] = Page(b"one")
    registry.add(PublicRoom("test", lambda a: a.startswith("/test/"), render, tuple))
    actions.press_waiting(NOW)
    assert queries.backlog(NOW) == 1


def test_a_page_falls_due_by_itself(site: Path, room: Room) -> None:
    room.pages["/test/a/"] = Page(b"open", due=NOW + timedelta(hours=1))
    actions.mark(["/test/a/"])
    actions.press_waiting(NOW)
    room.pages["/test/a/"] = Page(b"closed")
    assert actions.press_waiting(NOW + timedelta(minutes=59)) == 0
    assert actions.press_waiting(NOW + timedelta(minutes=61)) == 1
    assert (site / "test/a/index.html").read_bytes() == b"closed"


def test_what_is_unknown_after_it_was_public_is_gone(site: Path, room: Room) -> None:
    room.pages["/test/a/"] = Page(b"one")
    actions.mark(["/test/a/"])
    actions.press_waiting(NOW)
    room.pages.clear()
    actions.mark(["/test/a/"])
    actions.press_waiting(NOW)
    assert [p.name for p in (site / "test/a").iterdir() if p.suffix == ".html"] == ["410.html"]
    assert queries.is_gone("/test/a/")


def test_whoever_waits_for_an_address_hears_when_its_file_says_what_is_so(room: Room) -> None:
    heard: list[str] = []
    registry.on_settled(heard.extend)
    room.pages["/test/a/"] = Page(b"one")
    actions.mark(["/test/a/"])
    assert heard == []
    actions.press_waiting(NOW)
    room.pages.clear()
    actions.mark(["/test/a/", "/test/never/"])
    actions.press_waiting(NOW)
    assert sorted(heard) == ["/test/a/", "/test/a/", "/test/never/"]


def test_nobody_hears_of_an_address_that_was_touched_while_it_was_pressed(room: Room) -> None:
    heard: list[str] = []

    def render(_address: str, _as_of: datetime) -> Page:
        if not heard:
            actions.mark(["/test/a/"])
        return Page(b"old")

    registry.on_settled(heard.extend)
    registry.add(PublicRoom("test", lambda a: a.startswith("/test/"), render, tuple))
    actions.mark(["/test/a/"])
    actions.press_waiting(NOW)
    assert heard == []


def test_what_never_was_public_leaves_no_trace(site: Path, room: Room) -> None:
    actions.mark(["/test/never/"])
    actions.press_waiting(NOW)
    assert not Address.objects.filter(address="/test/never/").exists()
    assert not (site / "test").exists()


def test_a_page_that_cannot_be_rendered_does_not_hold_up_the_rest(site: Path, room: Room) -> None:
    def render(address: str, as_of: datetime) -> Page:
        if address == "/test/bad/":
            raise RuntimeError("a fault in a template")
        return Page(b"fine")

    registry.add(PublicRoom("test", lambda a: a.startswith("/test/"), render, tuple))
    actions.mark(["/test/bad/", "/test/good/"])
    assert actions.press_waiting(NOW) == 1
    assert (site / "test/good/index.html").exists()
    assert queries.backlog(NOW) == 1


def test_a_file_that_a_killed_press_left_is_cleared_when_its_story_is_gone(
    site: Path, room: Room
) -> None:
    folder = site / "test/a"
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(b"pressed, but the row was never settled")
    actions.mark(["/test/a/"])
    actions.press_waiting(NOW)
    assert (folder / "410.html").exists() and not (folder / "index.html").exists()


def test_a_full_press_clears_what_the_rooms_do_not_know(site: Path) -> None:
    stray = site / "stories/never-heard-of"
    stray.mkdir(parents=True)
    (stray / "index.html").write_bytes(b"from another database")
    actions.press_all(NOW)
    assert not (stray / "index.html").exists()
    assert (stray / "410.html").exists()


def test_step_by_step_and_all_at_once_are_the_same_bytes(
    site: Path, settings: object, tmp_path: Path
) -> None:
    actions.press_all(NOW)
    slugs = [published(f"Story {n}", pictures=(picture(),)) for n in range(3)]
    _press_everything()
    stories.hide_story(slug=slugs[0])
    _press_everything()
    stories.withdraw_story(slug=slugs[1])
    stories.unhide_story(slug=slugs[0])
    _press_everything()
    step_by_step = _contents(site)
    settings.SITE = tmp_path / "again"  # type: ignore[attr-defined]
    actions.press_all(NOW)
    assert _contents(tmp_path / "again") == step_by_step


def test_the_live_view_and_the_press_give_the_same_bytes(
    site: Path, client: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    slug = published("One", pictures=(picture(),))
    actions.press_all(NOW)
    gone = published("Gone")
    _press_everything()
    stories.withdraw_story(slug=gone)
    _press_everything()
    for address in [a for a in _addresses(site) if not a.startswith("/assets/")]:
        response = client.get(address)  # type: ignore[attr-defined]
        assert response.status_code == 200, address
        assert b"".join(response) == _file_of(site, address).read_bytes(), address
    assert client.get(f"/stories/{slug}/").status_code == 200  # type: ignore[attr-defined]
    tombstone = client.get(f"/stories/{gone}/")  # type: ignore[attr-defined]
    assert tombstone.status_code == 410
    assert tombstone.content == (site / f"stories/{gone}/410.html").read_bytes()


def _press_everything() -> None:
    while actions.press_waiting(NOW):
        pass


def _contents(site: Path) -> dict[str, bytes]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def _addresses(site: Path) -> list[str]:
    return list(Address.objects.filter(pressed=True).values_list("address", flat=True))


def _file_of(site: Path, address: str) -> Path:
    if not address.endswith("/"):
        return site / address[1:]
    folder = site / address[1:]
    return next(path for path in (folder / "index.html", folder / "index.xml") if path.exists())
