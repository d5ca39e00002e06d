import dataclasses
import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from farshore.kernel.registry import registry
from farshore.stories import actions
from tests.stories.making import published, waypoint

pytestmark = pytest.mark.django_db

OPEN = ("site", "open_data")
NOT = ("open_data",)
KMZ = "/data/stories.kmz"
KML = "{http://www.opengis.net/kml/2.2}"


def _bytes() -> bytes:
    return registry.render(KMZ, as_of=datetime(2026, 1, 1, tzinfo=UTC)).body


def _document() -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(_bytes())) as opened:
        assert opened.namelist() == ["doc.kml"] and opened.testzip() is None
        root = ET.fromstring(opened.read("doc.kml"))
    assert root.tag == f"{KML}kml"
    (document,) = root
    assert document.tag == f"{KML}Document"
    return document


def test_only_places_of_stories_that_said_yes_are_in_it_as_coarse_as_on_the_site() -> None:
    published("Not open")
    published("Open <&> \x0b", uses=OPEN)
    (folder,) = _document().findall(f"{KML}Folder")
    assert folder.findtext(f"{KML}name") == "Open <&> "
    at = [one.text for one in folder.iter(f"{KML}coordinates")]
    assert at == ["127.5,40.3", "127.0,37.6"]
    order = [[child.tag.removeprefix(KML) for child in one] for one in folder if len(one)]
    assert order == [["name", "ExtendedData", "Point"]] * 2
    named = [one.findtext(f"{KML}name") for one in folder.iter(f"{KML}Placemark")]
    assert named == ["North Korea", "South Korea"]
    assert b"Not open" not in _bytes()


def test_what_a_yes_leaves_out_is_left_out() -> None:
    hidden = dataclasses.replace(waypoint("KP"), not_for=NOT)
    published("Planted", uses=OPEN, waypoints=(hidden, waypoint("KR")), words_not_for=NOT)
    assert [one.text for one in _document().iter(f"{KML}coordinates")] == ["127.0,37.6"]
    assert b"Planted" not in _bytes()


def test_the_same_stories_make_the_same_bytes() -> None:
    published(uses=OPEN)
    assert _bytes() == _bytes()


def test_a_hidden_story_is_gone_from_it_and_hiding_writes_it_anew() -> None:
    slug = published(uses=OPEN)
    assert list(_document().iter(f"{KML}Placemark"))
    assert KMZ in registry.touching("story", slug)
    actions.hide_story(slug=slug)
    assert not list(_document().iter(f"{KML}Placemark"))


def test_a_story_that_was_taken_back_is_gone_from_it() -> None:
    slug = published(uses=OPEN)
    assert list(_document().iter(f"{KML}Placemark"))
    actions.withdraw_story(slug=slug)
    assert not list(_document().iter(f"{KML}Placemark"))
