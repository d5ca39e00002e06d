"""An error never costs a word: what was typed stands on the page that says what went wrong."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from farshore import sanitize
from farshore.intake import queries
from farshore.intake.actions import drafts, pictures
from farshore.intake.models import Draft
from farshore.intake.telling import Telling
from farshore.intake.views import share
from farshore.kernel.derivation import Busy
from farshore.vault import blobs
from farshore.vault.errors import NoRoom
from tests.intake.making import HYESAN, Teller, keys, photo, photo_file, telling

pytestmark = pytest.mark.django_db

TYPED = "What I had just typed, in three lines.\nSecond.\nThird."
LONG = TYPED + "x" * 200_000


@pytest.fixture
def full_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Call it, and the database takes in nothing more."""

    def full(self: Draft, **_given: object) -> None:
        raise OperationalError("database or disk is full")

    yield lambda: monkeypatch.setattr(drafts.Draft, "save", full)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and no file can be written."""

    def full(*_given: object, **_more: object) -> None:
        raise NoRoom

    return lambda: monkeypatch.setattr(blobs, "write", full)


def _is_typed(teller: Teller) -> bool:
    return all(line in teller.page for line in TYPED.split("\n"))


def _file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("file", data)


# words


@pytest.mark.parametrize("go", ["next", "back", "stay", "to:send"])
def test_words_that_are_too_many_are_all_still_there(teller: Teller, go: str) -> None:
    teller.with_draft().press("story", go, text=LONG, title="A title", language="en")
    assert teller.heading == "Your story" and LONG[-100:] in teller.page
    assert "longer than we can take" in teller.errors[0]
    assert teller.told.title == "A title"


def test_beside_an_unknown_language_the_words_are_saved(teller: Teller) -> None:
    teller.with_draft().press("story", text=TYPED, other_language="Qqq")
    assert teller.errors and _is_typed(teller)
    assert teller.told.text.replace("\r", "") == TYPED
    assert teller.field("other_language") == "Qqq"


@pytest.mark.parametrize(
    ("data", "said"), [(b"x" * 5000, "larger than we can take"), (b"", "is empty")]
)
def test_a_recording_that_cannot_be_taken_costs_no_word(
    teller: Teller, settings: Any, data: bytes, said: str
) -> None:
    settings.PICTURE_BYTES = 1000
    teller.with_draft().press("story", text=TYPED, recording=[_file(data)])
    assert said in teller.errors[0] and "Your words are saved" in teller.errors[0]
    assert teller.heading == "Your story" and _is_typed(teller)


def test_a_full_disk_refuses_the_recording_and_keeps_the_words(
    teller: Teller, full_disk: Callable[[], None]
) -> None:
    teller.with_draft()
    full_disk()
    teller.press("story", text=TYPED, recording=[_file(b"a voice")])
    assert "no room" in teller.errors[0] and _is_typed(teller)
    assert teller.told.text.replace("\r", "") == TYPED


@pytest.mark.promise("P-25")
def test_words_that_the_database_cannot_take_stay_on_the_page(
    teller: Teller, full_database: Callable[[], None]
) -> None:
    teller.with_draft()
    full_database()
    for go in ("next", "back", "stay"):
        teller.press("story", go, text=TYPED, title="New", themes=["sea"], how="written")
        assert teller.heading == "Your story" and "still on this page" in teller.errors[0]
        assert _is_typed(teller) and 'value="sea" checked' in teller.page
        assert teller.field("title") == "New"
    assert teller.told == telling()


# places


@pytest.mark.parametrize(
    "wrong", [{"date": "before the frost"}, {"role": ""}, {"date": "", "date_year": "98"}]
)
def test_a_place_that_cannot_be_read_keeps_what_was_said_of_it(
    teller: Teller, wrong: dict[str, str]
) -> None:
    teller.with_draft(step="journey")
    teller.place(**{"text": TYPED, "means": "foot", "precision": "region"} | wrong)
    assert teller.heading.startswith("Hyesan") and _is_typed(teller)
    assert re.search(r'value="foot" selected', teller.page)
    assert re.search(r'value="region"[^>]* checked', teller.page)
    for value in wrong.values():
        assert not value or f'value="{value}"' in teller.page
    assert teller.errors and teller.told == telling()


def test_a_place_that_the_database_cannot_take_stays_on_the_page(
    teller: Teller, full_database: Callable[[], None]
) -> None:
    teller.with_draft(step="journey")
    full_database()
    teller.place(HYESAN, text=TYPED)
    assert teller.heading.startswith("Hyesan") and _is_typed(teller)
    assert "still on this page" in teller.errors[0]
    assert teller.told == telling()


def test_a_place_that_is_not_listed_any_more_keeps_what_was_said_of_it(teller: Teller) -> None:
    teller.with_draft(step="journey")
    teller.press("place", place="t:0", waypoint="", role="left", text=TYPED)
    assert "look the place up once more" in teller.errors[0] and _is_typed(teller)


# pictures


def _with_picture(teller: Teller) -> str:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    return teller.values("covers")[0]


@pytest.mark.promise("P-26")
def test_of_several_pictures_only_the_bad_ones_are_refused(teller: Teller, settings: Any) -> None:
    settings.PICTURE_BYTES = len(photo()) + 200_000
    one = _with_picture(teller)
    files = [
        _file(photo(1)),
        _file(b"GIF89a no"),
        _file(b"x" * 900_000),
        _file(b""),
        _file(photo(2)),
    ]
    teller.press("pictures", pictures=files, **{f"{one}-caption": "Said", f"{one}-alt": TYPED})
    assert [
        re.match(r"File (\d) of those you have just chosen: The rest of your story is safe", e)[1]
        for e in teller.errors
    ] == [
        "2",
        "3",
        "4",
    ]  # type: ignore[index]
    assert len(teller.told.pictures) == 3
    assert teller.told.pictures[0].caption == "Said" and _is_typed(teller)


def test_a_caption_that_is_too_long_is_all_still_there(teller: Teller) -> None:
    one = _with_picture(teller)
    long = "c" * 501
    teller.press("pictures", **{f"{one}-caption": long, f"{one}-alt": TYPED})
    assert f'value="{long}"' in teller.page and _is_typed(teller)
    assert teller.errors[0].startswith("Everything on this page is kept.")


def test_a_full_disk_refuses_pictures_and_keeps_the_words(
    teller: Teller, full_disk: Callable[[], None]
) -> None:
    one = _with_picture(teller)
    full_disk()
    teller.press("pictures", pictures=[photo_file(1)], **{f"{one}-caption": "Said"})
    assert "no room" in teller.errors[0] and teller.told.pictures[0].caption == "Said"
    teller.press("pictures", f"covers:{one}").press("covers", picture=one, tile=["3", "4"])
    assert teller.heading.startswith("Cover parts") and "no room" in teller.errors[0]
    assert len(re.findall(r'name="tile"[^>]* checked', teller.page)) == 2


def test_what_is_said_of_pictures_stays_where_the_database_cannot_take_it(
    teller: Teller, full_database: Callable[[], None]
) -> None:
    one = _with_picture(teller)
    full_database()
    teller.press("pictures", **{f"{one}-caption": "Said", f"{one}-alt": TYPED})
    assert teller.heading == "Pictures" and _is_typed(teller)
    assert teller.field(f"{one}-caption") == "Said"


# uses


def test_who_must_not_read_it_is_never_dropped_in_silence(teller: Teller) -> None:
    teller.with_draft(telling(not_read_by=("KP", "Those")), step="uses")
    long = "a group, " * 60
    teller.press("uses", uses=["film"], not_read_by=["CN"], not_read_by_community=long)
    assert teller.heading == "What may it be used for?" and teller.errors
    assert f'value="{long.strip()}' in teller.page
    assert {"KP", "Those", "CN"} <= set(teller.told.not_read_by)


def test_ticks_stay_where_the_database_cannot_take_them(
    teller: Teller, full_database: Callable[[], None]
) -> None:
    teller.with_draft(telling(uses=()), step="uses")
    full_database()
    teller.press("uses", uses=["film", "press"], not_read_by_community="Those")
    assert len(re.findall(r'name="uses"[^>]* checked', teller.page)) == 2
    assert teller.field("not_read_by_community") == "Those"


# sending, codes


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (NoRoom(), "no room"),
        (OperationalError("full"), "could not be saved just now"),
        (sanitize.Refused(sanitize.RefusalReason.UNAVAILABLE), "cannot open pictures just now"),
    ],
)
def test_a_story_that_cannot_be_sent_is_still_there(
    teller: Teller, monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str
) -> None:
    from farshore.intake.actions import sending

    def fail(*_given: object, **_more: object) -> None:
        raise problem

    teller.with_draft(step="send")
    monkeypatch.setattr(sending, "_write", fail)
    teller.press("send", "send")
    assert teller.heading == "Send it" and said in teller.errors[0]
    assert teller.told == telling()
    monkeypatch.undo()
    assert teller.press("send", "send").heading == "Your story has been sent"


def test_a_part_that_has_vanished_is_named_and_the_words_stay(teller: Teller) -> None:
    one = _with_picture(teller)
    teller.press("pictures", "to:send", **{f"{one}-caption": "", f"{one}-people": "agreed"})
    for name in blobs.names(pictures.settings.UPLOADS):
        blobs.remove(pictures.settings.UPLOADS, name)
    teller.press("send", "send")
    assert "take it out and send the rest" in teller.errors[0]
    assert "cannot be shown just now" in teller.press("send", "to:pictures").page
    teller.press("pictures", f"delete:{one}").press("pictures", "to:send")
    assert teller.press("send", "send").heading == "Your story has been sent"


@pytest.mark.parametrize("problem", [Busy(), OperationalError("full")])
def test_a_busy_moment_keeps_the_code_on_the_page(
    teller: Teller, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(*_given: object, **_more: object) -> None:
        raise problem

    teller.post(step="begin")
    code = teller.field("shown")
    where = (
        (share, "derive_in_turn") if isinstance(problem, Busy) else (Draft.objects, "get_or_create")
    )
    monkeypatch.setattr(*where, fail)
    teller.post(step="code", shown=code, typed=code)
    assert teller.status == 503 and teller.field("typed") == code
    assert "Nothing is lost" in teller.errors[0] or "is safe" in teller.errors[0]


# pages that have lost their hold


def test_what_was_typed_on_a_page_that_lost_its_draft_is_given_back(teller: Teller) -> None:
    teller.post(step="story", hand=keys().hand(), nonce="n", text=TYPED, title="And this")
    assert teller.status == 403 and _is_typed(teller) and "And this" in teller.page
    assert "<script>" not in teller.post(step="story", hand="", text="<script>x").page


@pytest.mark.parametrize(
    ("setting", "value", "sent"),
    [
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", 1000, {"text": "x" * 2000}),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 10, {f"f{n}": "x" for n in range(20)}),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", 2, {"pictures": [photo_file(n) for n in range(4)]}),
    ],
)
def test_more_than_can_be_taken_at_once_is_answered_kindly(
    teller: Teller, settings: Any, setting: str, value: int, sent: dict[str, Any]
) -> None:
    teller.with_draft()
    mine = teller.keys
    setattr(settings, setting, value)
    teller.press("story", **sent)
    assert (teller.status, teller.heading) == (413, "This did not arrive whole")
    assert "What you saved before is safe" in teller.page and "data-refusal" in teller.page
    assert queries.draft(mine) == telling()


@pytest.mark.parametrize("address", ["/share/", "/return/", "/return/relative/lamp-lamp-lamp/"])
def test_a_form_that_was_cut_off_is_answered_kindly(client: Client, address: str) -> None:
    cut = b'--x\r\nContent-Disposition: form-data; name="text"\r\n'
    answer = client.post(address, cut, content_type="multipart/form-data; boundary=")
    assert answer.status_code == 413 and b"did not arrive whole" in answer.content


@pytest.mark.promise("P-04")
def test_a_draft_is_found_again_from_anywhere_by_its_code_alone() -> None:
    """Another host, another browser, a restart: nothing but the code is needed."""
    first = Teller().begin().press("story", text=TYPED, language="en")
    second = Teller().come_back(" ".join(first.code))
    assert _is_typed(second) and second.told != Telling()
