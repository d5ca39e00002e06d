"""What stands where nothing stands: kind, whole, and without a word about anybody."""

import pytest

from farshore.press import pages
from tests.markup import Markup
from tests.screenings.making import film

pytestmark = pytest.mark.django_db

ALL = {
    "Not here": pages.not_found,
    "One moment": pages.away,
    "No longer here": lambda: pages.gone("/stories/a-b-c/"),
}


@pytest.mark.parametrize("heading", ALL)
def test_the_pages_of_nothing_are_pages(heading: str, settings: object) -> None:
    settings.SITE_LANGUAGES = ("en", "ar")  # type: ignore[attr-defined]
    film(title="The Ferry")
    found = Markup(ALL[heading]().decode())
    assert found.faults == []
    assert [one.words for one in found.all("h1")] == [heading]
    assert found.all("meta", name="robots", content="noindex")
    assert not found.all("link", hreflang="ar") and not found.all("link", rel="canonical")
    led = [one.given["href"] for one in found.all("a")]
    assert "/" in led and "/stories/" in led


def test_a_tombstone_speaks_the_language_of_its_address(settings: object) -> None:
    settings.SITE_LANGUAGES = ("en", "ar")  # type: ignore[attr-defined]
    assert Markup(pages.gone("/ar/stories/a-b-c/").decode()).all("html", lang="ar", dir="rtl")
    assert Markup(pages.gone("/stories/a-b-c/").decode()).all("html", lang="en", dir="ltr")


def test_every_tombstone_is_the_same() -> None:
    assert pages.gone("/stories/a-b-c/") == pages.gone("/media/1/480.avif")
    assert b"a-b-c" not in pages.gone("/stories/a-b-c/")
