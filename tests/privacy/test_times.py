"""No time of a teller is finer than a day, none that is public finer than a month.

Every model, every row, every file's time and every public page is looked at after a story has gone
the whole way: shared, read, answered, released, hidden, shown, withdrawn.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models

from farshore.config import settings as house
from farshore.intake import actions as intake
from farshore.intake.models import Submission
from farshore.kernel import clock
from farshore.moderation.actions.releasing import release_due
from farshore.press.actions import press_all, press_waiting
from farshore.stories.models import Story
from tests.intake.making import drafted, photo, sent_with_picture
from tests.moderation.making import agreed_by_two, moderator, releaser

FINE = (models.DateTimeField, models.TimeField, models.DurationField)

ALLOWED = {
    "press.Address.due_at": "when a page changes by itself, such as on a closing day",
    # What staff do themselves, not what tellers do. Wagtail's and allauth's own tables.
    "account.EmailConfirmation": "of staff; not used: nobody confirms an address here",
    "auth.User": "of staff",
    "mfa.Authenticator": "of staff",
    "sessions.Session": "of staff: tellers have no session",
    "socialaccount.SocialAccount": "not used: tests/contributors/ finds it empty",
    "socialaccount.SocialToken": "not used: tests/contributors/ finds it empty",
    "wagtailadmin.EditingSession": "of editors",
    "wagtailadmin.FormState": "of editors",
    "wagtailcore.APIToken": "of staff; not used",
    "wagtailcore.Comment": "of editors",
    "wagtailcore.CommentReply": "of editors",
    "wagtailcore.ModelLogEntry": "of editors: what they did to the film's pages",
    "wagtailcore.Page": "of editors",
    "wagtailcore.PageLogEntry": "of editors",
    "wagtailcore.Revision": "of editors",
    "wagtailcore.TaskState": "of editors",
    "wagtailcore.WorkflowState": "of editors",
    "wagtaildocs.Document": "of editors",
    "wagtailimages.Image": "of editors",
}
"""Where a time finer than a day may be stored, and whose it is."""

COUNTED = {
    "moderation.AuditHead": "the end of the chain",
    "moderation.AuditLine": "the chain is counted on purpose; its lines belong to staff",
    "moderation.Reader": "who opened a case",
    "moderation.StaffProfile": "of staff",
    "press.Address": "an address is its own key",
    "screenings.Film": "of editors",
    "screenings.StillRendition": "of editors",
}
"""Models of ours whose keys are not random: a counted key would tell who came before whom."""

MORNING = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
CLOCK = re.compile(r"\b\d{1,2}:\d\d(:\d\d)?\b")


def ours() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith("farshore."):
            yield from config.get_models(include_auto_created=True)


def fine_fields(every: Iterator[type[models.Model]]) -> set[str]:
    """`app.Model.field` for every field that can hold a time finer than a day."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in every
        for field in model._meta.get_fields()
        if isinstance(field, FINE)
    }


@pytest.mark.promise("P-09")
def test_no_field_holds_a_time_finer_than_a_day_but_those_of_staff() -> None:
    fields = fine_fields(iter(apps.get_models(include_auto_created=True)))
    assert {
        name for name in fields if not {name, name.rpartition(".")[0]} & ALLOWED.keys()
    } == set()
    assert fine_fields(ours()) == {"press.Address.due_at"}


def test_every_allowance_is_still_needed() -> None:
    fields = fine_fields(iter(apps.get_models(include_auto_created=True)))
    needed = fields | {name.rpartition(".")[0] for name in fields}
    assert sorted(ALLOWED.keys() - needed) == []


def test_no_key_of_ours_tells_who_came_first() -> None:
    random = models.UUIDField | models.CharField
    counted = {m._meta.label for m in ours() if not isinstance(m._meta.pk, random)}
    assert sorted(counted - COUNTED.keys()) == []


@pytest.fixture
def team(data: Path, db: None, settings: Any) -> tuple[User, User]:
    settings.RELEASE_AT_ONCE = True
    return moderator("mira"), releaser("rosa")


def a_whole_life(team: tuple[User, User], *, until: str = "") -> Submission:
    """A story on its way, up to a step; a draft and a staged picture beside it."""
    intake.add_picture(keys=drafted(), data=photo(), number="1")
    mine, row = sent_with_picture()
    intake.answer(keys=mine, text="I was nine then.")
    row.refresh_from_db()
    agreed_by_two(row, *team)
    assert release_due(clock.now()) == 1
    if until == "released":
        return Submission.objects.get(pk=row.pk)
    intake.hide(keys=mine)
    intake.show_again(keys=mine)
    intake.ask_change(keys=mine, text="Please leave out the bridge.")
    if until == "asked":
        return Submission.objects.get(pk=row.pk)
    intake.withdraw(keys=mine)
    return row


def rows() -> Iterator[tuple[str, Any]]:
    """(`table.column`, value) for every value in our tables, as the database gives it."""
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in ours()}):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{name}", v) for name, v in zip(names, row, strict=True))


def too_fine(value: Any) -> bool:
    """Whether a value says a time of day, or is a key with a time in it."""
    if isinstance(value, datetime | time):
        return True
    if isinstance(value, UUID):
        return value.version != 4
    if isinstance(value, str):
        plain = re.fullmatch(r"[0-9a-f]{12}([0-9a-f])[0-9a-f]{19}", value)
        return bool(CLOCK.search(value)) or (bool(plain) and plain[1] in "167")
    return False


@pytest.mark.promise("P-09")
@pytest.mark.parametrize("until", ["released", "asked", "withdrawn"])
def test_no_row_of_ours_says_a_time_of_day(team: tuple[User, User], until: str) -> None:
    a_whole_life(team, until=until)
    found = list(rows())
    assert len(found) > 50
    # Sealed names are 32 random digits, of which one in five looks like a key with a time in it.
    told = {where for where, value in found if too_fine(value) and not _is_random_name(where)}
    assert told <= {"press_address.due_at"}


def _is_random_name(where: str) -> bool:
    return where in {
        f"{model._meta.db_table}.{field.column}"
        for model in ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length == 32
    }


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        time(9, 30),
        "2026-11-25 09:30:00",
        "at 9:30",
        UUID("0193623e-3c00-7000-8000-000000000000"),
        UUID("f47ac10b-58cc-11e9-8647-d663bd873d93"),
    ],
)
def test_each_kind_of_time_is_noticed(value: Any) -> None:
    assert too_fine(value)


@pytest.mark.parametrize(
    "value", [date(2026, 11, 25), "2026-11-25", "1998-24?", 930, b"\x09\x1e", "one: two"]
)
def test_days_and_what_tellers_remember_are_no_times(value: Any) -> None:
    assert not too_fine(value)


def finer_than_a_day(folder: Path) -> list[str]:
    """Files and folders whose time is no midnight."""
    return [
        path.relative_to(folder).as_posix()
        for path in [folder, *folder.rglob("*")]
        if path.stat().st_mtime % 86_400
    ]


@pytest.mark.promise("P-09")
@pytest.mark.parametrize("until", ["asked", "withdrawn"])
def test_no_sealed_file_and_no_folder_of_them_says_a_time_of_day(
    team: tuple[User, User], data: Path, until: str
) -> None:
    a_whole_life(team, until=until)
    assert list((data / "uploads").rglob("????????*"))
    assert finer_than_a_day(data / "vault") == []
    assert finer_than_a_day(data / "uploads") == []


def test_a_file_of_this_moment_is_noticed(data: Path) -> None:
    (data / "vault").mkdir()
    (data / "vault" / "a").write_bytes(b"")
    assert finer_than_a_day(data / "vault") == [".", "a"]


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every public text: pages, feeds, data, the sitemap."""
    for path in sorted(site.rglob("*")):
        if path.suffix in {".html", ".xml", ".json", ".txt"} and "assets" not in path.parts:
            yield path.relative_to(site).as_posix(), path.read_text("utf-8")


STAMP = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
WHOLE_MONTH = re.compile(r"^(\d{4}-\d\d-01T00:00|0?1 [A-Z][a-z]{2} \d{4} 00:00)")


def fine_stamps(text: str) -> list[str]:
    """Stamps in a text that are not the first moment of a month."""
    return [found for found in STAMP.findall(text) if not WHOLE_MONTH.match(found)]


def days_of(day: date) -> re.Pattern[str]:
    """A day, as a page could say it."""
    said = [
        day.isoformat(),
        f"{day:%d %B}",
        f"{day:%d %b}",
        f"{day.day} {day:%B}",
        f"{day:%B} {day.day}",
    ]
    return re.compile("|".join(rf"\b{re.escape(one)}\b" for one in said))


@pytest.mark.promise("P-09")
def test_nothing_public_says_a_day_of_a_story(team: tuple[User, User], data: Path) -> None:
    with clock.frozen(MORNING):
        a_whole_life(team, until="released")
        while press_waiting(clock.now()):
            pass
        press_all(clock.now())
    site = dict(texts(data / "site"))
    assert any(name.startswith("feed") for name in site) and "sitemap-stories.xml" in site
    today = days_of(MORNING.date())
    assert {name: fine for name, text in site.items() if (fine := fine_stamps(text))} == {}
    # The list that copies follow is written anew each day, whether anything has happened or not.
    listed = "data/revocations.json"
    assert [name for name, text in site.items() if today.search(text)] == [listed]
    assert not any("<lastmod>" in text for text in site.values())


@pytest.mark.parametrize(
    "text",
    [
        "<updated>2026-11-25T00:00:00Z</updated>",
        "<updated>2026-11-01T09:30:00Z</updated>",
        "<pubDate>Wed, 25 Nov 2026 00:00:00 +0000</pubDate>",
    ],
)
def test_a_stamp_finer_than_a_month_is_noticed(text: str) -> None:
    assert fine_stamps(text)


def test_the_first_moment_of_a_month_is_fine_and_a_named_day_is_found() -> None:
    assert fine_stamps("2026-11-01T00:00:00Z, Sun, 01 Nov 2026 00:00:00 +0000") == []
    for said in ("on 25 November", "2026-11-25", "Nov, 25 Nov", "November 25, 2026"):
        assert days_of(date(2026, 11, 25)).search(said)
    assert not days_of(date(2026, 11, 5)).search("25 November")


def test_the_public_row_knows_the_month_alone(team: tuple[User, User]) -> None:
    a_whole_life(team, until="released")
    assert Story.objects.get().month == clock.today().replace(day=1)


def test_no_line_on_the_terminal_carries_a_time_of_its_own() -> None:
    formats: Callable[..., Any] = house.LOGGING["formatters"].values
    assert [one for one in formats() if "asctime" in one["format"]] == []
