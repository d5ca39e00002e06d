"""The stories that said yes to open data, as others may take them away: rows in, bytes out.

A FeatureCollection (RFC 7946), one feature a story. Its id is the story's record: a random one,
and another after each hiding and each change, so that whoever keeps a copy deletes what the list
of revocations names and takes what is new. What a yes leaves out is left out here.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from farshore.stories.models import Media, Story, Waypoint

USE = "open_data"


def written(*, base_url: str, stories: Iterable[Story], following: str = "") -> bytes:
    """A part's bytes, the same for the same stories. Each comes with its places and media.

    `following` is the address of the part after this one, if there is one.
    """
    features = [_feature(base_url, one) for one in stories if USE in one.uses]
    features.sort(key=lambda feature: str(feature["id"]))
    collection = {
        "type": "FeatureCollection",
        "house": base_url,
        "revocations": f"{base_url}/data/revocations.json",
        **({"next": base_url + following} if following else {}),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(base_url: str, row: Story) -> dict[str, Any]:
    points = [one for one in row.waypoints.all() if USE not in one.not_for]
    media = [one for one in row.media.all() if USE not in one.not_for]
    words = USE not in row.words_not_for
    told = {
        "url": f"{base_url}/stories/{row.slug}/",
        "language": row.language,
        "month": f"{row.month:%Y-%m}",
        "themes": row.themes,
        "warnings": row.warnings,
        **(_words(row) if words else {}),
        "places": [_place(one, words) for one in points],
        "pictures": [_picture(base_url, one, words) for one in media],
    }
    return {"type": "Feature", "id": str(row.record), "geometry": _line(points), "properties": told}


def _words(row: Story) -> dict[str, Any]:
    return {
        "title": row.title,
        "teller": row.teller,
        "told_by_helper": row.told_by_helper,
        "text": row.text,
    }


def _line(points: Sequence[Waypoint]) -> dict[str, Any] | None:
    """The way from place to place; nothing shows that one is left out."""
    if not points:
        return None
    at = [[round(one.lon, 2), round(one.lat, 2)] for one in points]
    if len(at) == 1:
        return {"type": "Point", "coordinates": at[0]}
    return {"type": "LineString", "coordinates": at}


def _place(one: Waypoint, words: bool) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("place", "precision", "country", "role")}
    told |= {"date": one.date, "means": one.means}
    return told | ({"text": one.text} if words else {})


def _picture(base_url: str, one: Media, words: bool) -> dict[str, Any]:
    """The largest JPEG; its words where words may go. A place is not named: it may be left out."""
    files = [made for made in one.renditions.all() if made.format == "jpeg"]
    largest = max(files, key=lambda made: made.width)
    told = {"src": f"{base_url}/media/{one.pk}/{largest.width}.jpg"}
    return told | ({"alt": one.alt, "caption": one.caption} if words else {})
