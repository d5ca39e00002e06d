"""Keeping a copy of a house's open data somewhere else, and deleting what the house says.

Plain Python: no models, no settings. A copy is a folder: `stories.geojson`, `media/`, the list
that was followed last, and `mirror.json`, by which the house hears how far it is. What must go
goes first, before anything new is asked for: a house that answers only half is obeyed all the same.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from farshore.kernel.fetch import Unreachable, fetch, stream
from farshore.stories.revocations import ADDRESS, NotTheList, Revocations, check_fresh, read

LIST, DATA, SAID = "revocations.json", "stories.geojson", "mirror.json"
LONGEST_LIST, LONGEST_DATA, LONGEST_PICTURE = 200_000_000, 500_000_000, 50_000_000
MOST_PARTS = 10_000
_PICTURE = re.compile(r"/media/[0-9a-f-]{36}/[1-9][0-9]{0,4}\.jpg")


class NotOpenData(Exception):
    """What the house calls its open data cannot be read. The copy is as it was."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: stories deleted by the list, stories kept now, pictures fetched anew."""

    deleted: int
    stories: int
    pictures: int


def keep(*, house: str, key: str, folder: Path, today: date) -> Kept:
    """Bring a copy up to date. Raises `Unreachable`, `NotTheList`, `StaleList`, `NotOpenData`."""
    folder.mkdir(parents=True, exist_ok=True)
    data = fetch(house + ADDRESS, most=LONGEST_LIST)
    found = read(data, key=key)
    check_fresh(found, today=today, least=_followed(folder, key))
    deleted = _delete(folder, found)
    _put(folder / LIST, data)
    _say(folder, house, found, today)
    features = _fetched(house, found)
    fetched = sum(_picture(house, folder, one) for one in _pictures(house, features))
    _write(folder, house, features)
    _sweep(folder, set(_pictures(house, features)))
    return Kept(deleted, len(features), fetched)


def _followed(folder: Path, key: str) -> int:
    """The serial of the list that this copy followed last; 0 for a new copy."""
    try:
        return read((folder / LIST).read_bytes(), key=key).serial
    except (FileNotFoundError, NotTheList):
        return 0


def _delete(folder: Path, found: Revocations) -> int:
    """Take what is revoked out of the copy, words and pictures; how many stories."""
    try:
        kept = json.loads((folder / DATA).read_bytes())
        features = _standing(kept, found)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return 0  # nothing is kept, or nothing that can be read: it is written anew
    gone = len(kept["features"]) - len(features)
    if gone:
        _write(folder, kept["house"], features)
        _sweep(folder, set(_pictures(kept["house"], features)))
    return gone


def _fetched(house: str, found: Revocations) -> list[dict[str, Any]]:
    """The stories as the house has them now; one that was revoked meanwhile is not among them."""
    try:
        features = [one for told in _parts(house) for one in _standing(told, found)]
        list(_pictures(house, features))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotOpenData from None
    return features


def _parts(house: str) -> Iterator[dict[str, Any]]:
    """The collections of a house, one leading to the next, and nowhere else."""
    path = f"/data/{DATA}"
    for number in range(2, MOST_PARTS):
        told = json.loads(fetch(house + path, most=LONGEST_DATA))
        yield told
        if "next" not in told:
            return
        path = f"/data/stories-{number}.geojson"
        if told["next"] != house + path:
            raise NotOpenData


def _standing(told: dict[str, Any], found: Revocations) -> list[dict[str, Any]]:
    """The stories of a collection that are not revoked."""
    revoked = {str(one) for one in found.revoked}
    return [one for one in told["features"] if str(one["id"]) not in revoked]


def _pictures(house: str, features: list[dict[str, Any]]) -> Iterator[str]:
    """The paths of their pictures, and of nothing that lies elsewhere."""
    for feature in features:
        for one in feature["properties"]["pictures"]:
            path = str(one["src"]).removeprefix(house)
            if _PICTURE.fullmatch(path):
                yield path


def _picture(house: str, folder: Path, path: str) -> bool:
    """Fetch a picture that is not here yet; whether it came. One that is gone is left out."""
    target = folder / path[1:]
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _put(target, b"".join(stream(house + path, most=LONGEST_PICTURE)))
    except Unreachable:
        return False
    return True


def _write(folder: Path, house: str, features: list[dict[str, Any]]) -> None:
    told = {"type": "FeatureCollection", "house": house, "features": features}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    _put(folder / DATA, body)


def _sweep(folder: Path, paths: set[str]) -> None:
    """Delete the pictures that no story of the copy has."""
    for file in [*(folder / "media").rglob("*")]:
        if file.is_file() and f"/{file.relative_to(folder).as_posix()}" not in paths:
            file.unlink()
    for place in [*(folder / "media").glob("*/")]:
        if not any(place.iterdir()):
            place.rmdir()


def _say(folder: Path, house: str, found: Revocations, today: date) -> None:
    told = {
        "format": "farshore mirror 1",
        "house": house,
        "day": today.isoformat(),
        "serial": found.serial,
    }
    _put(folder / SAID, json.dumps(told).encode())


def _put(path: Path, body: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(body)
    part.replace(path)
