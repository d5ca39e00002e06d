"""Files about many stories are cut into parts, and a change writes only its own part anew."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel.registry import UnknownAddress, registry
from farshore.stories import actions, parts
from tests.stories.making import published
from tests.stories.reading import NOW, page, sitemaps

OPEN = ("site", "search_engines", "open_data")


@given(st.sampled_from(parts.FORMS), st.integers(1, 9_999_999))
def test_an_address_leads_back_to_its_part(form: str, part: int) -> None:
    assert parts.part_at(parts.address(form, part)) == (form, part)


@given(st.integers(1, 10_000_000))
def test_every_slot_lies_in_its_part_and_no_other(slot: int) -> None:
    part = parts.part_of(slot)
    first, last = parts.slots(part)
    assert first <= slot <= last
    assert parts.slots(part + 1)[0] == last + 1
    assert parts.parts(slot) == part


@pytest.mark.parametrize(
    "address",
    [
        "/data/stories-0.geojson",
        "/data/stories-1.geojson",
        "/data/stories-02.geojson",
        "/data/stories-.geojson",
        "/data/stories-99999999.geojson",
        "/data/stories-٢.geojson",
        "/data/storiesXgeojson",
        "/ko/data/stories.geojson",
    ],
    ids=range(8),
)
def test_a_part_has_one_address(address: str) -> None:
    assert parts.part_at(address) is None


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SIZE", 2)


def _titles(address: str) -> set[str]:
    return {one["properties"]["title"] for one in json.loads(page(address))["features"]}


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_one_part_leads_to_the_next_until_the_last() -> None:
    for number in range(5):
        published(str(number), uses=OPEN)
    told = [json.loads(page(f"/data/stories{end}.geojson")) for end in ("", "-2", "-3")]
    base = "http://127.0.0.1:8000/data/stories"
    assert [one.get("next") for one in told] == [f"{base}-2.geojson", f"{base}-3.geojson", None]
    assert [len(one["features"]) for one in told] == [2, 2, 1]
    with pytest.raises(UnknownAddress):
        page("/data/stories-4.geojson")


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_google_earth_is_led_from_part_to_part() -> None:
    for number in range(3):
        published(str(number), uses=OPEN)
    documents = [_kml(f"/data/stories{end}.kmz") for end in ("", "-2")]
    link = "<Link><href>http://127.0.0.1:8000/data/stories-2.kmz</href></Link>"
    assert [link in one for one in documents] == [True, False]
    assert [one.count("<Folder") for one in documents] == [2, 1]


def _kml(address: str) -> str:
    with zipfile.ZipFile(io.BytesIO(registry.render(address, as_of=NOW).body)) as opened:
        return opened.read("doc.kml").decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_a_change_touches_its_own_part_alone() -> None:
    slugs = [published(str(number), uses=OPEN) for number in range(5)]
    touched = actions.hide_story(slug=slugs[1])
    assert {one for one in touched if parts.part_at(one)} == {
        form.format("") for form in parts.FORMS
    }
    assert _titles("/data/stories.geojson") == {"0"}
    assert _titles("/data/stories-2.geojson") == {"2", "3"}
    assert slugs[1] not in sitemaps() and slugs[4] in sitemaps()


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_the_first_story_of_a_part_touches_the_part_that_now_leads_to_it() -> None:
    for number in range(2):
        published(str(number), uses=OPEN)
    touched = registry.touching("story", published("third", uses=OPEN))
    both = {"/data/stories.geojson", "/data/stories-2.geojson"}
    assert both <= touched
    later = registry.touching("story", published("fourth", uses=OPEN))
    assert both & later == {"/data/stories-2.geojson"}


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_what_is_taken_back_leaves_a_gap_and_no_other_moves() -> None:
    slugs = [published(str(number), uses=OPEN) for number in range(4)]
    actions.withdraw_story(slug=slugs[0])
    assert _titles("/data/stories.geojson") == {"1"}
    assert _titles("/data/stories-2.geojson") == {"2", "3"}


@pytest.mark.django_db
def test_an_empty_house_has_one_empty_part_and_its_sitemaps_stand() -> None:
    assert _titles("/data/stories.geojson") == set()
    assert "/sitemap-stories.xml" in page("/sitemap.xml")
    assert "<url>" not in page("/sitemap-stories.xml")


@pytest.mark.django_db
@pytest.mark.usefixtures("small")
def test_many_at_once_touch_the_parts_that_each_touches() -> None:
    slugs = [published(str(number), uses=OPEN) for number in range(6)]
    chosen = [slugs[0], slugs[5]]
    alone = {one for slug in chosen for one in registry.touching("story", slug)}
    assert registry.touching_many("story", chosen) == alone
