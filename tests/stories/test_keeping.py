"""A copy elsewhere, kept from a house that is served over real HTTP."""

import dataclasses
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from farshore.kernel.fetch import Unreachable
from farshore.kernel.signing import public_key
from farshore.stories import keeping, revocations
from farshore.stories.keeping import NotOpenData, keep
from farshore.stories.revocations import NotTheList, StaleList
from tests import served

DAY = date(2026, 11, 25)
KEY = public_key("secret")


@dataclasses.dataclass
class Elsewhere:
    """A house of plain files, and the folder in which somebody keeps a copy of it."""

    url: str
    site: Path
    copy: Path

    def publish(self, stories: dict[UUID, str], *, revoked: set[UUID] = frozenset()) -> None:  # type: ignore[assignment]
        """Let the house hold these stories (record → title), each with a picture, and this list."""
        features = [self._feature(record, title) for record, title in stories.items()]
        self._put("data/stories.geojson", json.dumps({"features": features}).encode())
        self.revoke(revoked)

    def revoke(self, revoked: set[UUID], *, day: date = DAY, secret: str = "secret") -> None:
        body = revocations.written(base_url=self.url, day=day, revoked=revoked, secret=secret)
        self._put("data/revocations.json", body)

    def keep(self, *, today: date = DAY) -> keeping.Kept:
        return keep(house=self.url, key=KEY, folder=self.copy, today=today)

    def bytes_of_the_copy(self) -> bytes:
        """Everything that the copy holds."""
        return b"".join(one.read_bytes() for one in self.copy.rglob("*") if one.is_file())

    def _feature(self, record: UUID, title: str) -> dict[str, object]:
        path = f"media/{record}/960.jpg"
        self._put(path, f"picture of {title}".encode())
        told = {"title": title, "pictures": [{"src": f"{self.url}/{path}"}]}
        return {"type": "Feature", "id": str(record), "geometry": None, "properties": told}

    def _put(self, name: str, body: bytes) -> None:
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    site = tmp_path / "site"
    site.mkdir()
    with served.folder(site) as url:
        yield Elsewhere(url, site, tmp_path / "copy")


def test_a_copy_holds_words_and_pictures_and_says_how_far_it_is(elsewhere: Elsewhere) -> None:
    elsewhere.publish({uuid4(): "One", uuid4(): "Two"})
    assert elsewhere.keep() == keeping.Kept(deleted=0, stories=2, pictures=2)
    assert elsewhere.keep() == keeping.Kept(deleted=0, stories=2, pictures=0)
    said = json.loads((elsewhere.copy / "mirror.json").read_bytes())
    assert (said["format"], said["serial"], said["day"]) == ("farshore mirror 1", 0, "2026-11-25")


def test_a_copy_follows_a_large_house_from_part_to_part(elsewhere: Elsewhere) -> None:
    first, second = uuid4(), uuid4()
    elsewhere.publish({second: "Two"})
    data = elsewhere.site / "data"
    (data / "stories.geojson").rename(data / "stories-2.geojson")
    elsewhere.publish({first: "One"})
    leads_on(elsewhere, f"{elsewhere.url}/data/stories-2.geojson")
    assert elsewhere.keep() == keeping.Kept(deleted=0, stories=2, pictures=2)
    (data / "stories-2.geojson").unlink()
    with pytest.raises(Unreachable):
        elsewhere.keep()
    assert b"picture of Two" in elsewhere.bytes_of_the_copy()


@pytest.mark.parametrize("address", ["/data/stories.geojson", "//example.org/stories-2.geojson"])
def test_a_copy_is_not_led_in_circles_or_elsewhere(elsewhere: Elsewhere, address: str) -> None:
    elsewhere.publish({uuid4(): "One"})
    leads_on(elsewhere, elsewhere.url + address)
    with pytest.raises(NotOpenData):
        elsewhere.keep()


def leads_on(elsewhere: Elsewhere, url: str) -> None:
    """Let the first part of the house's open data name another after it."""
    path = elsewhere.site / "data" / "stories.geojson"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "next": url}))


@pytest.mark.promise("P-34")
def test_what_is_revoked_goes_from_the_copy_to_the_last_byte(elsewhere: Elsewhere) -> None:
    gone, stays = uuid4(), uuid4()
    elsewhere.publish({gone: "Ilmatar", stays: "Aino"})
    elsewhere.keep()
    assert b"Ilmatar" in elsewhere.bytes_of_the_copy()
    elsewhere.publish({stays: "Aino"}, revoked={gone})
    assert elsewhere.keep().deleted == 1
    assert b"Ilmatar" not in elsewhere.bytes_of_the_copy()
    assert b"picture of Aino" in elsewhere.bytes_of_the_copy()
    assert json.loads((elsewhere.copy / "mirror.json").read_bytes())["serial"] == 1


def test_what_is_revoked_goes_even_if_the_rest_does_not_come(elsewhere: Elsewhere) -> None:
    gone, stays = uuid4(), uuid4()
    elsewhere.publish({gone: "Ilmatar", stays: "Aino"})
    elsewhere.keep()
    elsewhere.publish({}, revoked={gone})
    (elsewhere.site / "data/stories.geojson").unlink()
    with pytest.raises(Unreachable):
        elsewhere.keep()
    assert b"Ilmatar" not in elsewhere.bytes_of_the_copy()
    assert b"Aino" in elsewhere.bytes_of_the_copy()
    assert json.loads((elsewhere.copy / "mirror.json").read_bytes())["serial"] == 1


def test_data_that_still_hold_what_is_revoked_do_not_bring_it_back(elsewhere: Elsewhere) -> None:
    gone = uuid4()
    elsewhere.publish({gone: "Ilmatar"}, revoked={gone})
    assert elsewhere.keep().stories == 0
    assert b"Ilmatar" not in elsewhere.bytes_of_the_copy()


def test_a_list_of_somebody_else_changes_nothing(elsewhere: Elsewhere) -> None:
    elsewhere.publish({uuid4(): "Aino"})
    elsewhere.keep()
    before = elsewhere.bytes_of_the_copy()
    elsewhere.revoke(set(), secret="another")
    with pytest.raises(NotTheList):
        elsewhere.keep()
    assert elsewhere.bytes_of_the_copy() == before


def test_a_shorter_or_an_old_list_is_not_followed(elsewhere: Elsewhere) -> None:
    elsewhere.publish({uuid4(): "Aino"}, revoked={uuid4()})
    elsewhere.keep()
    elsewhere.revoke(set())
    with pytest.raises(StaleList):
        elsewhere.keep()
    elsewhere.revoke({uuid4(), uuid4()})
    with pytest.raises(StaleList):
        elsewhere.keep(today=DAY + timedelta(days=8))


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"features": [{}]}', b'{"features": [{"id": "x", "properties": {}}]}'],
    ids=range(4),
)
def test_data_that_cannot_be_read_leave_the_copy_as_it_was(
    elsewhere: Elsewhere, data: bytes
) -> None:
    elsewhere.publish({uuid4(): "Aino"})
    elsewhere.keep()
    (elsewhere.site / "data/stories.geojson").write_bytes(data)
    with pytest.raises(NotOpenData):
        elsewhere.keep()
    assert b"Aino" in elsewhere.bytes_of_the_copy()


def test_no_file_is_written_or_asked_for_but_pictures_of_this_house(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    sources = [
        f"{elsewhere.url}/media/../../outside.jpg",
        "https://elsewhere.example/media/x.jpg",
        "file:///etc/passwd",
        f"{elsewhere.url}/media/{uuid4()}/960.html",
    ]
    features = [{"id": str(uuid4()), "properties": {"pictures": [{"src": one} for one in sources]}}]
    elsewhere.publish({})
    (elsewhere.site / "data/stories.geojson").write_text(json.dumps({"features": features}))
    assert elsewhere.keep().pictures == 0
    assert not (tmp_path / "outside.jpg").exists()
    assert sorted(one.name for one in elsewhere.copy.iterdir()) == [
        "mirror.json",
        "revocations.json",
        "stories.geojson",
    ]


def test_a_copy_that_somebody_spoiled_is_made_anew(elsewhere: Elsewhere) -> None:
    elsewhere.publish({uuid4(): "Aino"})
    elsewhere.keep()
    (elsewhere.copy / "stories.geojson").write_bytes(b"{")
    shutil.rmtree(elsewhere.copy / "media")
    assert elsewhere.keep() == keeping.Kept(deleted=0, stories=1, pictures=1)
