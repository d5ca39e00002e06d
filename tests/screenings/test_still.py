from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory

from farshore import sanitize
from farshore.kernel.registry import UnknownAddress, registry
from farshore.press.models import Address
from farshore.screenings import actions, queries, wagtail_hooks
from farshore.screenings.models import Film, StillRendition
from tests.screenings.making import film, still
from tests.stories.reading import NOW, page, read

pytestmark = pytest.mark.django_db


def _touched() -> set[str]:
    return set(Address.objects.filter(touch__isnull=False).values_list("address", flat=True))


def test_a_still_is_made_anew_in_every_format_and_stands_on_the_first_page(data: Path) -> None:
    made = film(still=still(), still_alt="A river", still_credit="Drawn")
    actions.film_changed(film=made)
    found = read("/")
    picture = found.all("img", itemprop="image")[0]
    assert picture.given["alt"] == "A river" and picture.given["src"].endswith(".jpg")
    assert [one.given["type"] for one in found.all("source")] == ["image/avif", "image/webp"]
    assert found.all("meta", property="og:image")
    for one in queries.still_files():
        body = registry.render(queries.still_address(one), as_of=NOW).body
        assert body and b"a secret" not in body


def test_another_still_takes_the_place_of_the_first(
    data: Path, django_capture_on_commit_callbacks: object
) -> None:
    made = film(still=still())
    actions.film_changed(film=made)
    before = [queries.still_address(one) for one in queries.still_files()]
    Address.objects.update(touch=None)
    made.still = still("maroon")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.film_changed(film=made)
    after = [queries.still_address(one) for one in queries.still_files()]
    assert not set(before) & set(after)
    assert set(before) | set(after) | {"/", "/about/", "/sitemap.xml", "/stories/"} <= _touched()
    assert not any(default_storage.exists(one.removeprefix("/media/")) for one in before)
    for one in before:
        with pytest.raises(UnknownAddress):
            registry.render(one, as_of=NOW)


def test_a_still_that_cannot_be_cleaned_changes_nothing(data: Path) -> None:
    made = film(still=still())
    actions.film_changed(film=made)
    before = list(StillRendition.objects.values_list("key", "width", "format"))
    Path(default_storage.path(made.still.file.name)).write_bytes(b"no picture at all")
    Address.objects.update(touch=None)
    with pytest.raises(sanitize.Refused):
        actions.film_changed(film=Film.objects.get(pk=made.pk))
    assert list(StillRendition.objects.values_list("key", "width", "format")) == before
    assert _touched() == set()


@pytest.mark.parametrize(
    "address",
    ["/media/film/../../db.sqlite3", "/media/film/0123456789abcdef/480.jpg", "/media/film/x/1.png"],
)
def test_no_other_file_is_a_still(data: Path, address: str) -> None:
    actions.film_changed(film=film(still=still()))
    with pytest.raises(UnknownAddress):
        registry.render(address, as_of=NOW)


def test_an_editors_change_is_pressed(data: Path) -> None:
    made = film(still=still())
    wagtail_hooks.press_the_film(RequestFactory().post("/studio/"), made)
    assert {"/", "/about/", "/privacy/"} <= _touched()
    assert StillRendition.objects.exists()


def test_a_change_to_something_else_presses_nothing(data: Path) -> None:
    wagtail_hooks.press_the_film(RequestFactory().post("/studio/"), object())
    assert _touched() == set()


def test_an_editor_hears_that_words_are_saved_when_the_still_is_refused(data: Path) -> None:
    made = film(title="Kept", still=still())
    Path(default_storage.path(made.still.file.name)).write_bytes(b"no picture at all")
    request = RequestFactory().post("/studio/")
    said: list[str] = []
    request._messages = _Said(said)  # type: ignore[attr-defined]
    wagtail_hooks.press_the_film(request, Film.objects.get(pk=made.pk))
    assert said == [
        "Everything you wrote is saved. The still could not be cleaned: choose another."
    ]
    assert "Kept" in page("/")


class _Said:
    """Where Django puts its messages to an editor."""

    def __init__(self, said: list[str]) -> None:
        self._said = said

    def add(self, _level: int, message: str, _extra: str = "") -> None:
        self._said.append(message)
