import errno
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from farshore.kernel import clock
from farshore.uploads import actions, queries
from farshore.uploads.errors import UnknownUpload
from farshore.uploads.models import Staged
from farshore.vault import blobs
from farshore.vault.errors import NoRoom

pytestmark = pytest.mark.django_db(transaction=True)
KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: object) -> Path:
    settings.UPLOADS = tmp_path / "uploads"  # type: ignore[attr-defined]
    return tmp_path / "uploads"


def test_a_staged_part_opens_under_its_own_key_only(uploads: Path) -> None:
    name = actions.stage(key=KEY, data=b"a picture " * 40)
    assert queries.read_staged(KEY, name) == b"a picture " * 40
    with pytest.raises(UnknownUpload):
        queries.read_staged(OTHER, name)
    on_disk = b"".join(path.read_bytes() for path in uploads.rglob("*") if path.is_file())
    assert b"a picture" not in on_disk


def test_nobody_else_can_discard_it() -> None:
    name = actions.stage(key=KEY, data=b"x")
    actions.discard(key=OTHER, name=name)
    assert queries.read_staged(KEY, name) == b"x"
    actions.discard(key=KEY, name=name)
    with pytest.raises(UnknownUpload):
        queries.read_staged(KEY, name)


def test_silence_ends_a_part_and_a_touch_keeps_it(uploads: Path, settings: object) -> None:
    days = settings.DRAFT_DAYS  # type: ignore[attr-defined]
    kept, lost = actions.stage(key=KEY, data=b"x"), actions.stage(key=OTHER, data=b"x")
    late = clock.today() + timedelta(days=days + 1)
    Staged.objects.filter(pk=kept).update(expires_on=late)
    assert actions.sweep(today=late) == 1
    assert blobs.names(uploads) == {kept}
    assert not Staged.objects.filter(pk=lost).exists()


def test_a_part_whose_owner_comes_back_during_the_sweep_is_kept(monkeypatch: object) -> None:
    name, real = actions.stage(key=KEY, data=b"x"), actions._expired
    late = clock.today() + timedelta(days=400)

    def and_the_owner_comes(today: object) -> set[str]:
        found = real(today)  # type: ignore[arg-type]
        Staged.objects.filter(pk=name).update(expires_on=late)
        return found

    monkeypatch.setattr(actions, "_expired", and_the_owner_comes)  # type: ignore[attr-defined]
    assert actions.sweep(today=late) == 0
    assert queries.read_staged(KEY, name) == b"x"


def test_a_file_without_a_row_ends_after_a_days_grace(uploads: Path) -> None:
    """A process that died between the file and its row leaves the one without the other."""
    name = actions.stage(key=KEY, data=b"x")
    Staged.objects.all().delete()
    for days, left in ((0, {name}), (1, {name}), (2, set())):
        actions.sweep(today=clock.today() + timedelta(days=days))
        assert blobs.names(uploads) == left


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_neither_file_nor_row(
    uploads: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(error, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        actions.stage(key=KEY, data=b"x" * 100)
    assert not Staged.objects.exists()
    assert [path for path in uploads.rglob("*") if path.is_file()] == []


def test_everything_under_a_key_ends_together(uploads: Path) -> None:
    for _ in range(3):
        actions.stage(key=KEY, data=b"x")
    kept = actions.stage(key=OTHER, data=b"x")
    actions.discard_all(key=KEY)
    assert blobs.names(uploads) == {kept}


def test_a_row_tells_neither_whose_it_is_nor_when() -> None:
    actions.stage(key=KEY, data=b"x")
    row = Staged.objects.get()
    assert bytes(row.owner) != KEY and KEY not in bytes(row.owner)
    assert [f.name for f in Staged._meta.get_fields()] == ["name", "owner", "expires_on"]


def _received(content: bytes) -> HttpRequest:
    file = SimpleUploadedFile("Maria in Hyesan.jpg", content, "image/jpeg")
    return RequestFactory().post("/share/", {"words": "kept", "picture": file})


@pytest.mark.promise("P-08")
def test_the_phones_file_name_is_dropped_unread() -> None:
    received = _received(b"\xff\xd8\xff rest")
    made = received.FILES["picture"]
    assert (made.name, made.content_type) == ("file.jpg", "")
    assert "Maria" not in repr(vars(made))


NAMES = [
    "../../etc/passwd",
    "a\0b.jpg",
    "\u202egpj.exe",
    "😀" * 40,
    "M" * 300,
    "C:\\Maria.jpg",
    ".",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_whatever_it_is_reaches_the_house(name: str) -> None:
    """As raw bytes, since a hostile sender does not ask Django's client to tidy it."""
    head = f'Content-Disposition: form-data; name="picture"; filename="{name}"'.encode()
    body = b"--B\r\n" + head + b"\r\nContent-Type: x/Maria\r\n\r\n\xff\xd8\xff\r\n--B--\r\n"
    kind = "multipart/form-data; boundary=B"
    received = RequestFactory().generic("POST", "/share/", body, kind).FILES
    assert bool(received) is (name != ".")
    for made in received.values():
        assert (made.name, made.content_type, made.charset) == ("file.jpg", "", None)
        assert not {"Maria", "passwd"} & set(re.findall(r"\w+", repr(vars(made))))


def test_a_file_too_large_is_emptied_and_the_words_are_kept(settings: object) -> None:
    settings.PICTURE_BYTES = 1000  # type: ignore[attr-defined]
    received = _received(b"x" * 200_000)
    made = received.FILES["picture"]
    assert made.too_large and made.read() == b""
    assert received.POST["words"] == "kept"


def test_an_empty_file_is_not_passed_over() -> None:
    """A phone that had not finished saving: its owner is to be told."""
    made = _received(b"").FILES["picture"]
    assert (made.size, made.too_large, made.crowded) == (0, False, False)


def test_a_field_without_a_file_is_none() -> None:
    request = RequestFactory().post("/share/", {"words": "kept", "picture": ""})
    assert "picture" not in request.FILES


def test_one_request_holds_only_so_much_in_memory(settings: object) -> None:
    settings.PICTURE_BYTES = 100_000  # type: ignore[attr-defined]
    files = [SimpleUploadedFile(f"{n}.jpg", b"x" * 90_000) for n in range(6)]
    received = RequestFactory().post("/share/", {"words": "kept", "picture": files})
    made = received.FILES.getlist("picture")
    assert [(len(one.read()), one.crowded) for one in made] == [(90_000, False)] * 4 + [
        (0, True),
        (0, True),
    ]
    assert received.POST["words"] == "kept"
