"""Texts of releases: ours, the house's own, each version kept, and nothing half read."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from farshore.intake import releases

TEXT = "A title\n\nPlain words.\n\nMore.\n\n---\n\n# 1. One\n\nThe full text.\n"


@pytest.fixture
def own(data: Path, settings: Any) -> Path:
    """The house's own folder of forms."""
    settings.RELEASES = data / "releases"
    settings.RELEASES.mkdir()
    return data / "releases"


def test_the_template_says_what_it_is_and_can_be_read(own: Path) -> None:
    (form,) = releases.newest()
    assert (form.country, form.language) == ("any", "en")
    plain = " ".join(form.plain)
    assert "no legal advice" in plain and "must have it adapted" in plain
    assert "You need not sign." in plain and "You can take this back" in plain
    assert any(one.startswith("# 1.") for one in form.full)
    file = Path(releases.__file__).parent / f"{form.name}.txt"
    assert form.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_house_lays_its_own_beside_and_the_newest_is_offered(own: Path) -> None:
    for name in ("DE.de.2026-10", "DE.de.2026-12", "any.ko.2026-11"):
        (own / f"{name}.txt").write_text(TEXT, "utf-8")
    names = [one.name for one in releases.newest()]
    assert names == ["DE.de.2026-12", "any.en.2026-11", "any.ko.2026-11"]
    older = releases.form("DE.de.2026-10")
    assert older is not None and older.full == ("# 1. One", "The full text.")
    assert releases.form("../secret/key") is None and releases.form("FR.fr.2026-11") is None


def test_a_file_of_the_same_name_stands_before_ours(own: Path) -> None:
    (own / "any.en.2026-11.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    (form,) = releases.newest()
    assert form.title == "A title" and form.plain == ("Plain words.", "More.")


@pytest.mark.parametrize(
    ("language", "name"),
    [("ko", "any.ko.2026-11"), ("de", "DE.de.2026-12"), ("fr", "any.en.2026-11"),
     ("zh-hans", "any.en.2026-11")],
)  # fmt: skip
def test_what_is_shown_first_fits_the_reader(own: Path, language: str, name: str) -> None:
    for each in ("DE.de.2026-12", "any.ko.2026-11"):
        (own / f"{each}.txt").write_text(TEXT, "utf-8")
    form = releases.fitting(language)
    assert form is not None and form.name == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deutsch.txt", TEXT.encode()),
        ("DE.de.txt", TEXT.encode()),
        ("DE.de.2026-11.txt", b"A title\n\nNo full text.\n"),
        ("FR.fr.2026-11.txt", b"\xff\xfe"),
        ("IT.it.2026-11.txt", b""),
        ("ES.es.2026-11.txt", TEXT.encode() + b"x" * 200_000),
    ],
    ids=["name", "version", "half", "bytes", "empty", "large"],
)
def test_what_is_no_form_is_named_and_never_shown(own: Path, name: str, content: bytes) -> None:
    (own / name).write_bytes(content)
    assert releases.unreadable() == [name]
    assert [one.name for one in releases.newest()] == ["any.en.2026-11"]
