import pytest

from tests.stories.making import picture, published, waypoint
from tests.stories.reading import links, page, read

pytestmark = pytest.mark.django_db

NOINDEX = {"name": "robots", "content": "noindex, nofollow, noimageindex"}


@pytest.fixture
def three_languages(settings: object) -> None:
    settings.SITE_LANGUAGES = ("en", "ko", "ar")  # type: ignore[attr-defined]


def test_a_story_stands_beside_its_journey() -> None:
    places = (
        waypoint("KP", role="left", date="1998-24?", text="We left.", lon=127.5, lat=40.3),
        waypoint("KR", means="boat", text="We came."),
    )
    slug = published("One", waypoints=places, pictures=(picture(waypoint=1),))
    found = read(f"/stories/{slug}/")
    assert [one.words for one in found.all("h2")] == ["North Korea", "South Korea"]
    assert [one.words for one in found.all("p", **{"class": "facts"})] == [
        "left · winter 1998, perhaps somewhere in this country",
        "lives now · by boat somewhere in this country",
    ]
    knots = found.all("ol", **{"class": "journey"})[0].words
    assert knots.index("We left.") < knots.index("South Korea") < knots.index("We came.")
    assert found.all("svg", **{"class": "portrait"})


@pytest.mark.parametrize(
    "more",
    [
        {"waypoints": ()},
        {"waypoints": (waypoint("KR"),)},
        {"text": "", "waypoints": (waypoint("KP", lon=1.0), waypoint("KR"))},
        {"title": "", "teller": "", "waypoints": ()},
        {"pictures": (picture(), picture(waypoint=0)), "teller": "<b>&\"'"},
        {"told_by_helper": True, "teller": "A", "themes": ()},
        {"text": '<script>alert("x")</script>', "title": "</title><h1>"},
    ],
)
def test_whatever_was_left_out_the_page_is_whole(more: dict[str, object]) -> None:
    read(f"/stories/{published(**more)}/")  # type: ignore[arg-type]


def test_a_story_that_warns_is_opened_on_purpose() -> None:
    slug = published("One", text="What happened.", warnings=("violence", "hunger"))
    text = page(f"/stories/{slug}/")
    before, _gate, after = text.partition("</summary>")
    assert "This story speaks of: Violence, Hunger." in " ".join(before.split())
    assert "What happened." in after and "What happened." not in before
    assert "<details" not in page(f"/stories/{published('Two')}/")


def test_what_the_teller_wrote_says_its_language(three_languages: None) -> None:
    slug = published(
        "عنوان", language="ar", text="نص", waypoints=(waypoint("KR", text="هنا"),),
        pictures=(picture(waypoint=0),),
    )  # fmt: skip
    for address in (f"/stories/{slug}/", f"/ko/stories/{slug}/", f"/ar/stories/{slug}/"):
        found = read(address)
        told = [one for one in found.elements if one.given.get("lang") == "ar"]
        told = [one for one in told if one.name in {"h1", "div", "figure"}]
        assert [(one.name, one.given["dir"]) for one in told] == [
            ("h1", "rtl"), ("div", "rtl"), ("div", "rtl"), ("figure", "rtl"),
        ]  # fmt: skip
    assert read(f"/ar/stories/{slug}/").all("html", lang="ar", dir="rtl")


def test_the_page_is_known_in_every_language_that_is_on(three_languages: None) -> None:
    slug = published("One")
    for address in (f"/stories/{slug}/", f"/ar/stories/{slug}/"):
        alternates = read(address).all("link", rel="alternate")
        where = {
            one.given["hreflang"]: one.given["href"]
            for one in alternates
            if "hreflang" in one.given
        }
        house = "http://127.0.0.1:8000"
        assert where == {
            "en": f"{house}/stories/{slug}/",
            "ko": f"{house}/ko/stories/{slug}/",
            "ar": f"{house}/ar/stories/{slug}/",
            "x-default": f"{house}/stories/{slug}/",
        }


def test_one_language_needs_no_alternates() -> None:
    assert "hreflang" not in page(f"/stories/{published('One')}/")


@pytest.mark.promise("P-13")
def test_search_engines_are_let_in_only_by_the_teller() -> None:
    quiet = read(f"/stories/{published('One', uses=('site',))}/")
    assert quiet.all("meta", **NOINDEX)
    assert not quiet.all("meta", name="description")
    loud = read(f"/stories/{published('Two', text='It was late.')}/")
    assert not loud.all("meta", name="robots")
    assert loud.all("meta", name="description", content="It was late.")
    warned = read(f"/stories/{published('Three', warnings=('death',))}/")
    assert not warned.all("meta", name="description")


def test_who_is_in_a_story_can_say_so_and_anybody_can_pass_it_on() -> None:
    slug = published("One")
    assert f"/return/relative/{slug}/" in links(f"/stories/{slug}/")
    assert f"http://127.0.0.1:8000/stories/{slug}/" in links(f"/stories/{slug}/")


def test_a_story_leads_to_the_one_before_and_the_one_after() -> None:
    first, middle, last = published("A"), published(title=""), published("C")
    found = read(f"/stories/{middle}/")
    assert [one.given["href"] for one in found.all("a", rel="prev")] == [f"/stories/{first}/"]
    assert [one.given["href"] for one in found.all("a", rel="next")] == [f"/stories/{last}/"]
    assert not read(f"/stories/{first}/").all("a", rel="prev")
    nameless = read(f"/stories/{last}/").all("a", rel="prev")[0]
    assert "A story without a title" in nameless.words


def test_a_neighbour_in_korean_brings_its_letters() -> None:
    first = published("A")
    assert "fonts-ko" not in page(f"/stories/{first}/")
    published("강", language="ko")
    assert "fonts-ko" in page(f"/stories/{first}/")
