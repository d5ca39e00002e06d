"""A story must come over a weak line: every new dependency and every new style is weighed."""

import pytest

from tests import weights
from tests.stories.making import picture, published, waypoint
from tests.stories.reading import page

pytestmark = pytest.mark.django_db

PAGE = 60_000
"""Bytes of HTML, styles and scripts together, before fonts and pictures."""

LATIN = 80_000
"""Bytes of the fonts that a page in Latin letters begins with."""


def _long_story() -> str:
    """The address of a story of four thousand words that do not repeat, eight places, pictures."""
    words = " ".join(f"{number * 7919 % 100_003:x}" for number in range(4000))
    places = tuple(waypoint("KR", role="passed", text=words[:400]) for _ in range(8))
    slug = published("One", text=words, waypoints=places, pictures=(picture(), picture()))
    return f"/stories/{slug}/"


def test_a_long_story_with_its_styles_and_scripts_is_light() -> None:
    text = page(_long_story())
    files = weights.named(text, ".css", ".js", ".svg")
    assert len(files) >= 3
    assert weights.compressed(text) + weights.of_files(files) <= PAGE


def test_the_fonts_for_latin_letters_are_light() -> None:
    fonts = weights.named(page(_long_story()), ".woff2")
    assert len(fonts) == 2
    assert 0 < weights.of_files(fonts) <= LATIN


def test_the_names_of_languages_bring_their_own_few_letters() -> None:
    """Every page says every language's name: the pieces of whole fonts would be 160 kB."""
    fonts = {one.name for one in weights.ASSETS.glob("own-names-*.woff2")}
    assert {"arabic", "kr", "sc"} <= {part for name in fonts for part in name.split("-")}
    assert 0 < weights.of_files(fonts) <= 15_000
