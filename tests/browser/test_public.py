"""The public site as visitors meet it: every kind of page, in both schemes, with and without
scripts, on the smallest and the largest screens, printed, and read aloud."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES, Visit
from tests.browser.opening import House

KOREAN, ARABIC, WARNED = "강 건너 불빛", "ما بقي من المفتاح", "The year the ice came late"

PAGES: dict[str, Callable[[House], str]] = {
    "the first page": lambda _: "/",
    "stories": lambda _: "/stories/",
    "stories of a theme": lambda _: "/stories/theme/border/",
    "stories in a language": lambda _: "/stories/language/ko/",
    "a story that warns": lambda house: house.story(WARNED),
    "a Korean story": lambda house: house.story(KOREAN),
    "an Arabic story": lambda house: house.story(ARABIC),
    "a Spanish story in Korean": lambda house: "/ko" + house.story("Lo que pesa una mochila"),
    "a French story in Arabic": lambda house: "/ar" + house.story("Le sel"),
    "the Arabic first page": lambda _: "/ar/",
    "the Arabic stories": lambda _: "/ar/stories/",
    "places": lambda _: "/places/",
    "a place": lambda _: "/places/kp/",
    "the globe": lambda _: "/globe/",
    "the Arabic globe": lambda _: "/ar/globe/",
    "about": lambda _: "/about/",
    "privacy": lambda _: "/ko/privacy/",
    "nowhere": lambda _: "/nowhere/",
}

every_page = pytest.mark.parametrize("kind", PAGES)


def _open(visit: Visit, house: House, kind: str, **more: Any) -> Page:
    """The page of this kind; the globe once it stands."""
    address = PAGES[kind](house)
    page = visit(address, status=404 if kind == "nowhere" else 200, **more)
    if "globe" in kind and more.get("js", True):
        page.wait_for_selector("[data-ready]", timeout=60_000)
    return page


def _overflow(page: Page) -> int:
    """How many pixels stick out to the side."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def _style(page: Page, element: str, name: str) -> str:
    """A computed style of an element, which is given as JavaScript finds it."""
    return str(page.evaluate(f"getComputedStyle({element}).{name}"))


@every_page
def test_everybody_can_use_it(visit: Visit, house: House, kind: str) -> None:
    page = _open(visit, house, kind, width=390, scheme="light", reduced_motion="reduce")
    for gate in page.locator("details").all():
        gate.locator("summary").click()
    for width, scheme in ((390, "light"), (1280, "dark")):
        page.set_viewport_size(SIZES[width])
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert _overflow(page) <= 0


@every_page
def test_it_holds_without_scripts_at_the_narrowest(visit: Visit, house: House, kind: str) -> None:
    page = _open(visit, house, kind, width=320, js=False)
    assert _overflow(page) <= 0
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".site-nav a").first).to_be_visible()
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("kind", ["the first page", "a story that warns", "the globe", "places"])
def test_it_holds_on_a_wall(visit: Visit, house: House, kind: str) -> None:
    page = _open(visit, house, kind, width=2560, scheme="light")
    assert _overflow(page) <= 0
    for paragraph in page.locator(".prose p:visible").all()[:3]:
        assert paragraph.bounding_box()["width"] < 900  # type: ignore[index]


@pytest.mark.parametrize("kind", ["the first page", "an Arabic story", "the globe", "stories"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_it_loads(
    house: House, contexts: Callable[..., Any], kind: str, width: int
) -> None:
    context = contexts(width=width)
    context.add_init_script(
        "window.jumped = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => "
        "{ window.jumped += one.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    page = context.new_page()
    page.goto(PAGES[kind](house), wait_until="networkidle")
    if "globe" in kind:
        page.wait_for_selector("[data-ready]", timeout=60_000)
    page.wait_for_timeout(300)
    assert page.evaluate("window.jumped") < 0.05


def test_the_first_key_leads_past_the_menu(visit: Visit) -> None:
    page = visit("/stories/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_where_the_keyboard_stands_is_seen(visit: Visit, house: House, scheme: str) -> None:
    page = visit(house.story(WARNED), scheme=scheme)
    seen = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.tagName")
        assert _style(page, "document.activeElement", "outlineStyle") == "solid", at
        assert _style(page, "document.activeElement", "outlineWidth") == "2px", at
        seen.add(at)
    assert {"A", "SUMMARY"} <= seen


def test_a_story_that_warns_is_opened_by_hand_or_key_only(visit: Visit, house: House) -> None:
    page = visit(house.story(WARNED), width=390, js=False)
    telling = page.locator(".telling")
    expect(telling).to_be_hidden()
    expect(page.locator("summary")).to_contain_text("This story speaks of: Hunger.")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(telling).to_be_visible()
    expect(page.locator("h2").first).to_have_text("Ryanggang, North Korea")


def test_the_line_runs_on_the_side_where_reading_begins(visit: Visit, house: House) -> None:
    for address, side in ((house.story(WARNED), "left"), ("/ar" + house.story(ARABIC), "right")):
        page = visit(address)
        page.locator("summary").click()
        portrait = page.locator(".portrait").bounding_box()
        stem, knot = (page.locator(one).first.bounding_box() for one in (".stem", ".knot"))
        assert portrait and stem and knot
        edge = portrait["x"] + (portrait["width"] if side == "right" else 0)
        assert abs(stem["x"] - edge) < 3
        assert abs(knot["x"] + (knot["width"] if side == "right" else 0) - edge) < 3
        knot_style = "document.querySelector('.knot')"
        left, right = (_style(page, knot_style, f"border{one}Width") for one in ("Left", "Right"))
        assert (left, right) == (("2px", "0px") if side == "left" else ("0px", "2px"))


def _loaded(page: Page) -> set[str]:
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    families: list[str] = page.evaluate(
        "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"
    )
    return {family.strip('"').removesuffix(" Variable") for family in families}


def test_letters_come_by_script(visit: Visit, house: House) -> None:
    latin = {one for one in _loaded(visit("/about/")) if "fallback" not in one}
    assert latin - {"Own names", "Noto Naskh Arabic"} == {"Figtree", "Source Serif 4"}
    korean = visit("/ko" + house.story(KOREAN))
    assert "Noto Serif KR" in _loaded(korean)
    arabic = visit("/ar" + house.story(ARABIC))
    assert "Noto Naskh Arabic" in _loaded(arabic) and "Noto Serif KR" not in _loaded(arabic)


def test_a_printed_story_is_all_there_and_nothing_else(visit: Visit, house: House) -> None:
    page = visit(house.story(WARNED), scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".telling")).to_be_visible()
    for gone in (".site-nav", ".site-footer", ".neighbours", ".share-link button"):
        expect(page.locator(gone)).to_be_hidden()
    assert _style(page, "document.documentElement", "backgroundColor") == "rgb(255, 255, 255)"
    assert _style(page, "document.body", "color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")


def test_the_line_is_seen_in_a_readers_own_colours(visit: Visit, house: House) -> None:
    page = visit(house.story(KOREAN), forced_colors="active")
    text = _style(page, "document.body", "color")
    assert _style(page, "document.querySelector('.portrait')", "stroke") == text
    assert _style(page, "document.querySelector('.knot'), '::before'", "borderTopColor") == text


def test_who_asked_for_calm_gets_a_line_that_is_simply_there(visit: Visit, house: House) -> None:
    portrait = "document.querySelector('.portrait')"
    assert _style(visit(house.story(KOREAN)), portrait, "animationName") == "draw"
    calm = visit(house.story(KOREAN), reduced_motion="reduce")
    assert _style(calm, portrait, "animationName") == "none"


def test_an_address_is_copied_at_a_press(visit: Visit, house: House) -> None:
    address = house.story(KOREAN)
    page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == house.base + address


def test_the_same_page_in_another_language(visit: Visit, house: House) -> None:
    page = visit(house.story(KOREAN), js=False)
    page.locator(".languages").get_by_text("العربية").click()
    expect(page).to_have_url(f"{house.base}/ar{house.story(KOREAN)}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_attribute("lang", "ko")


def test_nowhere_is_kind_and_leads_back(visit: Visit) -> None:
    page = visit("/stories/never-was-here/", status=404, js=False)
    expect(page.locator("main")).to_contain_text("the mistake is not yours")
    page.get_by_role("link", name="To the stories").click()
    expect(page.locator("h1")).to_have_text("Stories")


def test_a_reader_walks_from_the_first_page_to_the_last_story(visit: Visit, house: House) -> None:
    page = visit("/", width=390, js=False)
    page.locator(".newest .story-link").first.click()
    met = [page.url]
    while page.locator("a[rel=prev]").count():
        page.locator("a[rel=prev]").click()
        met.append(page.url)
    assert len(set(met)) == len(house.stories())
    assert all(re.search(r"/stories/\w+-\w+-\w+/$", url) for url in met)


def test_every_link_of_the_public_pages_leads_somewhere(house: House) -> None:
    """On the folder itself: every address that a page names is a file, or answered by the back."""
    dynamic = re.compile(r"(/\w\w)?/(share|return)/")
    for path in house.site.rglob("index.html"):
        for address in re.findall(r'(?:href|src)="(/[^"#]*)"', path.read_text("utf-8")):
            assert dynamic.match(address) or house.file(address).is_file(), (path, address)
