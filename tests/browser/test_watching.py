"""The watch itself: what it must see is done on purpose."""

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Visit
from tests.browser.opening import House
from tests.browser.watching import Watch


@pytest.fixture
def watched(house: House, chromium: Browser) -> tuple[Watch, BrowserContext]:
    """A context whose watch does not fail the test."""
    context, watch = chromium.new_context(base_url=house.base, bypass_csp=True), Watch(house.base)
    watch.over(context)
    return watch, context


@pytest.mark.promise("P-23")
@pytest.mark.parametrize(
    ("act", "seen"),
    [
        ("fetch('https://example.org/x').catch(() => 0)", "request to another house"),
        ("console.warn('odd')", "warning in the console: odd"),
        ("void setTimeout(() => { throw new Error('fault') })", "script fault: fault"),
        ("document.cookie = 'who=you; path=/'", "cookie: who"),
    ],
)
def test_what_a_page_must_not_do_is_seen(
    watched: tuple[Watch, BrowserContext], act: str, seen: str
) -> None:
    watch, context = watched
    page = context.new_page()
    page.goto("/")
    page.evaluate(act)
    page.wait_for_timeout(200)
    watch.ended(context)
    context.close()
    assert any(line.startswith(seen) for line in watch.seen), watch.seen


def test_a_policy_that_is_broken_is_seen(house: House, chromium: Browser) -> None:
    context, watch = chromium.new_context(base_url=house.base), Watch(house.base)
    watch.over(context)
    page = context.new_page()
    page.goto("/")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('style'), "
        "{textContent: 'body { color: red }'}))"
    )
    page.wait_for_timeout(100)
    context.close()
    assert any("Content Security Policy" in line for line in watch.seen), watch.seen


def test_an_ordinary_page_gives_no_offence(visit: Visit) -> None:
    visit("/", width=390)
    visit("/nowhere/", status=404)
