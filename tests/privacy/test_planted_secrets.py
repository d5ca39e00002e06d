"""What is hidden in photos gets no further than the door: the storyteller's and the editor's.

Photos with a secret in every place that their format has go all the way: shared, read, released,
pressed; uploaded in the studio, put on the film's page. Then every byte is searched that the house
has kept: the public folder, the data folder, the database, the logs, temporary folders.
"""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from farshore.intake import queries as intake
from farshore.intake.models import Status, Submission
from farshore.intake.views import limits, pace
from farshore.kernel import clock
from farshore.moderation.actions.releasing import release_due
from farshore.moderation.models import Case
from farshore.press.actions import press_waiting
from farshore.screenings.models import Film
from farshore.stories.models import Rendition, Story
from tests.intake.making import Teller
from tests.moderation.making import agreed_by_two, moderator, releaser
from tests.privacy.searching import Kept, Lines, database, files, found
from tests.sanitize import corpus
from tests.staff import enter, member

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(240),
]

PHOTOS = list(corpus.planted())
NAME = corpus.secret("the phone's own name for a file").decode()
NEEDLES = [corpus.MARK, *{s for _n, _d, secrets in PHOTOS for s in secrets if corpus.MARK not in s}]
TYPES = {"jpg": "jpeg"}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where this house keeps anything."""

    data: Path
    temporary: Path
    lines: Lines
    said: Callable[[], str]

    def kept(self) -> Iterator[Kept]:
        """All of it."""
        yield from files(self.data, self.temporary)
        yield from database()
        yield from self.lines.kept()
        yield "terminal", self.said().encode()


@pytest.fixture(autouse=True)
def collection(transactional_db: None) -> None:
    """The studio's files lie in a collection, which tests that commit sweep away with the rest."""
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture
def ground(
    data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    settings: Any,
) -> Iterator[Ground]:
    """A house whose every word and file is watched. It releases at once, as a demonstration."""
    cache.clear()
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(pace, "STEP", 0.001)
    limits.beginnings.forget()
    settings.RELEASE_AT_ONCE = True
    lines, root = Lines(), logging.getLogger()
    root.addHandler(lines)
    before, root.level = root.level, logging.DEBUG
    yield Ground(data, temporary, lines, lambda: "".join(capfd.readouterr()))
    root.removeHandler(lines)
    root.setLevel(before)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """As a phone or a browser sends it: under the name that it has there."""
    end = name.rpartition(".")[2]
    return SimpleUploadedFile(f"{NAME}-{name}", data, f"image/{TYPES.get(end, end)}")


def shared() -> Submission:
    """A story with every photo in it, sent through the pages."""
    teller = Teller().get().begin()
    teller.press("story", how="written", text="We went.", language="en", title="Seven photos")
    teller.place("c:KR", role="arrived", date="1999")
    teller.press("journey")
    teller.press("pictures", "stay", pictures=[upload(name, data) for name, data, _s in PHOTOS])
    assert teller.errors == []
    pictures = [one.id for one in teller.told.pictures]
    assert len(pictures) == len(PHOTOS)
    teller.press("pictures", f"covers:{pictures[0]}")
    teller.press("covers", picture=pictures[0], tile=["0", "1", "13"])
    teller.press("pictures", **_said_of(pictures))
    teller.press("uses", uses=["site", "search_engines", "open_data"])
    teller.press("preview")
    teller.press("send", "send")
    return Submission.objects.get()


def _said_of(pictures: list[str]) -> dict[str, str]:
    said = {"people": "nobody", "caption": "On the way", "alt": "A road", "waypoint": ""}
    return {f"{one}-{name}": word for one in pictures for name, word in said.items()}


@pytest.fixture
def team(ground: Ground) -> tuple[User, User]:
    """One who reads and approves, one who releases."""
    return moderator("mira"), releaser("rosa")


def released(row: Submission, team: tuple[User, User]) -> None:
    """Read in the studio by one, agreed to by two, released, pressed."""
    mira, rosa = team
    _read_in_the_studio(enter(Client(), mira), row)
    agreed_by_two(row, mira, rosa)
    assert release_due(clock.now()) == 1
    while press_waiting(clock.now()):
        pass


def _read_in_the_studio(client: Client, row: Submission) -> None:
    case = Case.objects.get(submission=row)
    pictures = [one.id for one in intake.read(row).pictures]
    for end in ("", "preview/", *(f"pictures/{one}/" for one in pictures)):
        assert client.get(f"/studio/stories/{case.pk}/{end}").status_code == 200


def edited() -> None:
    """Every photo through the studio, as pictures, one as a document; one on the film's page."""
    client = enter(Client(), member("ada", admin=True))
    for name, data, _secrets in PHOTOS:
        form = {"title": "Given", "collection": "1", "tags": "", "description": ""}
        answer = client.post("/studio/images/add/", {**form, "file": upload(name, data)})
        assert answer.status_code == 302, name
    paper = {"title": "Given", "collection": "1", "tags": "", "file": upload(*PHOTOS[0][:2])}
    assert client.post("/studio/documents/add/", paper).status_code == 302
    film = {"title": "The Film", "still": str(Image.objects.earliest("pk").pk)}
    where = "/studio/snippets/screenings/film/add/"
    assert client.post(where, film).status_code == 302, client.post(where, film).content[:2000]
    for picture in Image.objects.all():
        picture.get_rendition("width-100")
    while press_waiting(clock.now()):
        pass


@pytest.mark.promise("P-08")
def test_nothing_that_was_hidden_in_a_tellers_photos_is_kept_anywhere(
    ground: Ground, team: tuple[User, User]
) -> None:
    row = shared()
    assert found(NEEDLES, ground.kept()) == []
    released(row, team)
    assert Submission.objects.get().status == Status.RELEASED
    slug = Story.objects.get().slug
    assert (ground.data / "site" / "stories" / slug / "index.html").is_file()
    assert Rendition.objects.count() >= 3 * len(PHOTOS)
    assert len(list((ground.data / "site" / "media").rglob("*.jpg"))) >= len(PHOTOS)
    assert found(NEEDLES, ground.kept()) == []


@pytest.mark.promise("P-08")
def test_nothing_that_was_hidden_in_an_editors_photos_is_kept_anywhere(ground: Ground) -> None:
    edited()
    assert Image.objects.count() == len(PHOTOS)
    assert Document.objects.count() == 1
    assert Film.objects.get().still_id
    assert list((ground.data / "site" / "media" / "film").rglob("*.jpg"))
    assert found(NEEDLES, ground.kept()) == []


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed here")
def test_exiftool_finds_nothing_in_what_became_public(
    ground: Ground, team: tuple[User, User]
) -> None:
    released(shared(), team)
    command = ["exiftool", "-a", "-u", "-U", "-G1", "-ee", "-r", ground.data / "site" / "media"]
    said = subprocess.run(command, capture_output=True, check=True).stdout
    assert found(NEEDLES, [("exiftool", said)]) == []
    assert b"GPS" not in said


@pytest.mark.parametrize("number", range(len(PHOTOS)), ids=[name for name, _data, _s in PHOTOS])
def test_the_control_a_photo_that_was_kept_raw_is_found(ground: Ground, number: int) -> None:
    photo = ContentFile(PHOTOS[number][1])
    FileSystemStorage(location=ground.data / "media").save("raw", photo)
    assert "media/raw" in "".join(found(NEEDLES, ground.kept()))


def test_the_control_a_door_that_stands_open_is_found(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same way, with a door that hands pictures on as they came."""
    from farshore import sanitize
    from farshore.sanitize import Master

    def open_door(data: bytes, **_limits: Any) -> Master:
        return Master(data=data, width=320, height=240, removed=())

    for module in [one for name, one in sys.modules.items() if name.startswith("farshore.")]:
        if getattr(module, "open_picture", None) is sanitize.open_picture:
            monkeypatch.setattr(module, "open_picture", open_door)
    client = enter(Client(), member("ada", admin=True))
    form = {"title": "Given", "collection": "1", "tags": "", "description": ""}
    client.post("/studio/images/add/", {**form, "file": upload(*PHOTOS[0][:2])})
    assert found(NEEDLES, ground.kept())


def test_the_control_a_name_that_was_kept_is_found(ground: Ground) -> None:
    logging.getLogger("farshore.intake").warning("received %s.jpg", NAME)
    Film.objects.create(title=NAME)
    where = found(NEEDLES, ground.kept())
    assert "logs" in where
    assert "screenings_film.title" in where
