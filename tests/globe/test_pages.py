import json

import pytest

from farshore.globe import queries
from farshore.stories import actions
from tests.stories.making import published, waypoint
from tests.stories.reading import page, read, sitemaps

pytestmark = pytest.mark.django_db


@pytest.mark.promise("P-23")
def test_without_scripts_the_map_leads_to_every_story() -> None:
    slugs = [published("One"), published("Two", waypoints=(waypoint("MN", lon=100.0, lat=46.0),))]
    found = read("/globe/")
    for slug in slugs:
        assert len(found.all("a", href=f"/stories/{slug}/")) == 2  # on the map and in the list
    assert [
        one.given["data-story"] for one in found.all("li") if "data-story" in one.given
    ] == sorted(slugs)


def test_a_title_on_the_map_says_its_language(settings: object) -> None:
    settings.SITE_LANGUAGES = ("en", "ar")  # type: ignore[attr-defined]
    published("عنوان", language="ar")
    found = read("/globe/")
    assert found.all("bdi", lang="ar", dir="rtl")
    assert all(one.given["lang"] == "ar" for one in found.all("a") if "aria-label" in one.given)
    published("", language="ar", text="")
    assert read("/globe/").all("bdi", lang="en", dir="ltr")


def test_the_globe_knows_where_its_files_lie() -> None:
    given = next(one.given for one in read("/globe/").elements if "data-globe" in one.given)
    for name in ("data-worker", "data-world", "data-world-fine", "data-rtl"):
        assert given[name].startswith("/assets/")
    assert json.loads(page(given["data-journeys"]))["type"] == "FeatureCollection"


def test_the_map_pages_are_kept_from_search_engines() -> None:
    published("One")
    assert read("/globe/").all("meta", name="robots", content="noindex, follow")
    assert "/globe/" not in sitemaps()


def test_the_first_page_draws_all_and_names_only_who_said_yes() -> None:
    loud, quiet = published("Loud"), published("Quiet", uses=("site",))
    newest = page("/").partition('id="newest-heading"')[2]
    assert loud in newest and quiet not in newest
    assert quiet not in page("/") and "Quiet" not in page("/")
    assert page("/").count('class="leg"') == 2


def test_only_the_newest_journeys_are_drawn_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "DRAWN", 3)
    monkeypatch.setattr(queries, "DRAWN_FIRST", 2)
    slugs = [published(str(number)) for number in range(2)]
    assert "The newest journeys are drawn here" not in page("/globe/")
    slugs += [published(str(number)) for number in range(2, 4)]
    assert "The newest journeys are drawn here" in page("/globe/")
    shown = [slug in page("/globe/") and slug in page("/globe/journeys.json") for slug in slugs]
    assert shown == [False, True, True, True]
    assert page("/").count('class="leg"') == 2


@pytest.mark.promise("P-15")
def test_a_hidden_story_leaves_every_map() -> None:
    slug = published("One")
    addresses = ("/", "/globe/", "/globe/journeys.json")
    assert all(slug in page(address) for address in addresses)
    actions.hide_story(slug=slug)
    assert not any(slug in page(address) for address in addresses)
