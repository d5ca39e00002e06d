"""How heavy the pages are over the wire: `python bench/weights.py` prints a JSON list of figures.

A real house and a real browser with an empty cache: what each page fetched, in bytes as they came
through the network with their heads, by kind. Fonts count for the script of the page; pieces for
other scripts come by range, only where a page has their letters, and are told apart.
"""

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Request, sync_playwright
from tests.browser.conftest import launched
from tests.browser.opening import House, open_house

LATIN = re.compile(r"/(?:source-serif-4|figtree)-latin-")
PAGE = ("document", "stylesheet", "script")
STANDS = 60_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder) / "data") as house:
        print(json.dumps(list(_figures(house)), indent=1))


def _figures(house: House) -> Iterator[dict[str, object]]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        story = _fetched(browser, house.base + house.story("Seven phone numbers"))
        yield _figure("weights.story.page", _sum(story, *PAGE), "≤ 60")
        yield _figure("weights.story.fonts.latin", _sum(story, "latin"), "≤ 80")
        yield _figure("weights.story.fonts.other", _sum(story, "font"), None)
        first = _fetched(browser, house.base + "/")
        yield _figure("weights.home.page", _sum(first, *PAGE), None)
        yield _figure("weights.home.pictures", _sum(first, "image"), None)
        listed = _fetched(browser, house.base + "/stories/")
        yield _figure("weights.list.page", _sum(listed, *PAGE), None)
        globe = _fetched(browser, house.base + "/globe/", until="[data-ready]")
        kinds = (*PAGE, "fetch", "latin", "image", "other")
        yield _figure("weights.globe.interactive", _sum(globe, *kinds), "≤ 600")
        yield _figure("weights.globe.fonts.other", _sum(globe, "font"), None)
        browser.close()


def _fetched(browser: Browser, address: str, *, until: str = "main") -> dict[str, int]:
    """Bytes by kind, of everything that the page fetched until the selector is there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked: list[Request] = []
    context.on("requestfinished", lambda request: asked.append(request))
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector(until, timeout=STANDS)
    page.wait_for_load_state("networkidle")
    weights: dict[str, int] = defaultdict(int)
    for one in asked:
        kind = "latin" if LATIN.search(one.url) else one.resource_type
        weights[kind] += _weight(one)
    context.close()
    return weights


def _weight(request: Request) -> int:
    """Bytes of an answer with its head. The browser does not count a worker's own file."""
    sizes, answer = request.sizes(), request.response()
    told = int(answer.headers.get("content-length", 0)) if answer else 0
    return max(sizes["responseBodySize"], told) + sizes["responseHeadersSize"]


def _sum(weights: dict[str, int], *kinds: str) -> float:
    return sum(weights.get(kind, 0) for kind in kinds) / 1000


def _figure(name: str, value: float, asked: str | None) -> dict[str, object]:
    return {"name": name, "value": round(value, 1), "unit": "kB", "asked": asked}


if __name__ == "__main__":
    main()
