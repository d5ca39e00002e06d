"""A teller in a real browser: presses, fills in, and comes to each page of the path."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.sanitize import corpus

MAIN = "form#step > .actions .button:first-child"
"""The button that leads on."""

FROM, TO = "Hyesan", "Incheon"
"""Where a whole story begins, which is told no finer than its region, and where it ends."""


class Telling:
    """The sharing path on one page of a browser, with scripts or without."""

    def __init__(self, page: Page, prefix: str = "") -> None:
        self.page, self.prefix = page, prefix
        self.code = ""

    def press(self, selector: str) -> None:
        """Press a button and wait for the page that answers."""
        old = self.page.locator("input[name=nonce]").first.get_attribute("value")
        self.page.locator(selector).first.click()
        again = self.page.locator(f'input[name=nonce][value="{old}"]')
        expect(again).to_have_count(0, timeout=30_000)
        expect(self.page.locator("main")).to_have_count(1)

    def begin(self) -> None:
        """To the first step."""
        self.page.goto(f"{self.prefix}/share/")
        self.press("form[data-step=begin] button")
        self.code = self.page.locator("input[name=shown]").get_attribute("value") or ""
        self.page.fill("#id_typed", self.code)
        self.press("form[data-step=code] .button")

    def tell(self, text: str = "We left in winter.", language: str = "ko") -> None:
        """From the words to the places."""
        self.page.fill("#id_text", text)
        self.page.select_option("#id_language", language)
        self.press(MAIN)

    def place(self, name: str, role: str, date: str) -> None:
        """Look a place up and keep it."""
        self.page.fill("#id_place", name)
        self.press(".with-button button")
        self.press(".found button")
        self.page.check(f"input[name=role][value={role}]")
        self.page.fill("#id_date", date)
        self.press(MAIN)

    def whole(self, folder: Path, title: str, words: str) -> str:
        """A story with a phone's picture, sent; the code to come back with."""
        page = self.page
        self.begin()
        page.fill("#id_title", title)
        page.check("input[name=themes][value=border]")
        self.tell(words, "en")
        self.place(FROM, "left", "winter 1998?")
        self.place(TO, "lives", "2001")
        self.press(MAIN)
        page.set_input_files("#id_pictures", photos(folder, 1))
        self.press("form#step .field .button")
        page.locator("input[value=nobody]").check()
        page.locator("[id$=-alt]").fill("A boat on the bank")
        self.press(MAIN)
        for use in ("site", "search_engines"):
            page.check(f"input[name=uses][value={use}]")
        self.press(MAIN)
        expect(page.locator(".preview-bar")).to_be_visible()
        expect(page.locator("h1").last).to_have_text(title)
        self.press(".preview-bar .button")
        self.press("#send")
        return self.code

    def pages(self, folder: Path) -> Iterator[str]:
        """Every page of the path and of the way back, one after the other, by name."""
        page = self.page
        page.goto(f"{self.prefix}/share/")
        yield "start"
        self.press("form[data-step=begin] button")
        yield "code"
        self.press("form[data-step=code] .button")
        yield "code, with an error"
        self.begin()
        yield "story"
        page.fill("#id_other_language", "Qqq")
        self.press(MAIN)
        yield "story, with an error"
        page.fill("#id_other_language", "")
        self.tell()
        yield "journey, empty"
        page.fill("#id_place", "Hyesan")
        self.press(".with-button button")
        yield "find"
        self.press(".found button")
        yield "place"
        page.fill("#id_date", "before the frost")
        self.press(MAIN)
        yield "place, with errors"
        page.check("input[name=role][value=left]")
        page.fill("#id_date", "winter 1998?")
        self.press(MAIN)
        self.place("Seoul", "lives", "2001")
        yield "journey"
        self.press(MAIN)
        yield "pictures, empty"
        page.set_input_files("#id_pictures", photos(folder, 2, broken=1))
        self.press("form#step .field .button")
        yield "pictures, one of them refused"
        self.press("button[value^='covers:']")
        yield "covers"
        page.locator(".tile-grid input").nth(40).check()
        self.press(MAIN)
        for tick in page.locator("input[value=agreed]").all():
            tick.check()
        unfold(page)
        yield "pictures, each person for themselves"
        self.press(MAIN)
        yield "uses"
        unfold(page)
        yield "uses, with their terms"
        page.check("input[name=uses][value=site]")
        self.press(MAIN)
        yield "preview"
        self.press(".preview-bar .button")
        yield "send"
        self.press("#send")

    def way_back(self) -> Iterator[str]:
        """The pages behind the code, once the story is sent."""
        page = self.page
        yield "sent"
        page.goto(f"{self.prefix}/return/")
        yield "return"
        page.fill("#id_code", "1234")
        self.press("form .button")
        yield "return, with an error"
        page.fill("#id_code", self.code)
        self.press("form .button")
        yield "status"
        self.press("button[value=withdraw]")
        yield "withdraw"
        self.press("button[value=status]")
        self.press("button[value=hide]")
        yield "status, held back"
        page.goto(f"{self.prefix}/return/relative/lamp-lamp-lamp/")
        yield "relative"


def unfold(page: Page) -> None:
    """Open whatever is folded."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def photos(folder: Path, whole: int, *, broken: int = 0) -> list[Path]:
    """Files such as phones send, the last ones not what they say."""
    made = []
    for number in range(whole + broken):
        path = folder / f"{number}.jpg"
        told = corpus.telling_jpeg(orientation=1 + number)[0]
        path.write_bytes(told if number < whole else b"\xff\xd8\xff cut off")
        made.append(path)
    return made
