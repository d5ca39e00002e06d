"""The team at its desks: two people read a story in the studio and say yes."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.opening import House

Contexts = Callable[..., BrowserContext]
Staff = Callable[[str], Any]

STAFF = ("mara", "tomas")


def released(
    contexts: Contexts,
    house: House,
    staff: Staff,
    title: str,
    *,
    between: Callable[[], None] = lambda: None,
) -> str:
    """Two people read it and say yes; its public address. `between` runs after the first yes."""
    desks = {name: contexts(storage_state=staff(name)).new_page() for name in STAFF}
    first = next(name for name in STAFF if finds(desks[name], title))
    second = next(name for name in STAFF if name != first)
    desks[first].get_by_role("button", name="Approve").click()
    desks[first].wait_for_load_state()
    between()
    assert finds(desks[second], title)
    desks[second].locator("input[name=road][value=no]").check()
    desks[second].get_by_role("button", name="Release").click()
    desks[second].wait_for_load_state()
    return str(within(60, lambda: _address_of(house, title)))


def finds(desk: Page, title: str) -> bool:
    """Whether the story is in this person's queue; it is open then."""
    desk.goto("/studio/stories/")
    link = desk.get_by_role("link", name=title)
    if not link.count():
        return False
    link.first.click()
    expect(desk.locator("#decide")).to_be_visible()
    return True


def within(seconds: float, holds: Callable[[], Any]) -> Any:
    """What `holds` gives once it gives something; it must within these seconds."""
    late = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < late, "not in time"
        time.sleep(0.2)
    return found


def _address_of(house: House, title: str) -> str:
    try:
        return house.story(title)
    except LookupError:
        return ""
