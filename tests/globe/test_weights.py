"""The globe must be interactive after at most 600 kB, before any tile."""

import pytest

from tests import weights
from tests.stories.making import published
from tests.stories.reading import page

pytestmark = pytest.mark.django_db

INTERACTIVE = 600_000
LATER = ("world-50m", "rtl")
"""Files that the page names and the globe fetches afterwards: when one comes closer, and for
letters from right to left."""


def test_the_globe_is_light_until_it_turns() -> None:
    published("One")
    text = page("/globe/")
    files = weights.named(text, ".css", ".js", ".svg", ".json", ".woff2")
    first = {name for name in files if not name.startswith(LATER)}
    assert {name.partition("-")[0] for name in first} >= {"globe", "world", "site"}
    assert weights.compressed(text) + weights.of_files(first) <= INTERACTIVE
    assert weights.of_files(files) > INTERACTIVE  # the control: all of them would be too much
