"""The studio's own screens in a real browser: nothing that axe finds, nothing that is fetched from
elsewhere, nothing that the browser complains of, on a desk and on a phone, by day and by night.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.desks import STAFF, Contexts, Staff, finds
from tests.browser.sharing import Telling

LOOKS = ((1280, "light"), (390, "dark"))
LISTS = ("", "asked/", "agreed/", "public/", "closed/", "site/", "site/alarm/", "log/")


def test_the_screens_are_quiet_and_clear(contexts: Contexts, staff: Staff, tmp_path: Path) -> None:
    title = "The studio looks at this"
    Telling(contexts(width=390, js=False).new_page()).whole(tmp_path, title, "Call +82 2 123 4567.")
    for width, scheme in LOOKS:
        desk, review = _desk(contexts, staff, title, width=width, scheme=scheme)
        for name in _screens(desk, review):
            assert _found(desk) == [], (name, width, scheme, desk.url)
            assert _fits(desk), (name, width)


def _desk(contexts: Contexts, staff: Staff, title: str, **look: Any) -> tuple[Page, str]:
    """The desk of whoever was given the story, and the address where they read it."""
    for name in STAFF:
        page = contexts(storage_state=staff(name), **look).new_page()
        if finds(page, title):
            return page, page.url
    raise AssertionError("nobody was given the story")


def _screens(desk: Page, review: str) -> Iterator[str]:
    """Each screen in turn, by name."""
    for address in ("/studio/", *(f"/studio/stories/{one}" for one in LISTS)):
        desk.goto(address)
        yield address
    desk.goto(review)
    assert desk.locator("mark").count() == 1  # the number was noticed
    yield "review"
    desk.goto(f"{review}withdraw/")
    yield "withdraw"
    desk.goto(review)
    desk.goto(desk.locator("a[href$='/cover/']").first.get_attribute("href") or "")
    yield "cover"
    desk.goto(f"{review}preview/")
    yield "preview"
    desk.goto("/studio/stories/site/")
    desk.goto(desk.locator("a[href$='/withdraw/']").first.get_attribute("href") or "")
    yield "withdraw, from the site"


def _found(page: Page) -> list[str]:
    """What axe finds, in words."""
    told = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in told for node in one["nodes"]]


def _fits(page: Page) -> bool:
    """Whether nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
