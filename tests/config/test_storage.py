"""The last gate before the folder of pictures: only what proves clean is written there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from farshore import sanitize
from farshore.config import studio_door
from tests.sanitize import corpus

PLANTED = {name: data for name, data, _secrets in corpus.planted()}
TELLING = PLANTED["everything.jpg"]
TELLING_NAME = "farshore-planted name of the house in Hyesan"


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _clean() -> bytes:
    return sanitize.open_picture(corpus.saved(corpus.drawn((32, 32)), "PNG")).data


def test_a_clean_file_is_kept_byte_for_byte(data: Path) -> None:
    for made in sanitize.render(_clean(), widths=(16,)):
        suffix = {"jpeg": "jpg"}.get(made.format, made.format)
        name = default_storage.save(f"stories/x/16.{suffix}", ContentFile(made.data))
        assert name == f"stories/x/16.{suffix}"
        assert default_storage.open(name).read() == made.data


def test_what_is_not_clean_is_cleaned_on_its_way_in(data: Path) -> None:
    name = default_storage.save("film/x.png", ContentFile(PLANTED["everything.png"]))
    assert name == "film/x.jpg"
    sanitize.prove_clean(default_storage.open(name).read(), format="jpeg")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<svg/>", b"text", TELLING[:4000]])
def test_what_cannot_be_cleaned_is_never_written(data: Path, content: bytes) -> None:
    with pytest.raises(sanitize.Refused):
        default_storage.save("film/x.jpg", ContentFile(content))
    assert files(data) == []


def test_a_clean_file_under_a_false_name_is_cleaned_again(data: Path) -> None:
    name = default_storage.save("film/x.webp", ContentFile(_clean()))
    assert name == "film/x.jpg"


def test_a_model_s_file_gets_a_random_name_in_its_folder(data: Path) -> None:
    made = {default_storage.generate_filename(f"documents/{TELLING_NAME}.JPG") for _ in range(9)}
    assert len(made) == 9
    assert all(name.startswith("documents/") and name.endswith(".jpg") for name in made)
    assert default_storage.generate_filename("a/evil.html").endswith(".jpg")


def test_sharing_is_left_as_it_is(rf: Any) -> None:
    """A storyteller's picture is cleaned by its own room, which says what was removed."""
    request = rf.post("/share/pictures/", {"picture": SimpleUploadedFile("a.jpg", TELLING)})
    request.upload_handlers = [studio_door.CleanHandler(request)]
    assert request.FILES["picture"].read() == TELLING
