"""Reading public pages as a visitor would get them."""

import re
from datetime import UTC, datetime

from farshore.kernel.registry import registry
from tests.markup import Markup

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def page(address: str) -> str:
    """The text at an address."""
    return registry.render(address, as_of=NOW).body.decode()


def read(address: str) -> Markup:
    """The page at an address, whose markup must have no fault."""
    found = Markup(page(address))
    assert found.faults == [], address
    return found


def sitemaps() -> str:
    """The index of the sitemaps, and the text of each that it leads to."""
    index = page("/sitemap.xml")
    led_to = re.findall(r"<sitemap><loc>https?://[^/]+(/[^<]*)</loc></sitemap>", index)
    return "".join([index, *map(page, led_to)])


def links(address: str) -> list[str]:
    """Where the links of a page lead."""
    return [one.given["href"] for one in read(address).all("a")]
