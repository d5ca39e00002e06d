"""Logging in to the studio in a real browser: by passkey, by app, by what the house has printed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import SIZES, Visit
from tests.browser.opening import House
from tests.browser.watching import Watch
from tests.staff import code

LOGIN = "Log in with a password"


@pytest.fixture
def named(house: House, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts that know the house by a name: a passkey belongs to a name, never to an address."""
    base = house.base.replace("127.0.0.1", "localhost")
    opened: list[tuple[Watch, BrowserContext]] = []

    def make(**more: Any) -> BrowserContext:
        context = chromium.new_context(base_url=base, viewport=SIZES[390], **more)
        context.set_default_timeout(10_000)
        watch = Watch(base)
        watch.over(context)
        opened.append((watch, context))
        return context

    yield make
    for watch, context in opened:
        watch.ended(context)
        context.close()
    assert [line for watch, _context in opened for line in watch.seen] == []


def newcomer(house: House, name: str) -> str:
    """The password of a new account, made as an operator makes it."""
    words = ["createstaff", name, "--role", "editor", "--generate", "--data", str(house.data)]
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "PYTHONPATH"}}
    made = subprocess.run(
        [sys.executable, "-m", "farshore", *words],
        env=kept | {"FARSHORE_DEMO": "yes"},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip().rpartition(" ")[2]


@contextmanager
def a_device(page: Page) -> Iterator[None]:
    """A phone or laptop that makes passkeys, and whose owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.detach()


def give_password(page: Page, name: str, password: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name=LOGIN).click()


def require_calm(page: Page) -> None:
    """Nothing for axe to find, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_passkey_is_set_up_once_and_then_opens_the_studio_alone(
    house: House, named: Callable[..., BrowserContext]
) -> None:
    password = newcomer(house, "passkey")
    page = named().new_page()
    page.goto("/studio/")
    with a_device(page):
        give_password(page, "passkey", password)
        expect(page.get_by_role("heading", name="One more key")).to_be_visible()
        require_calm(page)
        page.get_by_role("link", name="Set up a passkey").click()
        require_calm(page)
        page.get_by_role("button", name="Ask the device").click()
        expect(page.get_by_role("heading", name="Your spare codes")).to_be_visible()
        require_calm(page)
        assert page.locator(".door-spare li").count() == 10
        page.get_by_role("link", name="go on to the studio").click()
        page.wait_for_url(re.compile("/studio/$"))
        page.goto("/studio/account/logout/")
        page.get_by_role("button", name="Log out").click()
        page.goto("/studio/images/")
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page).to_have_title(re.compile("^Images"))


def test_a_device_that_gives_no_passkey_is_said_and_nothing_is_lost(
    named: Callable[..., BrowserContext],
) -> None:
    page = named().new_page()
    page.goto("/studio/")
    with a_device(page):
        page.get_by_label("Name").fill("typed")
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page.get_by_text("The device did not give a passkey")).to_be_visible()
        assert page.get_by_label("Name").input_value() == "typed"
        require_calm(page)


def test_a_passkey_is_not_offered_where_it_cannot_work(visit: Visit) -> None:
    page = visit("/studio/account/login/")
    expect(page.get_by_text("Passkeys do not work here")).to_be_visible()
    assert not page.get_by_role("button", name="Log in with a passkey").is_visible()


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("mara", 320, "dark"), ("tomas", 1280, "light")]
)
def test_the_demonstration_is_entered_by_what_was_printed(
    house: House, visit: Visit, name: str, width: int, scheme: str
) -> None:
    password = house.logins()[name]
    page = visit("/studio/", width=width, scheme=scheme)
    require_calm(page)
    give_password(page, name, "not this one")
    expect(page.get_by_role("alert")).to_contain_text("Nothing has happened.")
    assert page.get_by_label("Name").input_value() == name
    require_calm(page)
    give_password(page, name, password)
    require_calm(page)
    page.get_by_label("Code").fill(page.locator(".door-code").inner_text())
    page.get_by_role("button", name="Go in").click()
    page.wait_for_url(re.compile("/studio/$"))


def test_who_has_logged_in_stays_in(visit: Visit, staff: Callable[[str], Any]) -> None:
    for address in ("/studio/", "/studio/account/"):
        page = visit(address, storage_state=staff("mara"))
        assert page.url.endswith(address)


def test_without_scripts_an_app_is_set_up_and_opens_the_studio(house: House, visit: Visit) -> None:
    password = newcomer(house, "paper")
    page = visit("/studio/", width=390, js=False)
    give_password(page, "paper", password)
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".door-secret").inner_text()
    page.get_by_label("The code that the app shows now").fill(code(secret))
    page.get_by_role("button", name="Set it up").click()
    spare = page.locator(".door-spare li").first.inner_text()
    page.goto("/studio/account/logout/")
    page.get_by_role("button", name="Log out").click()
    give_password(page, "paper", password)
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Go in").click()
    page.wait_for_url(re.compile("/studio/$"))


@pytest.mark.parametrize("language", ["ko", "ar"])
def test_the_door_speaks_the_reader_s_direction(visit: Visit, language: str) -> None:
    page = visit("/studio/account/login/", width=390, locale=language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    require_calm(page)


def test_the_picture_for_the_app_holds_the_secret_beside_it(house: House, visit: Visit) -> None:
    password = newcomer(house, "picture")
    page = visit("/studio/", width=390, scheme="dark")
    give_password(page, "picture", password)
    page.get_by_role("link", name="Set up an app").click()
    require_calm(page)
    picture = page.get_by_alt_text("The secret below")
    assert re.match("data:image/svg", picture.get_attribute("src") or "")
    box = picture.bounding_box()
    assert box is not None and box["width"] >= 200
