"""An account in a real browser, in a house of its own where accounts are turned on."""

import email
import re
from collections.abc import Callable, Iterator
from email import policy
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import SIZES, Visit
from tests.browser.opening import House, open_house
from tests.browser.test_login import a_device
from tests.contributors.making import DOOR, SENTENCE
from tests.contributors.provider import ID, SECRET, Local, running

PROVIDERS = f"""
[example]
name = "Example"
url = "{{base}}"
id = "{ID}"
secret = "{SECRET}"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[Local]:
    with running() as local:
        yield local


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, provider: Local) -> Iterator[House]:
    """A house under a name, since passkeys belong to names."""
    folder = tmp_path_factory.mktemp("accounts") / "data"
    given = {
        "CONTRIBUTORS": "email,passkey,example",
        "PROVIDERS": PROVIDERS.format(base=provider.base),
    }
    with open_house(folder, host="localhost", **given) as opened:
        yield opened


def require_calm(page: Page) -> None:
    """Nothing for axe to find, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def number(house: House, address: str) -> str:
    """The number in the mail that went to this address."""
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (house.data / "outbox").glob("*")
    ]
    bodies = [letter.get_body() for letter in letters if letter["To"] == address]
    (body,) = [one for one in bodies if one is not None]
    found = re.search(r"^\d{8}$", str(body.get_content()), re.MULTILINE)
    assert found
    return found.group()


def section(page: Page, way: str) -> Any:
    return page.locator(f"section[aria-labelledby=way-{way}]")


def by_mail(page: Page, house: House, address: str) -> None:
    page.get_by_label("Your e-mail").fill(address)
    section(page, "email").get_by_role("checkbox").check()
    page.get_by_role("button", name="Send me a number").click()
    heading(page, "The number from your mail")
    page.get_by_label("The number").fill(number(house, address))


def lock(page: Page) -> None:
    page.get_by_label("Your sentence").fill(SENTENCE)
    page.get_by_label("The same sentence again").fill(SENTENCE)
    page.get_by_role("button", name="Make my account").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(
    ("width", "scheme", "js"),
    [(390, "dark", True), (390, "light", False), (1280, "light", True)],
    ids=["phone-night", "phone-paper-without-scripts", "desk-paper"],
)
def test_from_the_door_to_a_story_and_to_nothing(
    house: House, visit: Visit, width: int, scheme: str, js: bool
) -> None:
    page = visit(DOOR, width=width, scheme=scheme, js=js)
    calm: Callable[[Page], None] = require_calm if js else lambda _page: None
    calm(page)
    by_mail(page, house, f"a{width}{js}@post.example")
    calm(page)
    page.get_by_role("button", name="Log in").click()
    heading(page, "Lock your notebook")
    calm(page)
    lock(page)
    heading(page, "Your notebook")
    calm(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    heading(page, "Your code")
    calm(page)
    page.get_by_role("button", name="Back to the notebook").click()
    heading(page, "Your notebook")
    expect(page.locator(".notebook li")).to_have_count(1)
    calm(page)
    page.get_by_role("button", name="Destroy this account").click()
    heading(page, "Destroy this account?")
    calm(page)
    page.get_by_role("button", name="No, go back").click()
    heading(page, "Your notebook")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("button", name="Go on to your story").click()
    heading(page, "Your story")


def test_the_history_has_one_entry_for_all_of_it(house: House, visit: Visit) -> None:
    page = visit(DOOR, width=390)
    before = page.evaluate("history.length")
    by_mail(page, house, "history@post.example")
    page.get_by_role("button", name="Log in").click()
    heading(page, "Lock your notebook")
    lock(page)
    heading(page, "Your notebook")
    page.get_by_role("button", name="Destroy this account").click()
    page.get_by_role("button", name="Yes, destroy it").click()
    heading(page, "Your account is destroyed")
    require_calm(page)
    assert page.evaluate("history.length") == before
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )


def test_a_passkey_is_made_and_opens_the_account_again(visit: Visit) -> None:
    page = visit(DOOR, width=390)
    with a_device(page):
        section(page, "passkey").get_by_role("checkbox").check()
        page.get_by_role("button", name="Make a passkey").click()
        heading(page, "Lock your notebook")
        lock(page)
        heading(page, "Your notebook")
        page.get_by_role("button", name="Begin", exact=True).click()
        heading(page, "Your code")
        page.goto(DOOR)
        page.get_by_role("button", name="Log in with a passkey").click()
        heading(page, "Open your notebook")
        require_calm(page)
        page.get_by_label("Your sentence").fill(SENTENCE)
        page.get_by_role("button", name="Open it").click()
        heading(page, "Your notebook")
        expect(page.locator(".notebook li")).to_have_count(1)


def test_a_device_that_gives_no_passkey_is_said(visit: Visit) -> None:
    page = visit(DOOR, width=390, scheme="light")
    with a_device(page):
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page.get_by_text("The device did not give a passkey")).to_be_visible()
        require_calm(page)


def test_without_scripts_the_page_says_that_passkeys_do_not_work(visit: Visit) -> None:
    page = visit(DOOR, js=False)
    expect(page.get_by_text("Passkeys do not work here")).to_be_visible()
    assert not page.get_by_role("button", name="Make a passkey").is_visible()


@pytest.fixture
def abroad(house: House, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts that may leave the house: where to is looked at by the test."""
    opened: list[BrowserContext] = []

    def make(**more: Any) -> BrowserContext:
        context = chromium.new_context(base_url=house.base, viewport=SIZES[390], **more)
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no-scripts"])
def test_a_provider_is_reached_by_a_press_and_learns_no_address(
    abroad: Callable[..., BrowserContext], house: House, provider: Local, js: bool
) -> None:
    context = abroad(java_script_enabled=js)
    page = context.new_page()
    gone: list[str] = []
    page.on("request", lambda request: gone.append(request.url))
    page.goto(DOOR)
    section(page, "example").get_by_role("checkbox").check()
    page.get_by_role("button", name="Go on to Example").click()
    heading(page, "From here you go to Example")
    if js:
        require_calm(page)
    assert [url for url in gone if not url.startswith(house.base)] == []
    assert [(one["name"], one["path"]) for one in context.cookies()] == [
        ("trip", "/share/account/back/")
    ]
    provider.person = {"sub": f"in a browser {js}"}
    page.get_by_role("link", name="Go to 127.0.0.1").click()
    heading(page, "Lock your notebook")
    outside = [url for url in gone if not url.startswith(house.base)]
    assert len(outside) == 1 and outside[0].startswith(f"{provider.base}/authorize?")
    assert provider.came_from[-1] == ""
    assert context.cookies() == []
    lock(page)
    heading(page, "Your notebook")


def test_a_way_back_that_another_browser_began_lets_nobody_in(
    abroad: Callable[..., BrowserContext], provider: Local
) -> None:
    mine, theirs = abroad().new_page(), abroad().new_page()
    mine.goto(DOOR)
    section(mine, "example").get_by_role("checkbox").check()
    mine.get_by_role("button", name="Go on to Example").click()
    link = mine.get_by_role("link", name="Go to 127.0.0.1").get_attribute("href") or ""
    answer = theirs.goto(provider.consent(link))
    assert answer is not None and answer.status == 403
    heading(theirs, "You are not logged in")


def test_in_a_language_from_right_to_left_nothing_is_wider_than_the_screen(visit: Visit) -> None:
    page = visit(f"/ar{DOOR}", width=320)
    assert page.locator("html").get_attribute("dir") == "rtl"
    require_calm(page)
