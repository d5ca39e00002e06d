"""The browser's own back button, without scripts: nothing is lost, nothing is sent twice."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.sharing import MAIN, Telling, photos


def test_going_back_and_sending_again_loses_and_doubles_nothing(
    contexts: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    context = contexts(width=390, js=False)
    page = context.new_page()
    path = Telling(page)
    path.begin()
    path.tell("We left in winter.", "en")
    path.press(MAIN)
    page.set_input_files("#id_pictures", photos(tmp_path, 1))
    path.press("form#step .field .button")
    expect(page.locator(".thumbs > li")).to_have_count(1)
    context.watch.expected.add("/share/")  # type: ignore[attr-defined]
    _back(page)
    page.reload()  # "send again" is what this is, where the browser kept no copy
    assert _kept(context.new_page(), path.code) == ("We left in winter.", 1)


def _back(page: Page) -> None:
    """Chromium shows a page of its own there: it will not send again without being told to."""
    try:
        page.go_back()
    except Error as refused:
        assert "ERR_CACHE_MISS" in refused.message


def _kept(page: Page, code: str) -> tuple[str, int]:
    """The words and the number of pictures, found again with the code."""
    path = Telling(page)
    page.goto("/return/")
    page.fill("#id_code", code)
    path.press("form .button")
    while not page.locator("#id_text").count():
        path.press("button[value=back]")
    words = page.input_value("#id_text")
    path.press(MAIN)
    path.press(MAIN)
    return words, page.locator(".thumbs > li").count()
