"""What scripts add to the sharing path: a bad line, many pictures, saving, covers, leaving."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.browser.sharing import MAIN, Telling, photos

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def teller(page_js: Page) -> Telling:
    path = Telling(page_js)
    path.begin()
    return path


def _meant(page: Page) -> None:
    """What fails on this page's address is meant to."""
    page.context.watch.expected.add("/share/")  # type: ignore[attr-defined]


def _answer(page: Page, answers: list[Callable[[Route], None]]) -> None:
    """Let the next posts be answered so, and those after them by the house."""

    def answered(route: Route) -> None:
        if route.request.method == "POST" and answers:
            answers.pop(0)(route)
        else:
            route.fallback()

    page.route("**/share/", answered)


def _lost(route: Route) -> None:
    route.abort()


def _busy(route: Route) -> None:
    route.fulfill(status=503, body="busy")


def _broken(route: Route) -> None:
    route.fulfill(status=500, body="<h1>Server Error</h1>")


def _portal(route: Route) -> None:
    """Something between the phone and the house answers in its place."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Pay for this wireless</h1>")


@pytest.mark.parametrize("fault", [_lost, _busy, _portal])
def test_a_bad_line_is_tried_again_until_it_holds(
    teller: Telling, fault: Callable[[Route], None]
) -> None:
    _meant(teller.page)
    _answer(teller.page, [fault])
    teller.page.fill("#id_text", "Not to be lost")
    teller.page.locator(MAIN).click()
    expect(teller.page.locator(".sending")).to_contain_text("tried again")
    expect(teller.page.locator("#id_text")).to_have_value("Not to be lost")
    expect(teller.page.locator("h1")).to_have_text("Your journey")


def test_when_the_line_stays_gone_the_words_stay_on_the_page(teller: Telling) -> None:
    page = teller.page
    _meant(page)
    _answer(page, [_lost] * 7)
    page.clock.install()
    page.fill("#id_text", "Not to be lost")
    page.locator(MAIN).click()
    for _ in range(7):
        page.clock.run_for(31_000)
        page.wait_for_timeout(50)
    expect(page.locator(".sending")).to_contain_text("The line is gone")
    expect(page.locator("#id_text")).to_have_value("Not to be lost")
    page.locator(MAIN).click()
    expect(page.locator("h1")).to_have_text("Your journey")


def test_a_fault_of_the_house_costs_no_word(teller: Telling) -> None:
    _meant(teller.page)
    _answer(teller.page, [_broken])
    teller.page.fill("#id_text", "Not to be lost")
    teller.page.locator(MAIN).click()
    expect(teller.page.locator(".sending")).to_contain_text("still on this page")
    expect(teller.page.locator("#id_text")).to_have_value("Not to be lost")
    teller.press(MAIN)
    expect(teller.page.locator("h1")).to_have_text("Your journey")


def test_words_are_saved_while_they_are_written(teller: Telling, contexts: Contexts) -> None:
    teller.page.clock.install()
    teller.page.fill("#id_text", "Written and not sent")
    teller.page.clock.run_for(16_000)
    expect(teller.page.locator(".sending")).to_have_text("Saved.")
    elsewhere = contexts(width=390).new_page()
    elsewhere.goto("/return/")
    elsewhere.fill("#id_code", teller.code)
    elsewhere.locator("form .button").click()
    expect(elsewhere.locator("#id_text")).to_have_value("Written and not sent")


def test_several_pictures_go_one_by_one_and_each_refusal_is_shown(
    teller: Telling, tmp_path: Path
) -> None:
    page = teller.page
    teller.tell()
    teller.press(MAIN)
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    page.set_input_files("#id_pictures", photos(tmp_path, 1, broken=2))
    teller.press(MAIN)
    assert len(posts) == 3
    expect(page.locator("h1")).to_have_text("Pictures")
    expect(page.locator(".error-summary li")).to_have_count(2)
    expect(page.locator(".error-summary")).to_contain_text("File 2 of those")
    expect(page.locator(".error-summary")).to_contain_text("File 3 of those")
    expect(page.locator(".thumbs > li")).to_have_count(1)
    page.set_input_files("#id_pictures", photos(tmp_path, 2))
    page.locator("input[value=agreed]").check()
    teller.press(MAIN)
    expect(page.locator("h1")).to_have_text("What may it be used for?")


def test_each_page_is_announced_and_the_history_keeps_one_entry(teller: Telling) -> None:
    page = teller.page
    entries = page.evaluate("history.length")
    page.fill("#id_other_language", "Qqq")
    teller.press(MAIN)
    expect(page.locator(".error-summary")).to_be_focused()
    page.fill("#id_other_language", "")
    teller.tell(language="ko")
    expect(page.locator("h1")).to_be_focused()
    assert page.title().startswith("Your journey")
    assert page.evaluate("[history.length, scrollY]") == [entries, 0]


def test_a_preview_in_another_script_gets_its_fonts(teller: Telling) -> None:
    page = teller.page
    assert "fonts-ko" not in page.inner_html("head")
    teller.tell("얼음이 늦게 얼었다.", language="ko")
    for _ in range(2):
        teller.press(MAIN)
    teller.press(MAIN)
    expect(page.locator(".preview-bar")).to_be_focused()
    assert "fonts-ko" in page.inner_html("head")


def _at_covers(teller: Telling, folder: Path) -> Page:
    teller.tell()
    teller.press(MAIN)
    teller.page.set_input_files("#id_pictures", photos(folder, 1))
    teller.press("form#step .field .button")
    teller.press("button[value^='covers:']")
    return teller.page


def _ticked(page: Page) -> list[int]:
    return list(
        page.eval_on_selector_all(
            ".tile-grid input",
            "all => all.map((one, at) => one.checked ? at : -1).filter(at => at >= 0)",
        )
    )


def test_covers_are_dragged_over_and_dragged_away(teller: Telling, tmp_path: Path) -> None:
    page = _at_covers(teller, tmp_path)
    page.locator(".tile-grid").scroll_into_view_if_needed()

    def drag(first: int, last: int) -> None:
        for at, act in ((first, page.mouse.down), (last, page.mouse.up)):
            box = page.locator(".tile-grid input").nth(at).bounding_box()
            assert box is not None
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
            act()

    drag(13, 27)
    assert _ticked(page) == [13, 14, 15, 25, 26, 27]
    drag(27, 26)
    assert _ticked(page) == [13, 14, 15, 25]
    page.locator(".tile-grid input").nth(0).click()
    assert _ticked(page) == [0, 13, 14, 15, 25]
    teller.press(MAIN)
    expect(page.locator("figcaption")).to_contain_text("Parts of it are covered.")


def test_covers_are_placed_by_keys_alone(teller: Telling, tmp_path: Path) -> None:
    page = _at_covers(teller, tmp_path)
    page.locator(".tile-grid input").first.focus()
    for key in ("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight", "Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    assert _ticked(page) == [13, 25]
    page.keyboard.press("Tab")
    expect(page.locator(MAIN)).to_be_focused()


def test_on_a_phone_a_finger_drags_covers_sideways(contexts: Contexts, tmp_path: Path) -> None:
    page = contexts(width=390, has_touch=True).new_page()
    teller = Telling(page)
    teller.begin()
    _at_covers(teller, tmp_path)
    tiles = page.locator(".tile-grid input")
    tiles.first.scroll_into_view_if_needed()
    boxes = [tiles.nth(at).bounding_box() for at in (0, 2)]
    points = [(box["x"] + 8, box["y"] + 8) for box in boxes if box]
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *where: tuple[float, float]) -> None:
        dots = [{"x": x, "y": y} for x, y in where]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": dots})

    touch("touchStart", points[0])
    for step in range(1, 9):
        x = points[0][0] + (points[1][0] - points[0][0]) * step / 8
        touch("touchMove", (x, points[0][1]))
    touch("touchEnd")
    assert _ticked(page) == [0, 1, 2]


@pytest.mark.promise("P-05")
def test_leaving_puts_another_page_in_the_place_of_this_one(page_js: Page) -> None:
    page_js.goto("/about/")
    page_js.goto("/share/")
    entries = page_js.evaluate("history.length")
    page_js.locator("a[data-leave]").click()
    page_js.wait_for_url("**/")
    assert page_js.evaluate("history.length") == entries
    page_js.go_back()
    assert page_js.url.endswith("/about/")


def test_escape_three_times_leaves(teller: Telling) -> None:
    page = teller.page
    page.locator("#id_text").focus()
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("Your story")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda address: address.endswith("/") and "/share/" not in address)


@pytest.mark.promise("P-05")
def test_destroying_leaves_at_once_and_nothing_lies_under_the_code(teller: Telling) -> None:
    page = teller.page
    teller.page.fill("#id_text", "Gone")
    page.locator(".leave summary").click()
    page.locator(".leave form button").click()
    page.wait_for_url(lambda address: address.endswith("/") and "/share/" not in address)
    page.goto("/return/")
    page.fill("#id_code", teller.code)
    page.locator("form .button").click()
    expect(page.locator(".error-summary")).to_contain_text("Nothing lies under this code")


@pytest.mark.parametrize(
    ("width", "scheme", "prefix"), [(390, "light", ""), (1280, "dark", "/ar"), (320, "dark", "/ko")]
)
def test_every_page_can_be_used_by_everybody(
    contexts: Contexts, tmp_path: Path, width: int, scheme: str, prefix: str
) -> None:
    """axe finds nothing, and no page is wider than the screen."""
    page = contexts(width=width, scheme=scheme).new_page()
    teller, found, seen = Telling(page, prefix), [], 0
    for name in chain(teller.pages(tmp_path), teller.way_back()):
        seen += 1
        assert page.locator("h1").count() == 1, name
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found += [f"{name} is too wide"] if wide else []
        found += [f"{name}: {one['id']}" for one in Axe().run(page).response["violations"]]
    assert found == [] and seen > 20


def test_without_scripts_the_same_path_leads_to_the_end(page_nojs: Page, tmp_path: Path) -> None:
    teller = Telling(page_nojs)
    names = [*teller.pages(tmp_path), *teller.way_back()]
    assert "sent" in names and "status, held back" in names
