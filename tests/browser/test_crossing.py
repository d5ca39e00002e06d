"""The main journey: told on a phone, read by two people, shown to everybody, and taken back."""

import gzip
import re
import secrets
import time
from pathlib import Path
from typing import Any

import brotli
import feedparser
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desks import Contexts, Staff, released, within
from tests.browser.opening import House
from tests.browser.sharing import FROM, Telling
from tests.sanitize import corpus

PLAIN = {".br": brotli.decompress, ".gz": gzip.decompress}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "js"), [(390, False), (1280, True), (390, True), (1280, False)])
def test_a_story_crosses_and_is_taken_back(
    contexts: Contexts,
    house: House,
    staff: Staff,
    tmp_path: Path,
    width: int,
    js: bool,
) -> None:
    mark = secrets.token_hex(4)
    title, words = f"The ferryman {mark}", f"Nobody rowed that night, {mark}."
    code = Telling(contexts(width=width, js=js).new_page()).whole(tmp_path, title, words)
    assert not _holding(house, title, words)

    def one_yes_is_not_enough() -> None:
        assert house.status("/stories/") == 200 and not _holding(house, title)

    address = released(contexts, house, staff, title, between=one_yes_is_not_enough)
    _is_everywhere(contexts(width=width, js=js).new_page(), house, address, title, words)
    media = _media_of(house, address)
    assert not _holding(house, *_secrets())
    _taken_back(contexts(width=width, js=js).new_page(), code)
    _is_nowhere(contexts, house, address, title, words, width=width, js=js)
    assert {one: house.status(one) for one in media} == dict.fromkeys(media, 410)


def _is_everywhere(page: Page, house: House, address: str, title: str, words: str) -> None:
    """Its page, lists, feeds and map show it, and nothing that was not chosen."""
    page.goto(address)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".telling")).to_contain_text(words)
    expect(page.locator("h2").first).to_have_text("Ryanggang, North Korea")
    expect(page.locator(".picture img")).to_have_attribute("alt", "A boat on the bank")
    page.locator(".picture img").scroll_into_view_if_needed()
    assert FROM not in page.content()  # a region was chosen, and the town is not told
    for listed in ("/", "/stories/", "/stories/theme/border/", "/places/kp/", "/globe/"):
        within(60, lambda: address in house.file(listed).read_text("utf-8"))  # noqa: B023
        page.goto(listed)
        expect(page.locator(f"main a[href='{address}']").first).to_be_visible()
    for feed in ("/feed.xml", "/feed/atom.xml"):
        told = feedparser.parse(house.file(feed).read_bytes())
        assert title in [entry.title for entry in told.entries]
    assert address in house.file("/globe/journeys.json").read_text("utf-8")
    assert address in house.file("/sitemap-stories.xml").read_text("utf-8")


def _media_of(house: House, address: str) -> list[str]:
    """The addresses of its picture, in every size and kind; each is served."""
    media = sorted(set(re.findall(r"/media/[^\s\",]+", house.file(address).read_text("utf-8"))))
    assert {one.rpartition(".")[2] for one in media} == {"avif", "webp", "jpg"}
    assert {one: house.status(one) for one in media} == dict.fromkeys(media, 200)
    return media


def _taken_back(page: Page, code: str) -> None:
    path = Telling(page)
    page.goto("/return/")
    page.fill("#id_code", code)
    path.press("form .button")
    path.press("button[value=withdraw]")
    path.press("button[value='withdraw:yes']")
    expect(page.locator("h1")).to_have_text("Your story has been taken back")


def _is_nowhere(
    contexts: Contexts, house: House, address: str, title: str, words: str, **more: Any
) -> None:
    """Gone from its page, the lists, the feeds, the map and every byte of the site."""
    began = time.monotonic()
    within(60, lambda: not _holding(house, title, words, address.split("/")[2]))
    assert time.monotonic() - began < 60
    assert house.status(address) == 410
    context = contexts(**more)
    context.watch.expected.add(address)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(address)
    expect(page.locator("h1")).to_have_text("No longer here")
    expect(page.locator("main")).to_contain_text("need give no reason")
    if more["js"]:  # axe is a script
        assert Axe().run(page).violations_count == 0
    assert title not in page.content()


def _holding(house: House, *words: str) -> list[str]:
    """The public files that hold one of these words, also those that lie there compressed.

    A tombstone's address is all it holds.
    """
    folders = [one for one in house.site.iterdir() if one.name != "assets"]
    files = [path for one in folders for path in (one, *one.rglob("*")) if path.is_file()]
    return [str(path) for path in files if path.name != "410.html" and _holds(path, words)]


def _holds(path: Path, words: tuple[str, ...]) -> bool:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # the press has just removed it
        return False
    plain = PLAIN.get(path.suffix, bytes)(content)
    return any(word.encode() in plain for word in words)


def _secrets() -> list[str]:
    """What the phone had hidden in the picture, where it can be written as text."""
    return [one.decode() for one in corpus.telling_jpeg(orientation=1)[1] if one.isascii()]
