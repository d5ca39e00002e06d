import feedparser
import pytest

from farshore.stories import actions, queries
from tests.stories.making import published, waypoint
from tests.stories.reading import links, page, read, sitemaps

pytestmark = pytest.mark.django_db


def test_a_list_is_numbered_from_the_oldest_and_read_from_the_newest() -> None:
    slugs = [published(f"Story {number}") for number in (1, 2, 3)]
    actions.withdraw_story(slug=slugs[1])
    found = read("/stories/")
    assert [one.given["class"] for one in found.elements if "reversed" in one.given] == [
        "story-list"
    ]
    items = found.all("li", **{"class": "story-item"})
    assert [one.given["value"] for one in items] == ["3", "1"]
    assert [one.words.split()[1] for one in items] == ["3", "1"]


@pytest.mark.promise("P-27")
def test_permanent_pages_hold_their_stories_whatever_comes(settings: object) -> None:
    settings.LIST_SIZE = 2  # type: ignore[attr-defined]
    slugs = [published(f"Story {number}") for number in range(5)]
    first = page("/stories/page/1/")
    actions.hide_story(slug=slugs[4])
    published("One more")
    assert page("/stories/page/1/") == first
    read("/stories/page/2/")
    walked, address = set(), "/stories/"
    while address:
        walked |= {one for one in links(address) if one.count("-") > 1}
        older = [one.given["href"] for one in read(address).all("a", rel="next")]
        address = older[0] if older else ""
    assert {f"/stories/{slug}/" for slug in slugs[:4]} <= walked


def test_every_list_can_be_reached_by_links() -> None:
    published("A", themes=("sea",), waypoints=(waypoint("KR"),))
    published("ㄱ", language="ko", themes=("border",), waypoints=(waypoint("MN"),))
    reached, ahead = set(), ["/"]
    while ahead:
        address = ahead.pop()
        new = {one for one in links(address) if one.startswith("/") and "/return/" not in one}
        new -= {"/share/", "/feed.xml"}
        ahead += new - reached
        reached |= new
    assert {
        "/stories/", "/places/", "/globe/", "/about/", "/privacy/",
        "/stories/theme/sea/", "/stories/theme/border/",
        "/stories/language/ko/", "/stories/language/en/", "/places/kr/", "/places/mn/",
    } <= reached  # fmt: skip


def test_only_themes_and_languages_that_some_story_has_are_offered() -> None:
    slug = published("A", themes=("sea",))
    published("ㄱ", language="ko", themes=("border",))
    assert "/stories/theme/camp/" not in links("/stories/")
    actions.hide_story(slug=slug)
    offered = links("/stories/")
    assert "/stories/theme/sea/" not in offered and "/stories/theme/border/" in offered
    assert "/stories/language/ko/" not in offered  # one language is no choice


def test_a_list_with_a_story_that_refused_search_engines_is_kept_from_them() -> None:
    published("A")
    for address in ("/stories/", "/places/", "/places/kr/", "/stories/theme/border/"):
        assert not read(address).all("meta", name="robots"), address
    slug = published("B", uses=("site",))
    for address in ("/stories/", "/places/", "/places/kr/", "/stories/theme/border/"):
        assert read(address).all("meta", name="robots", content="noindex, follow"), address
    assert read("/stories/").all("a", rel="nofollow", href=f"/stories/{slug}/")


@pytest.mark.parametrize("address", ["/stories/", "/places/", "/globe/", "/"])
def test_an_empty_house_is_no_error(address: str) -> None:
    read(address)


@pytest.mark.parametrize("address", ["/feed.xml", "/feed/atom.xml", "/feed/", "/feed/atom/"])
def test_a_feed_is_read_by_a_reader_of_feeds(address: str) -> None:
    published("First", teller="M. & N.", text="It was <late>.")
    published("", text="", waypoints=(waypoint("KP", lon=1.0), waypoint("KR")))
    slug = published("Last", warnings=("hunger",), text="Not to be read unasked.")
    told = feedparser.parse(page(address))
    assert not told.bozo
    assert [one.title for one in told.entries] == ["Last", "North Korea – South Korea", "First"]
    assert told.entries[0].link == f"http://127.0.0.1:8000/stories/{slug}/"
    assert told.entries[0].summary == "This story speaks of: Hunger."
    assert told.entries[2].summary.replace("&lt;", "<").replace("&gt;", ">") == "It was <late>."
    assert told.entries[2].author == "M. & N."
    moment = told.entries[0]["published_parsed" if told.version == "rss20" else "updated_parsed"]
    assert moment[2:6] == (1, 0, 0, 0)
    assert "Not to be read unasked" not in page(address)


def test_a_feed_has_one_name_for_its_two_places() -> None:
    published("First")
    assert page("/feed/") == page("/feed.xml")
    assert page("/feed/atom/") == page("/feed/atom.xml")
    atom = feedparser.parse(page("/feed/atom/"))
    own = [one.href for one in atom.feed.links if one.rel == "self"]
    assert own == ["http://127.0.0.1:8000/feed/atom.xml"]


@pytest.mark.promise("P-13")
def test_a_story_that_refused_search_engines_is_in_no_feed() -> None:
    published("Loud")
    published("Quiet", uses=("site", "open_data"))
    assert [one.title for one in feedparser.parse(page("/feed.xml")).entries] == ["Loud"]


def test_a_feed_looks_behind_the_stories_that_it_may_not_hold(settings: object) -> None:
    published("Loud")
    for number in range(7):
        published(f"Quiet {number}", uses=("site",))
    assert [one.title for one in feedparser.parse(page("/feed.xml")).entries] == ["Loud"]
    assert "Loud" in page("/") and "Quiet" not in page("/").partition("newest-heading")[2]


@pytest.mark.promise("P-13")
def test_the_sitemap_names_only_what_search_engines_may_have() -> None:
    loud = published("Loud")
    assert f"/stories/{loud}/" in sitemaps()
    assert "<loc>http://127.0.0.1:8000/stories/</loc>" in sitemaps()
    quiet = published("Quiet", uses=("site",))
    text = sitemaps()
    assert f"/stories/{loud}/" in text and f"/stories/{quiet}/" not in text
    assert "<loc>http://127.0.0.1:8000/stories/</loc>" not in text and "/places/" not in text
    assert quiet not in page("/robots.txt")


def test_robots_are_kept_from_what_is_private_in_every_language(settings: object) -> None:
    settings.SITE_LANGUAGES = ("en", "ar")  # type: ignore[attr-defined]
    lines = page("/robots.txt").splitlines()
    for path in ("/share/", "/return/", "/globe/journeys.json"):
        assert f"Disallow: {path}" in lines and f"Disallow: /ar{path}" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 7),
        ("/stories/", 5),
        ("/stories/theme/border/", 4),
        ("/places/", 3),
        ("/places/kr/", 4),
        ("/globe/", 3),
        ("/globe/journeys.json", 3),
        ("/feed.xml", 4),
        ("/feed/atom.xml", 4),
        ("/sitemap.xml", 1),
        ("/sitemap-pages.xml", 1),
        ("/sitemap-stories.xml", 2),
    ],
)
def test_a_page_costs_the_same_queries_at_one_and_three_stories(
    address: str, queries: int, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        published(f"Story {number}", waypoints=(waypoint("KP"), waypoint("KR")))
    with django_assert_num_queries(queries):  # type: ignore[operator]
        page(address)


def test_a_list_stands_as_long_as_any_story_of_it_does_whichever_was_the_first() -> None:
    first, second = published("One", themes=("border",)), published("Two", themes=("border",))
    actions.withdraw_story(slug=first)
    assert "theme:border" in queries.standing_keys()
    actions.hide_story(slug=second)
    assert queries.standing_keys() == []
    actions.unhide_story(slug=second)
    assert "theme:border" in queries.standing_keys()


@pytest.mark.parametrize(
    ("uses", "all_of_them"),
    [
        ((), True),
        (("site", "search_engines"), True),
        (("site",), False),
        (("site", "press"), False),
    ],
    ids=["none", "yes", "no", "other"],
)
def test_lists_are_for_search_engines_where_every_visible_story_is(
    uses: tuple[str, ...], all_of_them: bool
) -> None:
    published("Loud")
    if uses:
        slug = published("Another", uses=uses)
        assert queries.all_indexed() is all_of_them
        actions.hide_story(slug=slug)
    assert queries.all_indexed()
