"""What somebody sees whose right code comes while more are tried than the house opens: their
browser earns a turn and sends the form again by itself."""

import http.client
import urllib.parse
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from farshore.kernel.codes import Code
from tests.browser.opening import House
from tests.browser.sharing import Telling

Contexts = Callable[..., BrowserContext]

CROWDED = {"X-Forwarded-For": "198.51.100.77"}
"""An address that many share; the house's front believes its neighbour about addresses."""


@pytest.fixture
def code(page_nojs: Page) -> str:
    """Of a draft that somebody began elsewhere."""
    path = Telling(page_nojs)
    path.begin()
    return path.code


@pytest.fixture
def crowd(house: House, code: str) -> None:
    """As many codes from that address as are opened in a minute."""
    statuses = [_tried(house, Code.new().digits) for _ in range(11)]
    assert statuses[-1] == 429


def _tried(house: House, code: str) -> int:
    line = http.client.HTTPConnection(house.base.removeprefix("http://"), timeout=30)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/return/", urllib.parse.urlencode({"code": code}), {**form, **CROWDED})
    return line.getresponse().status


@pytest.mark.usefixtures("crowd")
def test_a_right_code_opens_by_itself_after_a_moment_of_work(contexts: Contexts, code: str) -> None:
    page = contexts(width=390, extra_http_headers=CROWDED).new_page()
    page.context.watch.expected.add("/return/")  # type: ignore[attr-defined]
    page.goto("/return/")
    page.fill("#id_code", code)
    page.locator("form[data-step=return] button[name=go]").click()
    expect(page.locator("h1")).to_have_text("Your story", timeout=60_000)
    expect(page.locator("input[name=hand]").first).to_be_attached()


@pytest.mark.usefixtures("crowd")
def test_while_it_works_the_page_says_so_and_keeps_the_code(contexts: Contexts, code: str) -> None:
    page = contexts(width=390, scheme="light", extra_http_headers=CROWDED).new_page()
    page.context.watch.expected.add("/return/")  # type: ignore[attr-defined]
    page.route("**/assets/work-worker-*", lambda _route: None)  # it is never done
    page.goto("/return/")
    page.fill("#id_code", code)
    page.locator("form[data-step=return] button[name=go]").click()
    expect(page.locator(".sending")).to_contain_text("your device is earning its turn")
    expect(page.locator("#id_code")).to_have_value(code)
    assert Axe().run(page).response["violations"] == []


@pytest.mark.usefixtures("crowd")
def test_without_scripts_the_code_stays_on_the_page_to_be_sent_again(
    contexts: Contexts, code: str
) -> None:
    page = contexts(width=390, js=False, extra_http_headers=CROWDED).new_page()
    page.context.watch.expected.add("/return/")  # type: ignore[attr-defined]
    page.goto("/return/")
    page.fill("#id_code", code)
    page.locator("form[data-step=return] button[name=go]").click()
    expect(page.locator(".error-summary")).to_contain_text("please wait a minute")
    expect(page.locator("#id_code")).to_have_value(code)


def test_a_browser_that_cannot_work_takes_its_turn_among_the_others(
    contexts: Contexts, house: House, code: str
) -> None:
    context = contexts(width=390, extra_http_headers={"X-Forwarded-For": "198.51.100.78"})
    page = context.new_page()
    context.watch.expected |= {"/return/"}  # type: ignore[attr-defined]
    page.add_init_script("delete window.Worker")
    assert [_tried(house, Code.new().digits) for _ in range(11)]  # the house asks for work
    page.goto("/return/")
    page.fill("#id_code", code)
    page.locator("form[data-step=return] button[name=go]").click()
    expect(page.locator("h1")).to_have_text("Your story", timeout=30_000)
