"""The gazetteer is built once where it is missing or stale: some thirty seconds."""

import pytest

from farshore.places import build


@pytest.fixture(scope="session", autouse=True)
def the_gazetteer() -> None:
    build.build()
