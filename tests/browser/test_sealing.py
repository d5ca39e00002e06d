"""A contact leaves the browser sealed, and nothing of it in the clear."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pyrage import decrypt, x25519

from farshore.vault import team
from tests.browser.opening import House
from tests.browser.sharing import Telling

ASSETS = Path(team.__file__).resolve().parents[1] / "assets"
SAFE, PLAIN = "https://film.test/", "http://film.test/"


class Desk:
    """A page with a form of contacts, and what arrives when it is sent."""

    def __init__(self, *, share: bool) -> None:
        self.identity = x25519.Identity.generate()
        self.key = str(self.identity.to_public())
        self.sent: list[str] = []
        self.share = share

    def answer(self, route: Route) -> None:
        """Play the server."""
        name = route.request.url.rpartition("/")[2]
        if route.request.method == "POST":
            self.sent.append(route.request.post_data or "")
            route.fulfill(body="<!doctype html><title>Thanks</title><main id=line>Thanks</main>")
        elif name.endswith(".js"):
            found = json.loads((ASSETS / "manifest.json").read_text())[name]
            route.fulfill(body=(ASSETS / found).read_text(), content_type="text/javascript")
        else:
            route.fulfill(body=self._page(), headers=_HEADERS)

    def fields(self) -> dict[str, str]:
        """What the form sent last."""
        body = self.sent[-1]
        if "form-data" in body:
            pairs = re.findall(r'name="([^"]+)"\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
            return dict(pairs)
        return {name: values[0] for name, values in parse_qs(body).items()}

    def opened(self) -> dict[str, str]:
        """What the team reads."""
        sealed = team.from_browser(self.fields()["sealed_contact"], pad_to=team.CONTACT)
        told: dict[str, str] = json.loads(team.unpadded(decrypt(sealed.box, [self.identity])))
        assert sealed.recipients == (team.key_id(self.key),)
        return told

    def _page(self) -> str:
        scripts = '<script src="/seal.js" defer></script>'
        scripts += '<script src="/share.js" defer></script>' if self.share else ""
        kind = 'data-step enctype="multipart/form-data"' if self.share else ""
        return f"""<!doctype html><html lang="en"><title>Contact</title>{scripts}
            <main><form method="post" action="/" {kind} data-team-keys="{self.key}"
              data-team-ids="{team.key_id(self.key)}">
            <input name="name" data-seal="contact"> <textarea name="address" data-seal="contact">
            </textarea> <input name="wish" value="a poster"> <button name="go" value="yes">Send
            </button></form></main></html>"""


_HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "Content-Type": "text/html; charset=utf-8",
}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh browser."""
    context = chromium.new_context(ignore_https_errors=True)
    yield context.new_page()
    context.close()


def begin(page: Page, desk: Desk, address: str, *, written: str = "1 Long Road\nTown") -> None:
    """Open the page and fill the form in."""
    page.route("**/*", desk.answer)
    page.goto(address)
    page.fill("[name=name]", "Ada Ångström")
    page.fill("[name=address]", written)


def send(page: Page) -> None:
    """Send it, and wait for the answer."""
    page.click("button")
    page.locator("main", has_text="Thanks").wait_for()


@pytest.mark.parametrize("share", [False, True], ids=["a plain form", "a form sent by a script"])
def test_a_contact_leaves_the_browser_sealed(page: Page, share: bool) -> None:
    desk = Desk(share=share)
    begin(page, desk, SAFE)
    send(page)
    assert desk.opened() == {"name": "Ada Ångström", "address": "1 Long Road\nTown"}
    assert set(desk.fields()) == {"sealed_contact", "wish", "go"}
    assert not [body for body in desk.sent if re.search(r"Long[ +]Road|Ada[ +]", body)]
    assert len(desk.sent) == 1


def test_what_a_script_saves_while_somebody_types_leaves_the_contact_out(page: Page) -> None:
    begin(page, Desk(share=True), SAFE)
    gathered = page.evaluate("[...new FormData(document.forms[0]).keys()]")
    assert gathered == ["wish"]


def test_a_contact_that_was_changed_after_it_failed_to_arrive_is_sealed_anew(page: Page) -> None:
    desk = Desk(share=False)
    begin(page, desk, SAFE)
    page.evaluate(
        "document.forms[0].addEventListener('submit', (e) => e.preventDefault(), {once: 1})"
    )
    page.click("button")
    page.fill("[name=address]", "2 Other Road")
    assert page.evaluate("[...new FormData(document.forms[0]).keys()]") == ["wish"]
    send(page)
    assert desk.opened()["address"] == "2 Other Road"


def test_an_empty_contact_is_sent_as_it_is(page: Page) -> None:
    desk = Desk(share=False)
    begin(page, desk, SAFE, written=" ")
    page.fill("[name=name]", "")
    send(page)
    assert "sealed_contact" not in desk.fields()


def test_what_is_too_long_to_seal_goes_to_the_server_which_says_so(page: Page) -> None:
    """The control, too: in the clear it would be seen."""
    desk = Desk(share=False)
    begin(page, desk, SAFE, written="x" * 5000)
    send(page)
    assert set(desk.fields()) == {"name", "address", "wish", "go"}


def test_without_an_encrypted_line_the_server_seals(page: Page) -> None:
    """A browser gives such a page no cryptography, and whoever is on the line could change it."""
    desk = Desk(share=False)
    begin(page, desk, PLAIN)
    send(page)
    assert desk.fields()["name"] == "Ada Ångström"


def test_without_scripts_the_form_is_sent_as_it_is(chromium: Browser) -> None:
    desk = Desk(share=True)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, desk, SAFE)
    send(page)
    assert desk.fields()["address"].replace("\r", "") == "1 Long Road\nTown"
    context.close()


class Release(Desk):
    """A page with a release to sign, as `intake/release.html` has it: what is signed stands in
    hidden fields that are sealed with the name, what the server has to know beside them."""

    def _page(self) -> str:
        return f"""<!doctype html><html lang="en"><title>Sign</title>
            <script src="/seal.js" defer></script><script src="/share.js" defer></script>
            <main><form method="post" action="/" data-step data-team-keys="{self.key}"
              data-team-ids="{team.key_id(self.key)}">
            <input type="hidden" name="chosen" value="any.en.2026-11">
            <input type="hidden" name="sha256" value="ab12" data-seal="release">
            <input type="hidden" name="film" value="The Lamp" data-seal="release">
            <input name="name" data-seal="release" required>
            <button name="go" value="sign:1">Sign</button></form></main></html>"""


def test_a_name_under_a_release_is_sealed_with_what_it_stands_under(page: Page) -> None:
    desk = Release(share=True)
    page.route("**/*", desk.answer)
    page.goto(SAFE)
    page.click("button")
    assert desk.sent == []  # without a name nothing is sent
    page.fill("[name=name]", "Ada Ångström")
    send(page)
    assert set(desk.fields()) == {"sealed_release", "chosen", "go"}
    sealed = team.from_browser(desk.fields()["sealed_release"], pad_to=team.CONTACT)
    told = json.loads(team.unpadded(decrypt(sealed.box, [desk.identity])))
    assert told == {"sha256": "ab12", "film": "The Lamp", "name": "Ada Ångström"}


MAIL = "ilmatar@film.example"
FORM = "document.querySelector('form[data-team-keys]')"


@pytest.mark.promise("P-29")
@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_a_teller_leaves_an_address_on_the_real_page(
    contexts: Callable[..., BrowserContext], house: House, tmp_path: Path, js: bool
) -> None:
    """With scripts nothing leaves the phone in the clear; without, nothing is written in the
    clear. The page came as an answer to another form, and has brought its script along."""
    teller = Telling(contexts(width=390, js=False).new_page())
    teller.whole(tmp_path, f"Sealed {js}", "The lamp.")
    page, posts = contexts(width=390, js=js).new_page(), list[str]()
    page.on("request", lambda request: posts.append(request.post_data or ""))
    path = Telling(page)
    page.goto("/return/")
    page.fill("#id_code", teller.code)
    path.press("form .button")
    page.locator("details", has=page.locator("#id_email")).locator("summary").click()
    if js:
        page.wait_for_function(f"!new FormData({FORM}).has('email')")  # the script holds it back
    page.fill("#id_email", MAIL)
    path.press("button[value=contact]")
    expect(page.locator(".notice").first).to_contain_text("It is sealed, and kept until")
    assert ("sealed_contact" in posts[-1]) is js
    assert (MAIL in "".join(posts).replace("%40", "@")) is not js
    assert not [one for one in house.data.rglob("*") if MAIL.encode() in _bytes(one)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:  # the house has just replaced it
        return b""
