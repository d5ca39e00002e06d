"""An alarm over very many: everything is away within a moment, and what may stand comes back."""

import errno
from pathlib import Path

import pytest

from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions import panic
from farshore.moderation.actions.panic import cover_missed, end_alarm, raise_alarm
from farshore.moderation.models import Act, Alarm, AuditLine, Scope
from farshore.press import dark, files
from farshore.press.actions import press_all, press_waiting
from farshore.stories import actions as stories
from farshore.stories.models import Story
from tests.stories.making import picture, published, waypoint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(data: Path) -> Path:
    """Six stories stand, three of them in the north; one was taken back."""
    for number in range(3):
        published(f"North {number}", waypoints=(waypoint("KP"),), pictures=(picture(),))
        published(f"South {number}", waypoints=(waypoint("KR"),), pictures=(picture(),))
    gone = published("Taken back")
    press_all(clock.now())
    stories.withdraw_story(slug=gone)
    press()
    return data / "site"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stories are very many."""
    monkeypatch.setattr(panic, "LARGE", 2)


def standing(site: Path) -> dict[str, bytes]:
    """Every file that a server would serve."""
    found = (one for one in site.rglob("*") if one.is_file())
    inside = ((one.relative_to(site), one) for one in found)
    return {
        str(name): one.read_bytes()
        for name, one in inside
        if not any(part.startswith(".") for part in name.parts) and name.parts[0] != "assets"
    }


def press() -> None:
    while press_waiting(clock.now()):
        pass


def test_everything_is_away_at_once_but_what_names_nobody(site: Path) -> None:
    dark.black_out()
    assert set(standing(site)) == {
        f"{number}.html{ending}" for number in (404, 503) for ending in ("", ".br", ".gz")
    }
    assert (site / "assets").is_dir()


def test_what_nobody_touched_comes_back_as_it_was_and_nothing_else_is_left(site: Path) -> None:
    before = standing(site)
    assert any(name.endswith("410.html") for name in before)
    dark.black_out()
    dark.light_up()
    press_waiting(clock.now())
    assert standing(site) == before
    assert [one.name for one in site.iterdir() if one.name.startswith(".")] == []


def test_nothing_is_written_as_long_as_it_is_dark(site: Path) -> None:
    dark.black_out()
    stories.hide_story(slug=Story.objects.order_by("slug").values_list("slug", flat=True)[0])
    assert press_waiting(clock.now()) == 0
    assert "index.html" not in standing(site)


@pytest.mark.promise("P-28")
@pytest.mark.usefixtures("large")
def test_an_alarm_over_very_many_is_dark_before_it_begins(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    cover = panic._cover
    monkeypatch.setattr(
        panic, "_cover", lambda alarm: seen.append(set(standing(site))) or cover(alarm)
    )
    assert raise_alarm(scope=Scope.COUNTRY, what="KP") == 3
    assert not any("stories/" in name or "media/" in name for name in seen[0])
    press()
    names = {row.slug for row in Story.objects.filter(hidden=True)}
    told = standing(site)
    assert len(names) == 3
    assert not any(slug.encode() in body for body in told.values() for slug in names)
    shown = Story.objects.filter(hidden=False).values_list("slug", flat=True)
    assert all(f"stories/{slug}/index.html" in told for slug in shown)
    assert sum(name.endswith(".jpg") for name in told) == 6  # the pictures of three stories
    (line,) = AuditLine.objects.filter(act=Act.HID_MANY)
    assert '"stories":"3"' in line.details


@pytest.mark.usefixtures("large")
def test_after_its_end_the_site_is_as_it_would_be_written(site: Path) -> None:
    raise_alarm(scope=Scope.ALL)
    press()
    end_alarm(scope=Scope.ALL)
    press()
    after = standing(site)
    press_all(clock.now())
    assert standing(site) == after


def test_a_small_alarm_moves_nothing_away(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: the site stays readable where the act takes no time."""
    called: list[str] = []
    monkeypatch.setattr(dark, "black_out", lambda: called.append("dark"))
    registry.serve("black_out", dark.black_out)
    raise_alarm(scope=Scope.COUNTRY, what="KP")
    assert called == []
    monkeypatch.undo()
    registry.serve("black_out", dark.black_out)


@pytest.mark.usefixtures("large")
def test_an_act_that_was_killed_in_the_dark_is_ended_by_the_worker(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_alarm: Alarm) -> list[str]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(panic, "_cover", killed)
        with pytest.raises(KeyboardInterrupt):
            raise_alarm(scope=Scope.COUNTRY, what="KP")
    assert press_waiting(clock.now()) == 0 and "index.html" not in standing(site)
    cover_missed()
    press()
    assert Story.objects.filter(hidden=True).count() == 3
    told = standing(site)
    assert "index.html" in told and not dark.is_dark()
    hidden = [row.slug.encode() for row in Story.objects.filter(hidden=True)]
    assert not any(slug in body for body in told.values() for slug in hidden)


@pytest.mark.usefixtures("large")
def test_a_full_disk_keeps_no_alarm_from_hiding(
    site: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_site: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(dark, "_move_away", full)
    assert raise_alarm(scope=Scope.COUNTRY, what="KP") == 3
    assert "could not be moved away" in caplog.text
    press()
    hidden = [row.slug.encode() for row in Story.objects.filter(hidden=True)]
    assert len(hidden) == 3
    assert not any(slug in body for body in standing(site).values() for slug in hidden)


def test_bringing_back_that_was_killed_is_gone_on_with(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = standing(site)
    dark.black_out()
    dark.light_up()
    brought: list[str] = []
    bring = files.bring_back

    def killed(aside: Path, site: Path, address: str) -> None:
        if len(brought) == 5:
            raise KeyboardInterrupt
        brought.append(address)
        bring(aside, site, address)

    with monkeypatch.context() as patched:
        patched.setattr(files, "bring_back", killed)
        with pytest.raises(KeyboardInterrupt):
            press_waiting(clock.now())
    assert standing(site) != before
    press_waiting(clock.now())
    assert standing(site) == before


def test_going_dark_twice_loses_nothing(site: Path) -> None:
    before = standing(site)
    dark.black_out()
    dark.black_out()
    dark.light_up()
    press_waiting(clock.now())
    assert standing(site) == before


def test_pressing_everything_ends_the_dark(site: Path) -> None:
    before = standing(site)
    dark.black_out()
    press_all(clock.now())
    assert standing(site) == before and not dark.is_dark()


def test_a_house_without_a_site_has_nothing_to_move(data: Path) -> None:
    dark.black_out()
    dark.light_up()
    assert not dark.is_dark()
