"""Every place that a story has reached is written down when it must go, and ticked when it has."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from farshore.intake.models import Submission
from farshore.intake.views import gone
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions import ledger, mirrors
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NotAMirror, UnknownMirror
from farshore.moderation.models import Clearing, Mirror, Reached
from farshore.moderation.queries import ledger as queries
from farshore.press.actions import press_all, press_waiting
from farshore.press.models import Address
from farshore.stories.queries import serial
from farshore.vault.models import ForTeam
from tests import served
from tests.moderation.making import agreed_by_two, picture, sent, telling
from tests.staff import enter
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)

Public = Callable[[], Submission]
OPEN = ("site", "open_data")


@pytest.fixture
def public(mira: User, rosa: User) -> Public:
    """Makes a story with a picture that was sent here; it stands on the site, all written."""

    def make() -> Submission:
        row = sent(telling(pictures=(picture(),)))
        agreed_by_two(row, mira, rosa)
        release_story(submission=row.pk)
        row.refresh_from_db()
        press_all(clock.now())
        return row

    return make


def press() -> None:
    while press_waiting(clock.now()):
        pass


def naming(site: Path, words: bytes) -> set[str]:
    """The files of the public site that hold these words."""
    files = (one for one in site.rglob("*") if one.suffix in {".html", ".xml", ".json"})
    return {str(one.relative_to(site)) for one in files if words in one.read_bytes()}


@pytest.mark.promise("P-36")
def test_every_public_place_is_ticked_when_the_press_has_cleared_it_and_not_before(
    public: Public, data: Path
) -> None:
    row = public()
    assert naming(data / "site", row.slug.encode())
    made = registry.request("withdraw_story", submission=row.pk)
    assert set(queries.open_kinds(made)) == {
        "page", "list", "feed", "map", "data", "file", "index", "backup",
    }  # fmt: skip
    press()
    assert queries.open_kinds(made) == ["backup"]
    assert naming(data / "site", row.slug.encode()) == set()


def test_a_place_that_cannot_be_written_is_not_ticked(
    public: Public, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = public()
    made = registry.request("withdraw_story", submission=row.pk)
    render = registry.render

    def failing(address: str, **given: Any) -> Any:
        if address == "/globe/":
            raise RuntimeError("a fault in a template")
        return render(address, **given)

    monkeypatch.setattr(
        type(registry), "render", lambda _self, address, **given: failing(address, **given)
    )
    while press_waiting(clock.now()):
        pass
    left = Reached.objects.filter(clearing=made, cleared=False).exclude(kind="backup")
    assert list(left.values_list("place", flat=True)) == ["/globe/"]


def test_the_ledger_lists_every_file_that_named_the_story(public: Public, data: Path) -> None:
    row = public()
    named = naming(data / "site", row.slug.encode())
    made = registry.request("hide_story", slug=row.slug)
    listed = {
        f"{one.lstrip('/')}index.{kind}" if one.endswith("/") else one.lstrip("/")
        for one in Reached.objects.filter(clearing=made).values_list("place", flat=True)
        for kind in ("html", "xml")
    }
    assert named and named <= listed


def test_a_story_that_is_shown_again_has_nothing_to_be_cleared(public: Public) -> None:
    row = public()
    registry.request("hide_story", slug=row.slug)
    registry.request("hide_story", slug=row.slug)
    assert Clearing.objects.get().why == Clearing.Why.HIDDEN
    registry.request("unhide_story", slug=row.slug)
    assert not Clearing.objects.exists() and not Reached.objects.exists()


def test_taking_back_what_is_hidden_begins_the_ledger_anew(public: Public) -> None:
    row = public()
    registry.request("hide_story", slug=row.slug)
    press()
    made = registry.request("withdraw_story", submission=row.pk)
    assert Clearing.objects.get().pk == made
    assert "page" in queries.open_kinds(made)
    press()
    assert queries.open_kinds(made) == ["backup"]


def test_nothing_in_the_ledger_leads_to_who_told_the_story(public: Public) -> None:
    row = public()
    private = {str(row.pk), row.pk.hex, str(row.key), row.key.hex, bytes(row.find).hex()}
    registry.request("withdraw_story", submission=row.pk)
    kept = [*Clearing.objects.values_list(), *Reached.objects.values_list()]
    assert not any(one in json.dumps(kept, default=str) for one in private)


def test_a_story_that_never_was_public_has_no_ledger(mira: User, rosa: User) -> None:
    assert registry.request("withdraw_story", submission=sent().pk) is None
    assert not Clearing.objects.exists()


def test_what_the_team_took_out_is_in_the_ledger_until_its_slip_has_ended(public: Public) -> None:
    row, other = public(), public()
    ForTeam.objects.create(key_id=row.key, story=row.key, kind="contact", box=b"-", handed=True)
    made = registry.request("withdraw_story", submission=row.pk)
    beside = registry.request("withdraw_story", submission=other.pk)
    press()
    assert queries.open_kinds(made) == ["backup", "export"]
    assert queries.open_kinds(beside) == ["backup"]
    assert gone.is_off(made)  # no answer waits for a day that is weeks away
    ends = Reached.objects.get(clearing=made, kind="export").ends_on
    assert ends == Reached.objects.get(clearing=made, kind="backup").ends_on


def test_copies_in_backups_are_ticked_after_their_day(public: Public) -> None:
    row = public()
    made = registry.request("withdraw_story", submission=row.pk)
    ends = Reached.objects.get(clearing=made, kind="backup").ends_on
    assert ends is not None
    at = clock.now().replace(year=ends.year, month=ends.month, day=ends.day)
    assert ledger.tick_backups(at) == 0
    assert ledger.tick_backups(at + timedelta(days=1)) == 1


def test_a_ledger_is_forgotten_weeks_after_all_is_ticked_and_not_before(public: Public) -> None:
    done, not_done = public(), published()
    Address.objects.all().delete()
    made = registry.request("hide_story", slug=done.slug)
    registry.request("hide_story", slug=not_done)
    Reached.objects.filter(clearing=made).update(cleared=True)
    assert ledger.sweep(clock.now() + timedelta(days=30)) == 0
    assert ledger.sweep(clock.now() + timedelta(days=31)) == 1
    assert Clearing.objects.get().slug == not_done


# --- mirrors -------------------------------------------------------------------------------------


def says(folder: Path, followed: object, **more: object) -> None:
    told = {"format": "farshore mirror 1", "day": "2026-11-25", "serial": followed} | more
    (folder / "mirror.json").write_text(json.dumps(told))


@pytest.mark.promise("P-36")
def test_a_mirror_is_ticked_when_it_says_that_it_has_followed_the_list(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    slug = published(uses=OPEN)
    with served.folder(copy) as url:
        mirrors.register(name="Archive", url=f"{url}/")
        made = registry.request("hide_story", slug=slug)
        says(copy, 0)
        assert mirrors.hear_all() == 1
        assert "mirror" in queries.open_kinds(made)
        says(copy, serial())
        mirrors.hear_all()
    assert "mirror" not in queries.open_kinds(made)
    row = Mirror.objects.get()
    assert (row.url, row.serial, row.heard_on) == (url, 1, clock.today())


def test_a_story_that_was_not_in_open_data_waits_for_no_mirror() -> None:
    mirrors.register(name="Archive", url="https://archive.example")
    made = registry.request("hide_story", slug=published())
    assert "mirror" not in queries.open_kinds(made)


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        "",
        "{}",
        '{"format": "other", "day": "2026-11-25", "serial": 9}',
        '{"format": "farshore mirror 1", "day": "yesterday", "serial": 9}',
        '{"format": "farshore mirror 1", "day": "2026-11-25", "serial": -1}',
        '{"format": "farshore mirror 1", "day": "2026-11-25", "serial": 99999999999}',
        "x" * 5000,
    ],
    ids=range(8),
)
def test_a_mirror_that_says_nothing_sensible_is_not_ticked(tmp_path: Path, told: str) -> None:
    (tmp_path / "mirror.json").write_text(told)
    with served.folder(tmp_path) as url:
        mirrors.register(name="Archive", url=url)
        made = registry.request("hide_story", slug=published(uses=OPEN))
        assert mirrors.hear_all() == 0
    assert "mirror" in queries.open_kinds(made)


def test_a_mirror_that_does_not_answer_does_not_hold_up_the_others(tmp_path: Path) -> None:
    says(tmp_path, 5)
    with served.folder(tmp_path) as url:
        mirrors.register(name="A silent one", url="http://127.0.0.1:9")
        mirrors.register(name="One that answers", url=url)
        assert mirrors.hear_all() == 1


def test_several_mirrors_are_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits until all three are being asked: one after the other would never end well."""
    together = Barrier(3, timeout=30)

    def fetched(_address: str, *, most: int) -> bytes:
        together.wait()
        return b'{"format": "farshore mirror 1", "day": "2026-11-25", "serial": 1}'

    monkeypatch.setattr(mirrors, "fetch", fetched)
    for name in "ABC":
        mirrors.register(name=name, url=f"https://{name.lower()}.example")
    assert mirrors.hear_all() == 3
    assert set(Mirror.objects.values_list("serial", flat=True)) == {1}


@pytest.mark.parametrize(
    ("name", "url"),
    [("", "https://a.example"), ("a" * 81, "https://a.example"), ("A", "http://a.example"),
     ("A", "file:///etc"), ("A", f"https://a.example/{'a' * 200}")],
    ids=range(5),
)  # fmt: skip
def test_what_can_be_no_mirror_is_refused(name: str, url: str) -> None:
    with pytest.raises(NotAMirror):
        mirrors.register(name=name, url=url)


def test_nothing_waits_for_a_mirror_that_was_struck_off() -> None:
    mirrors.register(name="Archive", url="https://archive.example")
    made = registry.request("hide_story", slug=published(uses=OPEN))
    mirrors.forget(name="Archive")
    assert "mirror" not in queries.open_kinds(made)
    with pytest.raises(UnknownMirror):
        mirrors.forget(name="Archive")


# --- the screens ---------------------------------------------------------------------------------


def test_the_team_sees_every_place_of_every_story_that_had_to_go(mira: User) -> None:
    client = enter(Client(), mira)
    empty = client.get(reverse("moderation:ledger"))
    assert "No story had to go." in empty.content.decode()
    slug = published()
    made = registry.request("hide_story", slug=slug)
    assert slug in client.get(reverse("moderation:ledger")).content.decode()
    page = client.get(reverse("moderation:cleared", args=[made])).content.decode()
    assert f"/stories/{slug}/" in page and "not yet" in page
    press()
    page = client.get(reverse("moderation:cleared", args=[made])).content.decode()
    assert "not yet" not in page


def test_the_ledger_costs_as_many_queries_however_many_stories(
    mira: User, django_assert_num_queries: Any
) -> None:
    for count in (1, 3):
        while Clearing.objects.count() < count:
            registry.request("hide_story", slug=published())
        with django_assert_num_queries(2):
            assert len(queries.lines(page=1)[0]) == count


def test_only_whoever_has_to_do_with_stories_sees_the_ledger() -> None:
    from tests.moderation.making import person

    client = enter(Client(), person("ed", "Editors"))
    assert client.get(reverse("moderation:ledger")).status_code == 404
    assert Client().get(reverse("moderation:ledger")).status_code == 302
