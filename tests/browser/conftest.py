"""A real house and a real browser. `house`, `visit`, `page_js`, `page_nojs` are all a test needs,
and `staff` in the studio.

Whatever a page does is watched (`watching.py`), and the test fails at its end when something was
seen: a request that leaves the house, a complaint in the console, a cookie.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.opening import House, open_house
from tests.browser.watching import Watch

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SIZES = {
    390: PHONE,
    1280: DESK,
    320: {"width": 320, "height": 640},
    2560: {"width": 2560, "height": 1440},
}

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test waits until the house is open, which a slow machine takes its time for."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house that all browser tests share, with the demonstration in it."""
    with open_house(tmp_path_factory.mktemp("house") / "data") as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own. WebGL is drawn by the processor."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    """A Chromium whose WebGL is drawn by the processor."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return playwright.chromium.launch(
        executable_path=next(filter(None, map(shutil.which, names)), None),
        args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    )


@pytest.fixture
def contexts(house: House, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes watched browser contexts: `contexts(width=390, scheme="light", js=False, …)`."""
    with ExitStack() as opened:
        watches: list[tuple[Watch, BrowserContext]] = []

        def make(
            *, width: int = 1280, scheme: str = "dark", js: bool = True, **more: Any
        ) -> BrowserContext:
            context = chromium.new_context(
                base_url=house.base,
                viewport=SIZES[width],
                color_scheme=scheme,
                java_script_enabled=js,
                **more,
            )
            opened.callback(context.close)
            context.set_default_timeout(10_000)
            watch = Watch(house.base)
            watch.over(context)
            context.watch = watch  # type: ignore[attr-defined]
            watches.append((watch, context))
            return context

        yield make
        for watch, context in watches:
            watch.ended(context)
        assert [line for watch, _context in watches for line in watch.seen] == []


@pytest.fixture
def visit(contexts: Callable[..., BrowserContext], house: House) -> Visit:
    """Opens an address in a fresh context: `visit("/stories/", width=390, js=False)`.

    `status` is what the house must answer with; other words go to `contexts`.
    """

    def go(address: str, *, status: int = 200, **more: Any) -> Page:
        page = contexts(**more).new_page()
        if status >= 400:
            page.context.watch.expected.add(address)  # type: ignore[attr-defined]
        answer = page.goto(address, wait_until="load")
        assert answer is not None and answer.status == status, address
        return page

    return go


@pytest.fixture(scope="session")
def staff(house: House, chromium: Browser) -> Callable[[str], Any]:
    """Cookies of a member of the demonstration's staff who has logged in: `staff("mara")`.

    `visit("/studio/", storage_state=staff("mara"))` is then in the studio at once. Each logs in
    once for all tests, as the login would have them wait for another code after a few.
    """

    @cache
    def log_in(name: str) -> Any:
        with chromium.new_context(base_url=house.base, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto("/studio/")
            page.fill("[name=login]", name)
            page.fill("[name=password]", house.logins()[name])
            page.click("form:has([name=password]) button")
            page.fill("[name=code]", page.inner_text(".door-code"))
            page.click("form:has([name=code]) button")
            page.wait_for_url(re.compile("/studio/$"))
            return context.storage_state()

    return log_in


@pytest.fixture
def page_js(contexts: Callable[..., BrowserContext]) -> Page:
    """An empty page on a desk, scripts on."""
    return contexts().new_page()


@pytest.fixture
def page_nojs(contexts: Callable[..., BrowserContext]) -> Page:
    """An empty page on a phone, scripts off."""
    return contexts(width=390, js=False).new_page()
