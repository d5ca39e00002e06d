"""A whole journey through a real house, after which nothing says who made it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Contexts, Staff, released, within
from tests.browser.opening import House
from tests.browser.sharing import Telling
from tests.privacy.searching import Kept, found

AGENT, CAME_FROM, COOKIE = "TellingPhone/7.13", "watched-page.example", "who=Ilmatar7"
ADDRESS = "203.0.113.117"
WHO = [one.encode() for one in (AGENT, CAME_FROM, COOKIE, ADDRESS)]


@pytest.mark.promise("P-02")
@pytest.mark.timeout(300)
def test_nothing_in_the_house_says_who_told_asked_hid_or_took_back(
    contexts: Contexts, house: House, staff: Staff, tmp_path: Path
) -> None:
    title = f"Of nobody {secrets.token_hex(4)}"
    headers = {"X-Forwarded-For": ADDRESS, "Cookie": COOKIE}
    teller = contexts(width=390, js=False, user_agent=AGENT, extra_http_headers=headers)
    path = Telling(teller.new_page())
    path.page.goto("/", referer=f"https://{CAME_FROM}/")
    code = path.whole(tmp_path, title, "We crossed when the river was frozen.")
    _back(path, code)
    path.page.fill("#id_text", "Is it safe?")
    path.press("button[value=answer]")
    assert found(WHO, _everything(house)) == []
    address = released(contexts, house, staff, title)
    _back(path, code)
    path.press("button[value=hide]")
    path.press("button[value=show]")
    within(60, lambda: house.file(address).is_file())
    assert found([title.encode()], _everything(house))  # the control: it finds what is there
    assert found(WHO, _everything(house)) == []
    path.press("button[value=withdraw]")
    path.press("button[value='withdraw:yes']")
    within(60, lambda: not found([title.encode()], _everything(house)))
    assert found([*WHO, code.encode()], _everything(house)) == []


def _back(path: Telling, code: str) -> None:
    path.page.goto("/return/")
    path.page.fill("#id_code", code)
    path.press("form .button")
    expect(path.page.locator("h1")).to_have_text("Your story")


def _everything(house: House) -> Iterator[Kept]:
    """Every file of the house, by name and contents, and every line that it has said."""
    for path in (*house.data.rglob("*"), house.data.with_suffix(".log")):
        yield f"name of {path.name}", path.name.encode()
        try:
            yield path.name, path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:  # the house has just replaced it
            continue
