"""The places of the stories that said yes to open data, for Google Earth and its like.

A KMZ is a zip file around one KML 2.2 document (OGC 07-147r2): one folder a story, one placemark a
place, as coarse as on the site. What a yes leaves out is left out here, as in `open_data`.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from farshore.stories.models import Story, Waypoint
from farshore.stories.open_data import USE
from farshore.stories.queries import place_name

_KML = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(
    *, base_url: str, language: str, stories: Iterable[Story], following: str = ""
) -> bytes:
    """A part's bytes, the same for the same stories. Each comes with its places, which are named
    in this language. `following`: the address of the part after this one, which is linked."""
    root = ET.Element("kml", xmlns=_KML)
    document = ET.SubElement(root, "Document")
    _say(document, "name", base_url)
    for row in sorted((one for one in stories if USE in one.uses), key=lambda one: str(one.record)):
        _story(document, base_url, language, row)
    if following:
        _lead_on(document, base_url + following)
    return _zipped(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _story(document: ET.Element, base_url: str, language: str, row: Story) -> None:
    points = [one for one in row.waypoints.all() if USE not in one.not_for]
    if not points:
        return
    url = f"{base_url}/stories/{row.slug}/"
    folder = ET.SubElement(document, "Folder", id=f"r{row.record}")
    _say(folder, "name", url if USE in row.words_not_for else row.title)
    _say(folder, "description", url)
    for one in points:
        _placemark(folder, one, language)


def _lead_on(document: ET.Element, url: str) -> None:
    link = ET.SubElement(document, "NetworkLink")
    _say(link, "name", url)
    _say(ET.SubElement(link, "Link"), "href", url)


def _placemark(folder: ET.Element, one: Waypoint, language: str) -> None:
    mark = ET.SubElement(folder, "Placemark")
    _say(mark, "name", place_name(one.place, language=language))
    data = ET.SubElement(ET.SubElement(mark, "ExtendedData"), "Data", name="precision")
    _say(data, "value", one.precision)
    at = f"{round(one.lon, 2)},{round(one.lat, 2)}"
    _say(ET.SubElement(mark, "Point"), "coordinates", at)


def _say(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub("", text)


def _zipped(document: bytes) -> bytes:
    """Stored, not deflated, and without a time: the same bytes on every machine."""
    entry = zipfile.ZipInfo("doc.kml", date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr(entry, document)
    return into.getvalue()
