"""The one door: what crosses is what was agreed, in its batch, whole, or not at all."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage

from farshore import sanitize
from farshore.intake import queries as intake
from farshore.intake.actions.returning import say
from farshore.intake.models import Change, Draft, Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions import releasing
from farshore.moderation.actions.releasing import release_due, release_story
from farshore.moderation.actions.sweeping import sweep
from farshore.moderation.errors import Blocked, Changed, NotNow
from farshore.moderation.models import Act, AuditLine, Crossing
from farshore.moderation.queries.consent import consent_of
from farshore.stories.models import ListSlot, Media, Rendition, Story
from tests.moderation.making import (
    DAY,
    agreed_by_two,
    case_for,
    picture,
    rewrite,
    sent,
    telling,
    waypoint,
)

pytestmark = pytest.mark.django_db

Scheduled = Callable[..., Submission]


@pytest.fixture
def scheduled(mira: User, rosa: User) -> Scheduled:
    """Makes a story that two people agreed to."""

    def make(**told: Any) -> Submission:
        row = sent(telling(**told))
        agreed_by_two(row, mira, rosa)
        return row

    return make


def test_what_was_agreed_crosses(scheduled: Scheduled) -> None:
    row = scheduled(pictures=(picture(),))
    slug = release_story(submission=row.pk)
    row.refresh_from_db()
    assert (row.status, row.slug, row.due_on) == (Status.RELEASED, slug, None)
    story = Story.objects.get(slug=slug)
    told = intake.read(row)
    assert (story.title, story.text, story.teller) == (told.title, told.text, told.teller)
    assert story.month == clock.today().replace(day=1)
    assert [point.text for point in story.waypoints.all()] == [w.text for w in told.waypoints]
    media = story.media.get()
    assert (media.alt, media.caption, media.waypoint) == ("A stove", "Our stove", 2)


def test_every_file_is_made_small_in_three_formats_and_proved_clean(scheduled: Scheduled) -> None:
    slug = release_story(submission=scheduled(pictures=(picture(),)).pk)
    made = Rendition.objects.filter(media__story__slug=slug)
    assert {one.format for one in made} == {"avif", "webp", "jpeg"}
    for one in made:
        extension = "jpg" if one.format == "jpeg" else one.format
        with default_storage.open(f"stories/{one.media_id}/{one.width}.{extension}") as file:
            sanitize.prove_clean(file.read(), format=one.format)


@pytest.mark.promise("P-13")
def test_a_release_records_what_it_rested_on(scheduled: Scheduled) -> None:
    row = scheduled()
    slug = release_story(submission=row.pk)
    crossing = Crossing.objects.get(slug=slug)
    assert crossing.submission == row
    assert [(yes.use, yes.day) for yes in consent_of(crossing).uses] == [
        ("site", DAY),
        ("search_engines", DAY),
    ]
    assert all(yes.wording for yes in consent_of(crossing).uses)
    assert b"search_engines" not in bytes(crossing.consent)


def test_the_line_of_a_release_names_both_people(scheduled: Scheduled) -> None:
    release_story(submission=scheduled().pk)
    line = AuditLine.objects.get(act=Act.RELEASED)
    assert (line.staff, line.details) == ("rosa", '{"first":"mira"}')


def test_a_story_crosses_once(scheduled: Scheduled) -> None:
    row = scheduled()
    release_story(submission=row.pk)
    with pytest.raises(NotNow):
        release_story(submission=row.pk)
    assert Story.objects.count() == 1


@pytest.mark.promise("P-01")
@pytest.mark.parametrize("status", [one for one in Status if one != Status.SCHEDULED])
def test_nothing_crosses_that_two_people_have_not_agreed_to(
    scheduled: Scheduled, status: Status
) -> None:
    row = scheduled()
    Submission.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(NotNow):
        release_story(submission=row.pk)
    assert not Story.objects.exists()


def test_a_story_that_was_marked_as_agreed_by_hand_does_not_cross(mira: User) -> None:
    """Status alone opens nothing: there is no agreement under the story's key."""
    row = sent()
    Submission.objects.filter(pk=row.pk).update(status=Status.SCHEDULED)
    with pytest.raises(Changed):
        release_story(submission=row.pk)


def edited(row: Submission) -> None:
    rewrite(row, telling(title="Another"))


def exchanged(row: Submission) -> None:
    from farshore.vault import actions as vault
    from tests.moderation.making import master

    made = vault.keep(story=row.key, data=master((1, 2, 3)).data, kind="picture")
    row.pictures.update(blob=made)


def written(row: Submission) -> None:
    say(row=row, text="Please wait.", from_team=False)


CHANGES = [edited, exchanged, written]


@pytest.mark.promise("P-10")
@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_is_not_released_and_is_read_again(
    scheduled: Scheduled, change: Callable[[Submission], None]
) -> None:
    row = scheduled(pictures=(picture(),))
    change(row)
    with pytest.raises(Changed):
        release_story(submission=row.pk)
    later = datetime.now(UTC) + timedelta(days=90)
    assert release_due(later) == 0
    row.refresh_from_db()
    assert (row.status, row.due_on) == (Status.IN_REVIEW, None)
    assert not Story.objects.exists()
    assert not Media.objects.exists()
    case = case_for(row)
    assert (case.approved_by, case.second, bytes(case.agreed)) == (None, None, b"")
    assert AuditLine.objects.latest("number").act == Act.NOT_RELEASED


def test_a_change_between_the_making_of_the_pictures_and_the_crossing_is_noticed(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = scheduled(pictures=(picture(),))
    made = releasing._pictures

    def slow(*given: Any) -> Any:
        pictures = made(*given)
        exchanged(row)
        return pictures

    monkeypatch.setattr(releasing, "_pictures", slow)
    with pytest.raises(Changed):
        release_story(submission=row.pk)
    assert not Story.objects.exists()


def test_while_its_teller_has_it_open_a_story_waits(scheduled: Scheduled) -> None:
    row = scheduled()
    draft = Draft.objects.create(find=bytes(row.find), sealed=b"x", expires_on=date(2026, 12, 1))
    later = datetime.now(UTC) + timedelta(days=90)
    assert release_due(later) == 0
    row.refresh_from_db()
    assert row.status == Status.SCHEDULED
    draft.delete()
    assert release_due(later) == 1


@pytest.mark.promise("P-13")
def test_a_story_whose_yes_to_the_site_is_gone_does_not_cross(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where content and agreement fit together: the rules are applied again at the door."""
    row = scheduled()
    monkeypatch.setattr(releasing, "blocks_of", lambda *_a, **_k: ("no_site",))
    with pytest.raises(Blocked):
        release_story(submission=row.pk)
    assert not Story.objects.exists()


def test_an_open_proposal_holds_it(scheduled: Scheduled) -> None:
    row = scheduled()
    Change.objects.create(submission=row, kind="cut", sealed=b"", day=clock.today())
    with pytest.raises(Blocked):
        release_story(submission=row.pk)


def test_a_rule_that_became_stricter_is_applied_at_the_door(
    scheduled: Scheduled, settings: Any
) -> None:
    row = scheduled()
    settings.SMALLEST_PLACE = 10_000_000
    slug = release_story(submission=row.pk)
    first = Story.objects.get(slug=slug).waypoints.first()
    assert first is not None
    assert (first.place, first.precision) == ("c:KP", "country")


@pytest.mark.promise("P-06")
def test_a_rule_that_became_looser_shows_nothing_that_was_not_agreed(
    scheduled: Scheduled, settings: Any
) -> None:
    """Dates and means of a young journey are left out; a looser rule would bring them back."""
    passed = waypoint(1, "c:CN", role="passed", date="2020", means="foot")
    row = scheduled(waypoints=(passed, waypoint(2, date="2021")))
    settings.ROAD_IN_USE_YEARS = 0
    with pytest.raises(Changed):
        release_story(submission=row.pk)
    assert not Story.objects.exists()


@pytest.mark.promise("P-07")
def test_a_road_in_use_crosses_as_countries_without_means_and_dates(scheduled: Scheduled) -> None:
    passed = waypoint(1, "t:2033467", precision="town", role="passed", date="2020", means="foot")
    slug = release_story(submission=scheduled(waypoints=(passed, waypoint(2, date="2021"))).pk)
    first = Story.objects.get(slug=slug).waypoints.first()
    assert first is not None
    assert (first.place, first.date, first.means) == ("c:CN", "", "")


HOUR = 9


@pytest.mark.promise("P-09")
@pytest.mark.parametrize(
    "moment, due",
    [
        (datetime(2026, 11, 29, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 29, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 3, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_batch_is_released_at_its_hour_and_not_before(
    scheduled: Scheduled, settings: Any, moment: datetime, due: bool
) -> None:
    settings.RELEASE_HOUR = HOUR
    row = scheduled()
    Submission.objects.filter(pk=row.pk).update(due_on=date(2026, 11, 29))
    assert release_due(moment) == int(due)


def test_the_hour_is_that_of_the_house(scheduled: Scheduled, settings: Any) -> None:
    settings.RELEASE_HOUR, settings.TIME_ZONE = HOUR, "Asia/Seoul"
    row = scheduled()
    Submission.objects.filter(pk=row.pk).update(due_on=date(2026, 11, 29))
    assert release_due(datetime(2026, 11, 28, 23, 30, tzinfo=UTC)) == 0
    assert release_due(datetime(2026, 11, 29, 0, 30, tzinfo=UTC)) == 1


def test_the_demonstration_does_not_wait(mira: User, rosa: User, settings: Any) -> None:
    settings.RELEASE_AT_ONCE, settings.RELEASE_HOUR = True, 23
    agreed_by_two(sent(), mira, rosa)
    assert release_due(clock.now()) == 1


@pytest.mark.promise("P-09")
def test_the_order_of_a_batch_is_drawn_by_lot(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [scheduled(title=str(number)) for number in range(4)]
    Submission.objects.update(due_on=date(2026, 11, 20))
    orders: list[list[Any]] = []

    def backwards(given: list[Any]) -> None:
        orders.append(list(given))
        given.sort(key=lambda pk: [row.pk for row in rows].index(pk), reverse=True)

    monkeypatch.setattr(releasing._lots, "shuffle", backwards)
    assert release_due(clock.now()) == 4
    slots = ListSlot.objects.filter(list="all").order_by("number")
    assert [slot.story.title for slot in slots if slot.story] == ["3", "2", "1", "0"]
    assert len(orders) == 1 and isinstance(releasing._lots, releasing.random.SystemRandom)


@pytest.mark.parametrize(
    ("held", "order"), [(10**9, "made made cross cross"), (1, "made cross made cross")]
)
def test_all_pictures_of_a_batch_are_made_before_its_first_story_crosses(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch, held: int, order: str
) -> None:
    for title in ("one", "two"):
        scheduled(title=title, pictures=(picture(),))
    Submission.objects.update(due_on=date(2026, 11, 20))
    made, crossed, seen = releasing._pictures, releasing._cross, []
    monkeypatch.setattr(releasing, "HELD", held)  # a batch too large for memory goes in portions
    monkeypatch.setattr(
        releasing, "_pictures", lambda *given: (seen.append("made"), made(*given))[1]
    )
    monkeypatch.setattr(
        releasing, "_cross", lambda *given: (seen.append("cross"), crossed(*given))[1]
    )
    assert release_due(clock.now()) == 2
    assert seen == order.split()


def test_one_story_that_cannot_be_released_does_not_hold_up_the_others(
    scheduled: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = scheduled(title="bad"), scheduled(title="good")
    Submission.objects.update(due_on=date(2026, 11, 20))
    true = intake.read

    def broken(row: Submission) -> Any:
        if row.pk == bad.pk:
            raise RuntimeError("the disk has gone")
        return true(row)

    monkeypatch.setattr(intake, "read", broken)
    assert release_due(clock.now()) == 1
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == (Status.RELEASED, Status.SCHEDULED)


def test_files_of_a_release_that_never_was_are_swept_after_an_hour(scheduled: Scheduled) -> None:
    from django.db import transaction

    row = scheduled(pictures=(picture(),))
    with transaction.atomic():
        release_story(submission=row.pk)
        transaction.set_rollback(True)
    kept = release_story(submission=row.pk)
    folders, _files = default_storage.listdir("stories")
    assert len(folders) == 2
    assert sweep(clock.now()) == 0
    assert sweep(clock.now() + timedelta(hours=2)) == 3
    folders, _files = default_storage.listdir("stories")
    assert folders == [str(Media.objects.get(story__slug=kept).pk)]


def test_no_row_of_a_release_tells_more_than_a_day(scheduled: Scheduled) -> None:
    from django.apps import apps
    from django.db import models

    release_story(submission=scheduled(pictures=(picture(),)).pk)
    rooms = ("moderation", "intake", "stories", "vault")
    fine = [
        f"{model._meta.label}.{field.name}"
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.DateTimeField | models.TimeField)
    ]
    assert fine == []
