"""What staff upload is cleaned before it is stored: through every door that the studio has."""

import functools
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from farshore import sanitize
from farshore.config import studio_door
from farshore.config.storage import CleanStorage
from farshore.sanitize import RefusalReason
from farshore.screenings.models import Film
from tests.sanitize import corpus
from tests.staff import enter, member

pytestmark = pytest.mark.django_db

PLANTED = {name: data for name, data, _secrets in corpus.planted()}
TELLING = PLANTED["everything.jpg"]
TELLING_NAME = "farshore-planted name of the house in Hyesan"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}

Door = Callable[[Client, SimpleUploadedFile], Any]


@pytest.fixture
def studio(client: Client, data: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An administrator in the studio of a house without pictures; temporary files lie in it too."""
    cache.clear()  # Wagtail keeps renditions there by the picture's number
    (data / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(data / "temporary"))
    return enter(client, member("ada", admin=True))


def telling(data: bytes = TELLING, name: str = f"{TELLING_NAME}.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


# --- the doors: each takes a file as a browser would send it --------------------------------------
def many_pictures(client: Client, file: SimpleUploadedFile) -> Any:
    form = {"files[]": file, "title": str(file.name), "collection": "1"}
    return client.post("/studio/images/multiple/add/", form, **AJAX)


def one_picture(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post("/studio/images/add/", _image_form(file))


def picture_in_a_chooser(client: Client, file: SimpleUploadedFile) -> Any:
    form = {f"image-chooser-upload-{key}": value for key, value in _image_form(file).items()}
    return client.post("/studio/images/chooser/create/", form)


def picture_replaced(client: Client, file: SimpleUploadedFile) -> Any:
    picture = Image.objects.create(title="Before", file=ContentFile(_clean(), name="a.jpg"))
    return client.post(f"/studio/images/{picture.pk}/", _image_form(file))


def picture_that_waits_for_its_title(client: Client, file: SimpleUploadedFile) -> Any:
    form = {"files[]": file, "title": "x" * 300, "collection": "1"}
    answer = client.post("/studio/images/multiple/add/", form, **AJAX).json()
    if not answer["success"]:
        return answer
    waiting = answer["uploaded_file_id"]
    fields = {"title": "Given", "collection": "1", "tags": "", "description": ""}
    named = {f"uploaded-image-{waiting}-{key}": value for key, value in fields.items()}
    where = f"/studio/images/multiple/create_from_uploaded_image/{waiting}/"
    return client.post(where, named, **AJAX)


def many_documents(client: Client, file: SimpleUploadedFile) -> Any:
    form = {"files[]": file, "title": str(file.name), "collection": "1"}
    return client.post("/studio/documents/multiple/add/", form, **AJAX)


def one_document(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post("/studio/documents/add/", _document_form(file))


def document_in_a_chooser(client: Client, file: SimpleUploadedFile) -> Any:
    form = {f"document-chooser-upload-{key}": value for key, value in _document_form(file).items()}
    return client.post("/studio/documents/chooser/create/", form)


def document_replaced(client: Client, file: SimpleUploadedFile) -> Any:
    paper = Document.objects.create(title="Before", file=ContentFile(_clean(), name="a.jpg"))
    return client.post(f"/studio/documents/edit/{paper.pk}/", _document_form(file))


def own_picture(client: Client, file: SimpleUploadedFile) -> Any:
    client.get("/studio/account/")
    form = {
        "name_email-first_name": "Ada",
        "name_email-last_name": "A.",
        "name_email-email": "ada@film.example",
        "avatar-avatar": file,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    return client.post("/studio/account/", form)


def _image_form(file: SimpleUploadedFile) -> dict[str, Any]:
    return {"title": "Given", "file": file, "collection": "1", "tags": "", "description": ""}


def _document_form(file: SimpleUploadedFile) -> dict[str, Any]:
    return {"title": "Given", "file": file, "collection": "1", "tags": ""}


def _clean() -> bytes:
    return sanitize.open_picture(corpus.saved(corpus.drawn((32, 32)), "PNG")).data


DOORS: list[Door] = [
    many_pictures,
    one_picture,
    picture_in_a_chooser,
    picture_replaced,
    picture_that_waits_for_its_title,
    many_documents,
    one_document,
    document_in_a_chooser,
    document_replaced,
    own_picture,
]
LEFT_BEHIND: dict[str, int] = {"picture_replaced": 1, "document_replaced": 1}


@functools.cache
def _hostile() -> dict[str, bytes]:
    return {name: data for name, data, _reason in corpus.hostile()}


# --- looking everywhere --------------------------------------------------------------------------
def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def everywhere(data: Path, log: str) -> bytes:
    """Every byte that stayed: files, their names, rows, what was logged."""
    told = [str(path.relative_to(data)).encode() + path.read_bytes() for path in files(data)]
    return b"\n".join([*told, _rows(), log.encode()])


def _rows() -> bytes:
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [repr(row).encode() for row in cursor.fetchall()]
    return b"\n".join(told)


def rendered() -> None:
    """All that the studio and the site make of every picture."""
    for picture in Image.objects.all():
        picture.get_renditions("max-165x165", "fill-20x20", "width-30|format-webp")
        for spec in ("width-31|format-avif", "width-32|format-png", "original"):
            picture.get_rendition(spec)


# --- the promise ---------------------------------------------------------------------------------
@pytest.mark.promise("P-08")
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_through_no_door_does_a_secret_come_in(
    studio: Client, data: Path, caplog: pytest.LogCaptureFixture, door: Door
) -> None:
    caplog.set_level(logging.DEBUG)
    before = len(files(data))
    answer = door(studio, telling())
    assert not isinstance(answer, dict) and answer.status_code in {200, 302}, answer
    assert len(files(data)) > before + LEFT_BEHIND.get(door.__name__, 0) - 1
    assert Image.objects.exists() or Document.objects.exists() or _avatar()
    rendered()
    told = everywhere(data, caplog.text)
    assert corpus.secrets_in(told) == []
    assert TELLING_NAME.encode() not in told


def _avatar() -> bool:
    return UserProfile.objects.exclude(avatar="").exists()


@pytest.mark.parametrize("name", PLANTED)
def test_no_kind_of_picture_brings_a_secret_in(
    studio: Client, data: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG)
    assert many_pictures(studio, telling(PLANTED[name], f"{TELLING_NAME} {name}")).json()["success"]
    rendered()
    assert len(files(data)) == 7
    assert corpus.secrets_in(everywhere(data, caplog.text)) == []


@pytest.mark.parametrize("door", [many_pictures, one_document, own_picture])
def test_the_search_finds_what_comes_in_without_the_door(
    studio: Client, data: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, door: Door
) -> None:
    monkeypatch.setattr(CleanStorage, "_save", FileSystemStorage._save)
    settings.FILE_UPLOAD_HANDLERS = ["farshore.uploads.handlers.NamelessMemoryHandler"]
    door(studio, telling())
    assert corpus.secrets_in(everywhere(data, ""))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_the_storage_cleans_even_what_did_not_come_by_the_handler(
    studio: Client, data: Path, settings: Any, door: Door
) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["farshore.uploads.handlers.NamelessMemoryHandler"]
    door(studio, telling())
    rendered()
    assert files(data)
    assert corpus.secrets_in(everywhere(data, "")) == []


def test_every_file_that_was_stored_proves_clean(studio: Client, data: Path) -> None:
    for door in DOORS:
        door(studio, telling())
    rendered()
    kinds = {".jpg": "jpeg", ".webp": "webp", ".avif": "avif"}
    stored = files(data)
    assert len(stored) > 30
    for path in stored:
        sanitize.prove_clean(path.read_bytes(), format=kinds[path.suffix])


# --- nothing uncleaned is written, not even for a moment -----------------------------------------
_written: list[str] | None = None


def _note_writing(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _written is not None and isinstance(arguments[0], str | bytes | Path):
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if flags & 0o3:
            _written.append(str(arguments[0]))


sys.addaudithook(_note_writing)


@pytest.fixture
def written() -> Iterator[list[str]]:
    """The files that this process opens for writing during a test."""
    global _written
    _written = made = []
    yield made
    _written = None


def test_no_file_is_opened_for_writing_but_the_clean_one(
    studio: Client, data: Path, settings: Any, written: list[str]
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # the smallest provocation to use a temporary file
    many_pictures(studio, telling())
    pictures = [path for path in written if "/media/" in path]
    others = [path for path in written if "/media/" not in path and not path.startswith("/dev/")]
    assert len(pictures) == 1 and pictures[0].endswith(".jpg")
    assert [path for path in others if "sqlite3" not in path] == []


def test_the_watch_sees_a_temporary_file(written: list[str]) -> None:
    with tempfile.NamedTemporaryFile() as file:
        assert file.name in written


# --- refusals ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("paper.jpg", RefusalReason.NOT_A_PICTURE),
        ("entities.svg", RefusalReason.UNSUPPORTED),
        ("truncated.png", RefusalReason.DAMAGED),
        ("bomb.png", RefusalReason.TOO_MANY_PIXELS),
        ("moving.webp", RefusalReason.ANIMATED),
        ("two-pictures.webp", RefusalReason.LYING),
        ("empty.jpg", RefusalReason.EMPTY),
    ],
)
@pytest.mark.parametrize("door", [many_pictures, many_documents], ids=lambda door: door.__name__)
def test_a_refusal_says_what_is_safe_and_what_to_do(
    studio: Client, data: Path, name: str, reason: RefusalReason, door: Door
) -> None:
    answer = door(studio, telling(_hostile()[name], name)).json()
    assert not answer["success"]
    assert answer["error_message"] == str(studio_door.REFUSALS[reason])
    assert answer["error_message"].startswith("Nothing else is lost.")
    assert files(data) == []
    assert not Image.objects.exists() and not Document.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize(
    "door",
    [one_picture, picture_in_a_chooser, picture_replaced, one_document, document_replaced],
    ids=lambda door: door.__name__,
)
def test_a_form_keeps_what_was_typed_beside_a_refused_file(
    studio: Client, data: Path, door: Door
) -> None:
    page = door(studio, telling(b"%PDF-1.7\n1 0 obj", "letter.pdf")).content.decode()
    assert "Only pictures are taken so far" in page
    assert "Given" in page


def test_a_refused_profile_picture_is_said_and_nothing_is_stored(
    studio: Client, data: Path
) -> None:
    page = own_picture(studio, telling(b"no picture", "me.jpg")).content.decode()
    assert "Only pictures are taken so far" in page
    assert not _avatar() and files(data) == []


def test_a_file_that_is_too_large_is_refused_with_the_rest_kept(
    studio: Client, data: Path, settings: Any
) -> None:
    settings.PICTURE_BYTES = 1000
    page = one_picture(studio, telling()).content.decode()
    assert "larger than can be opened" in page and "Given" in page
    assert files(data) == []


def test_every_reason_has_its_sentence() -> None:
    assert studio_door.REFUSALS.keys() == set(RefusalReason)


@pytest.mark.parametrize("name", ["everything.png", "everything.webp", "everything.heic"])
def test_a_picture_of_any_kind_becomes_one_that_every_browser_shows(
    studio: Client, data: Path, name: str
) -> None:
    many_pictures(studio, telling(PLANTED[name], name))
    picture = Image.objects.get()
    assert picture.file.name.endswith(".jpg")
    assert (picture.width, picture.height) == (picture.file.width, picture.file.height)
    answer = studio.get(picture.file.url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]


# --- names and titles ----------------------------------------------------------------------------
def test_names_are_random_and_titles_are_not_names(studio: Client, data: Path) -> None:
    for _ in range(2):
        many_pictures(studio, telling())
        many_documents(studio, telling())
    names = [path.stem for path in files(data) if path.parent.name != "images"]
    assert len(set(names)) == len(names) == 4
    assert all(len(name) == 16 and int(name, 16) for name in names)
    assert {picture.title for picture in Image.objects.all()} == {"Untitled"}
    assert {paper.title for paper in Document.objects.all()} == {"Untitled"}


def test_a_title_that_somebody_typed_is_kept(studio: Client, data: Path) -> None:
    one_picture(studio, telling())
    picture_in_a_chooser(studio, telling())
    one_document(studio, telling())
    assert [picture.title for picture in Image.objects.all()] == ["Given", "Given"]
    assert Document.objects.get().title == "Given"


def test_the_studio_proposes_no_title(studio: Client, data: Path) -> None:
    for page in ("/studio/images/multiple/add/", "/studio/documents/multiple/add/"):
        assert "/assets/untitled-" in studio.get(page).content.decode()


def test_pages_that_list_what_was_uploaded_work(studio: Client, data: Path) -> None:
    for door in DOORS:
        door(studio, telling())
    for page in ("images/", "documents/", "images/chooser/", "documents/chooser/", "account/"):
        assert studio.get(f"/studio/{page}").status_code == 200


# --- who may -------------------------------------------------------------------------------------
def test_a_stranger_s_file_is_not_even_opened(
    client: Client, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []

    def note(data: bytes, **_given: Any) -> Any:
        opened.append(data)
        raise sanitize.Refused(RefusalReason.EMPTY)

    monkeypatch.setattr(sanitize, "open_picture", note)
    for address in ("images/multiple/add/", "account/login/", "account/second/code/", "login/"):
        client.post(f"/studio/{address}", {"files[]": telling(), "login": "x", "password": "y"})
    assert opened == [] and files(data) == []
    many_pictures(enter(client, member("ada", admin=True)), telling())
    assert len(opened) == 1  # the control: this is where it would be opened


def test_editors_files_are_for_staff_only(studio: Client, data: Path) -> None:
    own_picture(studio, telling())
    many_pictures(studio, telling())
    for url in (UserProfile.objects.get().avatar.url, Image.objects.get().file.url):
        assert studio.get(url).status_code == 200
        assert Client().get(url).status_code == 302


# --- the still of the film -----------------------------------------------------------------------
def test_a_still_of_the_film_is_clean_on_both_sides(studio: Client, data: Path) -> None:
    many_pictures(studio, telling())
    picture = Image.objects.get()
    empty = ("tagline", "year", "minutes", "directors", "synopsis", "about", "contact")
    form = dict.fromkeys((*empty, "still_alt", "still_credit"), "")
    form |= {"title": "A film", "still": str(picture.pk)}
    studio.post("/studio/snippets/screenings/film/add/", form)
    film = Film.objects.get()
    assert film.renditions.count() >= 3
    assert corpus.secrets_in(everywhere(data, "")) == []
