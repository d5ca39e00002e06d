import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel.registry import registry
from farshore.kernel.signing import public_key
from farshore.stories import actions, revocations
from farshore.stories.models import RetiredRecord, Story
from farshore.stories.revocations import NotTheList, StaleList
from tests.stories.making import published

SECRET, DAY = "a secret", date(2026, 11, 25)
KEY = public_key(SECRET)
OPEN = ("site", "open_data")


def _written(*ids: UUID, day: date = DAY) -> bytes:
    return revocations.written(base_url="https://film.example", day=day, revoked=ids, secret=SECRET)


def _retired() -> set[UUID]:
    return set(RetiredRecord.objects.values_list("pk", flat=True))


@given(st.sets(st.uuids(), max_size=20))
def test_a_list_says_to_others_what_the_house_wrote(ids: set[UUID]) -> None:
    found = revocations.read(_written(*ids), key=KEY)
    assert (found.day, found.revoked, found.serial) == (DAY, ids, len(ids))


def test_the_order_of_the_ids_tells_nothing() -> None:
    one, other = uuid4(), uuid4()
    assert _written(one, other) == _written(other, one)


@pytest.mark.promise("P-34")
@pytest.mark.parametrize("spoil", ["revoked", "day", "house", "serial", "key", "signature"])
def test_a_list_that_somebody_else_changed_is_not_believed(spoil: str) -> None:
    told = json.loads(_written(uuid4()))
    told[spoil] = {"revoked": [], "day": "2026-11-26", "serial": 0}.get(spoil, "aGVsbG8=")
    with pytest.raises(NotTheList):
        revocations.read(json.dumps(told).encode(), key=KEY)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"{}", b"\xff", b'{"signature": 1}'], ids=range(6)
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(NotTheList):
        revocations.read(data, key=KEY)


def test_another_houses_list_is_refused() -> None:
    with pytest.raises(NotTheList):
        revocations.read(_written(), key=public_key("another"))


def test_a_list_that_is_held_back_is_noticed() -> None:
    found = revocations.read(_written(uuid4()), key=KEY)
    revocations.check_fresh(found, today=DAY + timedelta(days=7), least=1)
    with pytest.raises(StaleList):
        revocations.check_fresh(found, today=DAY + timedelta(days=8))
    with pytest.raises(StaleList):
        revocations.check_fresh(found, today=DAY, least=2)


@pytest.mark.django_db
def test_the_page_is_written_anew_each_day_and_only_then_by_itself() -> None:
    evening = datetime(2026, 11, 25, 23, 59, tzinfo=UTC)
    page = registry.render(revocations.ADDRESS, as_of=evening)
    assert page.due == datetime(2026, 11, 26, tzinfo=UTC)
    assert page.body == registry.render(revocations.ADDRESS, as_of=evening).body
    assert json.loads(page.body)["day"] == "2026-11-25"


@pytest.mark.django_db
@pytest.mark.promise("P-34")
def test_hiding_changing_and_taking_back_look_alike_on_the_list() -> None:
    slugs = [published(uses=OPEN) for _ in range(3)]
    records = set(Story.objects.values_list("record", flat=True))
    actions.hide_story(slug=slugs[0])
    actions.narrow_uses(slug=slugs[1], without={"site"})
    actions.withdraw_story(slug=slugs[2])
    body = registry.render(revocations.ADDRESS, as_of=datetime(2026, 11, 25, tzinfo=UTC)).body
    told = json.loads(body)
    assert set(map(UUID, told["revoked"])) == records
    assert set(told) == {"format", "house", "day", "serial", "revoked", "key", "signature"}
    assert not any(slug.encode() in body for slug in slugs)


@pytest.mark.django_db
def test_a_story_that_comes_back_has_another_name_in_open_data() -> None:
    slug = published(uses=OPEN)
    before = Story.objects.get().record
    actions.hide_story(slug=slug)
    actions.hide_story(slug=slug)
    actions.unhide_story(slug=slug)
    assert _retired() == {before}
    after = Story.objects.get().record
    assert after != before
    actions.unhide_story(slug=slug)
    assert Story.objects.get().record == after


@pytest.mark.django_db
def test_what_was_never_in_open_data_leaves_nothing_on_the_list() -> None:
    hidden, taken_back = published(), published()
    actions.hide_story(slug=hidden)
    actions.withdraw_story(slug=taken_back)
    assert _retired() == set()


@pytest.mark.django_db
def test_taking_back_what_is_hidden_adds_nothing_to_the_list() -> None:
    slug = published(uses=OPEN)
    actions.hide_story(slug=slug)
    before = _retired()
    actions.withdraw_story(slug=slug)
    assert _retired() == before


@pytest.mark.django_db
def test_an_alarm_retires_what_it_hides_once_and_names_anew_what_it_shows() -> None:
    shut, open_ = published(), [published(uses=OPEN) for _ in range(3)]
    before = set(Story.objects.filter(slug__in=open_).values_list("record", flat=True))
    actions.hide_story(slug=open_[0])
    actions.hide_stories(slugs=[shut, *open_])
    assert _retired() == before
    actions.unhide_stories(slugs=[shut, *open_])
    after = set(Story.objects.filter(slug__in=open_).values_list("record", flat=True))
    assert len(after) == 3 and not after & before
