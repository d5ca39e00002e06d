"""The globe in a real browser, its keys, its list, and what stands there where it cannot."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.browser.opening import House

Contexts = Callable[..., BrowserContext]

FEW = 3
"""`FARSHORE_FEW` where nobody set it."""

STANDS = 60_000
"""Milliseconds for the first globe of a browser that draws on the processor."""


@pytest.fixture
def globe(visit: Visit) -> Callable[..., Page]:
    """Opens the globe and waits until it stands."""

    def opened(address: str = "/globe/", **more: Any) -> Page:
        page = visit(address, **more)
        page.wait_for_selector("[data-ready]", timeout=STANDS)
        return page

    return opened


def _canvas(page: Page) -> Any:
    return page.locator(".globe-canvas canvas")


def _listed(page: Page) -> list[str]:
    """The slugs of the stories that the list shows."""
    shown = page.locator("[data-globe-list] > li[data-story]:not([hidden])").all()
    return [str(one.get_attribute("data-story")) for one in shown]


def _walked(page: Page) -> str:
    return str(page.locator("[data-globe-list] [aria-current]").get_attribute("data-story"))


_REST = """
window.rested = 0;
new MutationObserver(() => { window.rested = performance.now(); })
  .observe(document.querySelector("[data-globe-count]"), { childList: true });
"""


def _counted(shown: int, everything: int) -> str:
    """What the globe says of so many stories in view; the house has more than few."""
    number = str(shown) if shown >= FEW else f"fewer than {FEW}"
    return f"In view: {number} of {everything}"


def _walk(page: Page, key: str) -> None:
    """Press a key that moves the globe and wait until the globe has come to rest."""
    page.evaluate(_REST)
    page.keyboard.press(key)
    _soon(page, lambda: bool(page.evaluate("window.rested")))


@pytest.mark.parametrize("width", [390, 1280])
def test_the_globe_takes_the_place_of_the_drawn_map(
    globe: Callable[..., Page], house: House, width: int
) -> None:
    page = globe(width=width)
    expect(_canvas(page)).to_be_visible()
    expect(page.locator(".world-map")).to_have_count(0)
    shown, everything = len(_listed(page)), len(house.stories())
    expect(page.locator("[data-globe-count]")).to_have_text(_counted(shown, everything))
    assert 0 < shown < everything  # some journeys lie on the far side


def test_the_list_follows_the_globe(globe: Callable[..., Page]) -> None:
    page = globe(reduced_motion="reduce")
    before = _listed(page)
    _canvas(page).focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    _soon(page, lambda: _listed(page) != before)
    page.keyboard.press("+")
    page.keyboard.press("+")
    _soon(page, lambda: len(_listed(page)) < len(before))


@pytest.mark.promise("P-41")
def test_few_in_view_are_not_told_apart(globe: Callable[..., Page], house: House) -> None:
    page = globe(reduced_motion="reduce")
    count, everything = page.locator("[data-globe-count]"), len(house.stories())
    _canvas(page).focus()
    _walk(page, "n")
    for _ in range(6):
        _walk(page, "+")
    seen = set()
    for _ in range(everything):  # from one journey's first place to the next one's, from near
        _walk(page, "n")
        seen.add(len(_listed(page)))
        expect(count).to_have_text(_counted(len(_listed(page)), everything))
    assert min(seen) < FEW <= everything


def test_n_and_p_walk_through_the_stories_and_enter_opens_one(
    globe: Callable[..., Page], house: House
) -> None:
    page = globe(reduced_motion="reduce")
    order = sorted(address.split("/")[2] for address in house.stories())
    _canvas(page).focus()
    for expected in (order[0], order[1], order[2]):
        _walk(page, "n")
        assert _walked(page) == expected
        assert expected in _listed(page)
    _walk(page, "p")
    assert _walked(page) == order[1]
    said = page.locator("[data-globe-said]")
    expect(said).to_have_text(house.stories()[f"/stories/{order[1]}/"])
    expect(said).to_have_attribute("role", "status")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.base}/stories/{order[1]}/")


def test_what_is_pointed_at_can_be_opened_and_closed(
    globe: Callable[..., Page], house: House
) -> None:
    page = globe(reduced_motion="reduce")
    _canvas(page).focus()
    _walk(page, "n")
    box = _canvas(page).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.get_by_role("region", name="Stories at this place")
    expect(panel).to_contain_text(house.stories()[f"/stories/{_walked(page)}/"])
    expect(panel.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(_canvas(page)).to_be_focused()


def test_night_always_and_daylight_for_who_asks(globe: Callable[..., Page]) -> None:
    page = globe(scheme="light", width=390)
    ground = "getComputedStyle(document.body).backgroundColor"
    button = page.get_by_role("button", name="Daylight")
    assert _light(page.evaluate(ground)) < 0.3
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert _light(page.evaluate(ground)) > 0.9
    _soon(page, lambda: _middle(page) > 0.6)
    button.click()
    _soon(page, lambda: _middle(page) < 0.4)


def test_journeys_are_drawn_and_one_that_is_looked_at_outshines_the_others(
    globe: Callable[..., Page],
) -> None:
    page = globe(width=390, reduced_motion="reduce")
    drawn = _lamp(page)
    assert drawn > 200  # lines, and not only points
    page.locator("[data-globe-list] > li:not([hidden]) a").first.focus()
    _soon(page, lambda: _lamp(page) < drawn / 2)


def test_who_asked_for_calm_is_there_at_once(globe: Callable[..., Page]) -> None:
    taken = {}
    for motion in ("reduce", "no-preference"):
        page = globe(width=390, reduced_motion=motion)
        _canvas(page).focus()
        page.evaluate("window.began = performance.now()")
        _walk(page, "n")
        taken[motion] = page.evaluate("window.rested - window.began")
    assert taken["no-preference"] > 450  # half a second of travelling
    assert taken["reduce"] < taken["no-preference"] - 200


def test_arabic_names_are_drawn_as_arabic_is_written(contexts: Contexts, house: House) -> None:
    page = contexts().new_page()
    with page.expect_response(re.compile("/assets/rtl-")):
        page.goto("/ar/globe/")
    page.wait_for_selector("[data-ready]", timeout=STANDS)
    list_box, globe_box = (
        page.locator(one).bounding_box() for one in (".globe-side", ".globe-figure")
    )
    assert list_box and globe_box and list_box["x"] < globe_box["x"]


NO_WEBGL = """
const kept = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : kept.call(this, kind, ...more);
};
"""


def _fetched(context: BrowserContext) -> list[str]:
    names: list[str] = []
    context.on("request", lambda request: names.append(request.url.rpartition("/")[2]))
    return names


def test_without_webgl_the_drawn_map_stays_and_nothing_large_is_fetched(
    contexts: Contexts, house: House
) -> None:
    context = contexts()
    context.add_init_script(NO_WEBGL)
    fetched = _fetched(context)
    page = context.new_page()
    page.goto("/globe/", wait_until="networkidle")
    expect(page.locator(".world-map")).to_be_visible()
    assert len(_listed(page)) == len(house.stories())
    assert not [name for name in fetched if name.startswith(("globe-map", "world-"))]


def test_who_saves_data_is_asked_first(contexts: Contexts) -> None:
    context = contexts(width=390)
    context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    fetched = _fetched(context)
    page = context.new_page()
    page.goto("/globe/", wait_until="networkidle")
    expect(page.locator(".world-map")).to_be_visible()
    assert not [name for name in fetched if name.startswith(("globe-map", "world-"))]
    page.get_by_role("button", name=re.compile("Load the globe")).click()
    page.wait_for_selector("[data-ready]", timeout=STANDS)


def test_when_the_line_breaks_the_drawn_map_comes_back(contexts: Contexts, house: House) -> None:
    context = contexts()
    context.watch.expected.add("/globe/journeys.json")  # type: ignore[attr-defined]
    page = context.new_page()
    page.route("**/journeys.json", lambda route: route.abort())
    page.goto("/globe/", wait_until="networkidle")
    expect(page.locator(".world-map")).to_be_visible()
    assert len(_listed(page)) == len(house.stories())


def test_without_scripts_the_map_itself_leads_to_the_stories(visit: Visit, house: House) -> None:
    page = visit("/globe/", js=False)
    links = page.locator(".world-map a")
    assert links.count() == len(house.stories())
    links.first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/stories/\w+-\w+-\w+/$"))


def _light(colour: str) -> float:
    """How bright a colour is, from 0 to 1, as browsers say colours."""
    if colour.startswith("oklch"):
        return float(colour[6:].split()[0])
    return max(map(int, re.findall(r"\d+", colour)[:3])) / 255


def _pixels(page: Page, box: Any) -> list[tuple[int, int, int]]:
    picture = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")
    return list(picture.get_flattened_data())


def _soon(page: Page, holds: Callable[[], bool]) -> None:
    """Within some seconds this holds: the canvas is drawn when there is time for it."""
    for _ in range(40):
        if holds():
            return
        page.wait_for_timeout(150)
    assert holds()


def _middle(page: Page) -> float:
    """The mean brightness around the middle of the canvas."""
    box = _canvas(page).bounding_box()
    around = {"x": box["x"] + box["width"] / 2 - 60, "y": box["y"] + box["height"] / 2 - 60}
    pixels = _pixels(page, {**around, "width": 120, "height": 120})
    return sum(map(max, pixels)) / len(pixels) / 255


def _lamp(page: Page) -> int:
    """How many pixels of the canvas are in full lamp."""
    box = _canvas(page).bounding_box()
    return sum(r > 190 and 120 < g < 200 and b < 120 for r, g, b in _pixels(page, box))
