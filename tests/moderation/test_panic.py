"""An alarm hides many by one act, and its end brings back what it hid and nothing else."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from farshore.config.cli import main
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG
from farshore.intake import errors as intake
from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions import hiding, panic
from farshore.moderation.actions.ending import withdraw_story
from farshore.moderation.actions.panic import cover_missed, end_alarm, raise_alarm
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import NoAlarm, NotYours, UnderAlarm
from farshore.moderation.models import Act, Alarm, Alarmed, AuditLine, Crossing, Reason, Scope
from farshore.moderation.queries.log import lines_of, verify_chain
from farshore.press.actions import press_all, press_waiting
from farshore.press.models import Address
from farshore.press.queries import backlog
from farshore.stories import queries as stories
from farshore.stories.errors import UnknownStory
from farshore.stories.models import Story
from farshore.vault import queries as vault
from tests.moderation.making import SECRET, agreed_by_two, overseer, person, sent
from tests.staff import enter
from tests.stories.making import picture, published, waypoint

pytestmark = pytest.mark.django_db

ALL, COUNTRY, STORY = Scope.ALL, Scope.COUNTRY, Scope.STORY


def stands(slug: str) -> bool:
    return not Story.objects.get(slug=slug).hidden


def southern(title: str = "South") -> str:
    return published(title, waypoints=(waypoint("KR"),))


def scheduled(mira: User, rosa: User) -> Submission:
    row = sent()
    agreed_by_two(row, mira, rosa)
    return row


def released(mira: User, rosa: User) -> Submission:
    row = scheduled(mira, rosa)
    release_story(submission=row.pk)
    row.refresh_from_db()
    return row


def test_a_country_is_hidden_and_the_rest_stays() -> None:
    north, south = published("North"), southern()
    assert raise_alarm(scope=COUNTRY, what="KP") == 1
    assert (stands(north), stands(south)) == (False, True)
    assert end_alarm(scope=COUNTRY, what="KP") == 1
    assert stands(north) and not Alarm.objects.exists() and not Alarmed.objects.exists()


@pytest.mark.promise("P-28")
def test_only_what_the_alarm_hid_comes_back(mira: User, rosa: User) -> None:
    by_team, by_teller, free = published("a"), released(mira, rosa), released(mira, rosa)
    hiding.hide_now(slug=by_team, by=mira)
    registry.request("hide_story", slug=by_teller.slug)
    assert raise_alarm(scope=ALL) == 3
    free.refresh_from_db()
    assert free.status == Status.HIDDEN
    assert end_alarm(scope=ALL) == 1
    assert [stands(slug) for slug in (by_team, by_teller.slug, free.slug)] == [False, False, True]
    free.refresh_from_db()
    by_teller.refresh_from_db()
    assert (free.status, by_teller.status) == (Status.RELEASED, Status.HIDDEN)


def test_what_another_alarm_hides_stays_hidden() -> None:
    north, south = published("North"), southern()
    raise_alarm(scope=COUNTRY, what="KP")
    raise_alarm(scope=ALL)
    assert end_alarm(scope=ALL) == 1
    assert (stands(north), stands(south)) == (False, True)
    assert end_alarm(scope=COUNTRY, what="KP") == 1
    assert stands(north)


def test_neither_team_nor_teller_shows_what_an_alarm_hides(mira: User, rosa: User) -> None:
    row = released(mira, rosa)
    raise_alarm(scope=STORY, what=row.slug)
    with pytest.raises(intake.NotNow):
        registry.request("unhide_story", slug=row.slug)
    hiding.hide_now(slug=row.slug, by=mira)
    with pytest.raises(UnderAlarm):
        hiding.show_again(slug=row.slug, by=mira)
    assert end_alarm(scope=STORY, what=row.slug) == 0
    assert hiding.show_again(slug=row.slug, by=mira)


@pytest.mark.promise("P-28")
def test_what_is_released_under_an_alarm_never_stands_on_the_site(mira: User, rosa: User) -> None:
    row = scheduled(mira, rosa)
    raise_alarm(scope=COUNTRY, what="KP")
    slug = release_story(submission=row.pk)
    row.refresh_from_db()
    assert not stands(slug) and row.status == Status.HIDDEN
    assert end_alarm(scope=COUNTRY, what="KP") == 1
    assert stands(slug)


def test_a_release_that_did_not_know_of_the_alarm_is_hidden_after_it() -> None:
    raise_alarm(scope=COUNTRY, what="KP")
    north, south = published("North"), southern()
    assert stands(north)
    cover_missed()
    assert (stands(north), stands(south)) == (False, True)
    assert "alarms" in {chore.name for chore in registry.chores("urgent")}


def test_the_log_names_the_reason_and_never_a_story(mira: User, rosa: User) -> None:
    row = released(mira, rosa)
    raise_alarm(scope=COUNTRY, what="KP", reason=Reason.DANGER, by=rosa)
    raise_alarm(scope=STORY, what=row.slug, reason=Reason.ORDER)
    many, one = AuditLine.objects.filter(act=Act.HID_MANY)
    assert json.loads(many.details) == {
        "scope": "country",
        "country": "KP",
        "stories": "1",
        "reason": "danger",
    }
    assert (many.staff, one.staff) == ("rosa", "")
    told = json.dumps([vars(line) for line in AuditLine.objects.all()], default=str)
    assert row.slug not in told and SECRET not in told
    key = vault.story_key(row.key)
    assert one in list(lines_of(key, since=clock.today()))
    verify_chain()


def test_an_alarm_that_changes_nothing_is_no_line() -> None:
    published()
    raise_alarm(scope=ALL)
    assert raise_alarm(scope=ALL) == 0
    assert AuditLine.objects.count() == 1


def test_nobody_else_raises_or_ends_one(mira: User) -> None:
    north = published()
    for stranger in (mira, person("eva", "Editors")):
        with pytest.raises(NotYours):
            raise_alarm(scope=ALL, by=stranger)
        with pytest.raises(NotYours):
            end_alarm(scope=ALL, by=stranger)
    assert stands(north)
    assert raise_alarm(scope=ALL, by=overseer()) == 1


def test_unknown_stories_and_alarms_are_refused() -> None:
    with pytest.raises(UnknownStory):
        raise_alarm(scope=STORY, what="no-such-story")
    with pytest.raises(NoAlarm):
        end_alarm(scope=ALL)
    assert not Alarm.objects.exists() and not AuditLine.objects.exists()


def test_a_withdrawn_story_leaves_no_name_in_an_alarm(mira: User, rosa: User) -> None:
    row = released(mira, rosa)
    raise_alarm(scope=STORY, what=row.slug)
    raise_alarm(scope=ALL)
    withdraw_story(submission=row.pk)
    assert not Alarmed.objects.exists() and not Crossing.objects.exists()
    assert [alarm.what for alarm in Alarm.objects.all()] == [""]
    assert end_alarm(scope=ALL) == 0


@pytest.mark.promise("P-28")
def test_a_fault_in_the_middle_hides_none(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = [published(str(number)) for number in range(3)]

    def break_down(**_given: Any) -> None:
        raise OSError

    monkeypatch.setattr(panic.audit, "write", break_down)
    with pytest.raises(OSError):
        raise_alarm(scope=ALL)
    assert all(stands(slug) for slug in slugs)
    assert not Alarm.objects.exists() and not Crossing.objects.exists()


def test_many_are_hidden_by_as_many_queries_as_few() -> None:
    def queries_for(many: int) -> int:
        for number in range(many):
            published(str(number))
        with CaptureQueriesContext(
            connection,
        ) as counted:
            raise_alarm(scope=ALL)
        end_alarm(scope=ALL)
        return len(counted)

    few = queries_for(2)
    assert queries_for(28) <= few + 2


def test_many_touch_what_each_of_them_touches() -> None:
    """The bulk way must forget no address that the way of one story knows."""
    slugs = [published(str(n), pictures=(picture(),) if n < 2 else ()) for n in range(5)]
    for asked in (slugs[:1], slugs[1:3], slugs):
        for slug in asked:
            Story.objects.filter(slug=slug).update(hidden=True)
        single = {one for slug in asked for one in registry.touching("story", slug)}
        assert single <= registry.touching_many("story", asked)
    assert set(stories.neighbours_of_many(slugs[1:3])) <= set(slugs)


def files_with(site: Path, word: str) -> list[Path]:
    found = (path for path in site.rglob("*") if path.is_file())
    return [path for path in found if word.encode() in path.read_bytes()]


@pytest.mark.promise("P-28")
def test_nothing_of_a_hidden_country_stays_in_the_folder(data: Path) -> None:
    north = published("Unmistakable", text="Unmistakable", pictures=(picture(alt="Unmistakable"),))
    south = southern("Stays here")
    press_all(clock.now())
    site = data / "site"
    media = list((site / "media").rglob("*.jpg"))
    assert media and files_with(site, "Unmistakable")
    raise_alarm(scope=COUNTRY, what="KP")
    press_until_done(clock.now())
    assert not files_with(site, "Unmistakable") and not files_with(site, north)
    assert not any(path.exists() for path in media)
    assert files_with(site, "Stays here") and (site / "stories" / south / "index.html").exists()
    end_alarm(scope=COUNTRY, what="KP")
    press_until_done(clock.now())
    assert files_with(site, "Unmistakable") and all(path.exists() for path in media)


def press_until_done(now: datetime) -> None:
    while press_waiting(now):
        pass
    assert not backlog(now)


@pytest.fixture
def house(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (data / "run").mkdir()
    monkeypatch.setattr("farshore.config.cli.hide.open_house", Path)
    return data


Said = Callable[[], str]


def test_the_command_hides_presses_and_shows(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    north = published("North")
    press_all(clock.now())
    page = house / "site" / "stories" / north / "index.html"
    at = ["hide", "--data", str(house)]
    assert main([*at, "--country", "kp", "--reason", "danger"]) == DONE
    assert not page.exists() and "1 story is hidden." in capsys.readouterr().out
    assert main([*at, "--country", "KP", "--show"]) == DONE
    assert page.exists()
    assert main([*at, "--story", f"https://film.example/stories/{north}/"]) == DONE
    assert not page.exists()
    assert main([*at, "--all", "--show"]) == REFUSED
    assert "No such alarm stands." in capsys.readouterr().err


def test_the_command_refuses_what_it_does_not_know(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["hide", "--data", str(house)]
    assert main([*at, "--country", "Korea"]) == WRONG
    assert main([*at, "--story", "no-such-story"]) == REFUSED
    for wrong in ([], ["--all", "--country", "KP"], ["--all", "--reason", "because I say so"]):
        with pytest.raises(SystemExit) as ended:
            main([*at, *wrong])
        assert ended.value.code == WRONG
    assert not Alarm.objects.exists()


def test_a_press_that_stands_still_is_said(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from farshore.config.running.lock import Lock

    published()
    press_all(clock.now())
    monkeypatch.setattr("farshore.config.cli.hide.PATIENCE", 0.2)
    with Lock(house / "run" / "lock"):
        assert main(["hide", "--data", str(house), "--all"]) == PROBLEM
    assert "no worker seems to write them" in capsys.readouterr().err
    assert Address.objects.filter(touch__isnull=False).exists()


def at(name: str) -> str:
    return reverse(f"moderation:{name}")


def test_the_studio_asks_once_more_and_then_hides(rosa: User) -> None:
    north, south = published("North"), southern()
    client = enter(Client(), rosa)
    assert client.get(at("alarm")).status_code == 200
    form = {"about": "country", "country": "KP", "reason": "attack"}
    asked = client.post(at("alarm"), form)
    assert "This is about 1 story." in asked.content.decode() and stands(north)
    assert client.post(at("alarm"), form | {"sure": "yes"}).status_code == 302
    assert (stands(north), stands(south)) == (False, True)
    assert "hidden by an alarm" in client.get(at("public")).content.decode()
    page = client.get(at("alarm")).content.decode()
    assert "End it, and show again" in page
    assert client.post(at("alarm_end"), {"scope": "country", "what": "KP"}).status_code == 302
    assert stands(north)
    log = client.get(at("log")).content.decode()
    assert "raised an alarm" in log and "the house or the film is attacked" in log


@pytest.mark.parametrize(
    "form", [{}, {"about": "country"}, {"about": "country", "country": "QQ"}, {"about": "story"}]
)
def test_a_form_that_says_nothing_hides_nothing(rosa: User, form: dict[str, str]) -> None:
    north = published()
    answer = enter(Client(), rosa).post(at("alarm"), form | {"sure": "yes"})
    assert answer.status_code == 409
    assert "Nothing was hidden." in answer.content.decode() and stands(north)


def test_ending_what_has_ended_is_said_kindly(rosa: User) -> None:
    client = enter(Client(), rosa)
    for form in ({"scope": "all"}, {"scope": "else", "what": ""}, {}):
        answer = client.post(at("alarm_end"), form, follow=True)
        assert "That alarm has ended already." in answer.content.decode()


def test_the_alarm_is_for_releasers_and_who_looks_after_the_team(mira: User) -> None:
    assert enter(Client(), overseer()).get(at("alarm")).status_code == 200
    for stranger in (mira, person("eva", "Editors")):
        client = enter(Client(), stranger)
        assert client.get(at("alarm")).status_code in {302, 404}
        assert client.post(at("alarm"), {"about": "all", "sure": "yes"}).status_code in {302, 404}
    assert enter(Client(), mira).get(at("alarm_end")).status_code in {404, 405}
