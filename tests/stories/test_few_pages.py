"""No public page, feed or file counts fewer stories than FARSHORE_FEW."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from farshore.kernel.registry import registry
from farshore.stories.few import counted
from farshore.stories.vocabulary import THEMES, WARNINGS
from tests.stories.counting import small_counts
from tests.stories.making import published, waypoint
from tests.stories.reading import NOW, read

_ABOUT_THE_FILM = {"/about/", "/privacy/"}
"""What the team wrote: these list no story."""

_COUNTRIES = {"KP": (127.5, 40.3), "KR": (127.0, 37.6), "CN": (116.4, 39.9), "MN": (106.9, 47.9)}

_places = st.lists(st.sampled_from(sorted(_COUNTRIES)), max_size=3)
_uses = st.sampled_from([("site",), ("site", "search_engines"), ("site", "open_data")])


@st.composite
def _stories(draw: st.DrawFn) -> dict[str, Any]:
    """What a story is told with: no digit is in it, so that each one found is the house's."""
    return {
        "title": draw(st.sampled_from(["", "A river", "ㄱ"])),
        "language": draw(st.sampled_from(["en", "ko", "ar"])),
        "themes": tuple(draw(st.sets(st.sampled_from(sorted(THEMES)), max_size=2))),
        "warnings": tuple(draw(st.sets(st.sampled_from(sorted(WARNINGS)), max_size=1))),
        "uses": draw(_uses),
        "waypoints": tuple(waypoint(c, lon=_COUNTRIES[c][0], lat=_COUNTRIES[c][1])
                           for c in draw(_places)),
    }  # fmt: skip


@contextmanager
def _house(stories: list[dict[str, Any]], **settings: int) -> Iterator[None]:
    """A house with these stories, for as long as it is looked at; its maps have no coasts."""
    bare = patch("farshore.globe.queries.land", return_value=())
    with bare, override_settings(**settings), transaction.atomic():
        for story in stories:
            published(**story)
        yield
        transaction.set_rollback(True)


def _listing() -> list[str]:
    """Every public address that may list or count stories."""
    return [
        one
        for one in registry.addresses()
        if registry.kind_of(one) != "file" and one not in _ABOUT_THE_FILM
    ]


def _found(few: int) -> list[str]:
    pages = ((one, registry.render(one, as_of=NOW).body) for one in _listing())
    return [fault for address, body in pages for fault in small_counts(address, body, few=few)]


@pytest.mark.django_db
@pytest.mark.promise("P-41")
@rules(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(stories=st.lists(_stories(), max_size=4), few=st.integers(2, 50), size=st.integers(1, 3))
def test_nothing_public_counts_few(stories: list[dict[str, Any]], few: int, size: int) -> None:
    with _house(stories, FEW=few, LIST_SIZE=size):
        listing = _listing()
        assert {"/", "/stories/", "/places/", "/globe/", "/feed.xml"} <= {*listing}
        assert {"/sitemap.xml", "/sitemap-pages.xml", "/sitemap-stories.xml"} <= {*listing}
        assert {"/data/stories.geojson", "/data/stories.kmz", "/globe/journeys.json"} <= {*listing}
        assert _found(few) == []


@pytest.mark.django_db
@pytest.mark.promise("P-41")
@given(number=st.integers(0, 5), few=st.integers(2, 7))
@rules(max_examples=10)
def test_the_globe_gets_its_words_from_the_server(number: int, few: int) -> None:
    with _house([{"title": "A river"}] * number, FEW=few):
        given = next(one.given for one in read("/globe/").elements if "data-few" in one.given)
        assert given["data-few"] == str(few)
        assert given["data-fewer"] == f"fewer than {few}"
        assert given["data-all"] == counted(number)


_PAGE = "<main><h1>Stories</h1>{}</main>"


@pytest.mark.parametrize(
    ("address", "planted"),
    [
        ("/stories/", _PAGE.format("<p>2 stories</p>")),
        ("/stories/", _PAGE.format("2 stories")),
        ("/stories/", _PAGE.format("<p>Stories:2</p>")),
        ("/stories/", _PAGE.format("<p>In view (n=2)</p>")),
        ("/stories/", _PAGE.format("<p>이야기 2개</p>")),
        ("/stories/", _PAGE.format("<p>Only one story</p>")),
        ("/stories/", _PAGE.format("<!-- 2 stories -->")),
        ("/stories/", _PAGE.format('<script type="application/ld+json">{"all":2}</script>')),
        ("/stories/", _PAGE.format('<a href="/places/kr/">South Korea (2)</a>')),
        ("/globe/", _PAGE.format('<p data-all="2"></p>')),
        ("/globe/", _PAGE.format('<p aria-label="In view: 0 of 12"></p>')),
        ("/stories/", _PAGE.format('<ul><li aria-setsize="2">A river</li></ul>')),
        ("/stories/page/1/", _PAGE.format("<p>Page 1 of 2, counted from the oldest</p>")),
        ("/globe/journeys.json", '{"type":"FeatureCollection","total":2,"features":[]}'),
        ("/data/stories.geojson", '{"features":[{"properties":{"like this":"2 stories"}}]}'),
        ("/data/stories.geojson", '{"features":[],"signature":{"count":2}}'),
        ("/feed.xml", '<?xml version="1.0"?><rss><channel/>2 stories</rss>'),
        ("/feed.xml", '<?xml version="1.0"?><rss><channel><total>2</total></channel></rss>'),
        ("/sitemap-stories.xml", '<?xml version="1.0"?><urlset count="2"></urlset>'),
        ("/robots.txt", "# 2 stories"),
    ],
    ids=lambda value: None if value.startswith("/") else value[-42:],
)
def test_a_planted_count_is_found(address: str, planted: str) -> None:
    assert small_counts(address, planted.encode(), few=3)
    assert not small_counts(address, planted.encode(), few=0)


@pytest.mark.django_db
def test_a_globe_that_counts_exactly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("farshore.globe.pages.counted", str)
    with _house([{"title": "A river"}] * 2, FEW=3):
        assert _found(3) == ["/globe/: 2"]
