"""The path leaves no cookie, no address, no hour and no word of a story in the clear."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import connection, models

from farshore.intake.models import Message
from farshore.kernel.codes import Code
from farshore.uploads.models import Staged
from tests.conftest import on_sqlite
from tests.intake.making import HYESAN, SECRET, Teller, photo_file
from tests.sanitize import corpus

pytestmark = pytest.mark.django_db(transaction=True)

CLIENT = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "PhoneOfMaria/7.1",
    "HTTP_X_FORWARDED_FOR": "198.51.100.99",
    "HTTP_REFERER": "https://elsewhere.example/where-i-was",
    "HTTP_X_FARSHORE_CLIENT": "hash-of-this-day-77",
    "HTTP_ACCEPT_LANGUAGE": "ti-ER",
}
_TRACES = [value.encode() for value in CLIENT.values()]


def _cells() -> Iterator[bytes]:
    """Everything in the database, cell by cell."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    yield (
                        bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
                    )


def _files(folder: Path) -> Iterator[bytes]:
    """Every file of the house, and on SQLite the database's own."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    if on_sqlite():
        database = Path(configured.DATABASES["default"]["NAME"])
        paths += [database, *database.parent.glob(f"{database.name}-*")]
    for path in paths:
        yield path.name.encode() + path.read_bytes()


def _found(needles: list[bytes], folder: Path) -> set[bytes]:
    held = [*_cells(), *_files(folder)]
    return {needle for needle in needles for one in held if needle in one}


def _whole_path() -> tuple[Teller, list[bytes]]:
    """Every step to the end and beyond; the teller, and all that nobody may find."""
    teller = Teller()
    teller.client.defaults.update(CLIENT)
    teller.begin().press("story", "stay", text=f"{SECRET} left.", title=f"{SECRET}1", language="en")
    hand, code = teller.field("hand"), Code.parse(teller.code)
    teller.press("story", teller=f"{SECRET}2", text=f"{SECRET} left.", language="en")
    teller.press("journey", "find", place="Hyesan").place(HYESAN, text=f"{SECRET}3")
    teller.press("journey").press("pictures", "stay", pictures=[photo_file()])
    (one,) = teller.values("covers")
    said = {f"{one}-caption": f"{SECRET}4", f"{one}-alt": f"{SECRET}5", f"{one}-people": "agreed"}
    teller.press("pictures", f"covers:{one}", **said).press("covers", picture=one, tile=["1"])
    teller.press("pictures", **said).press(
        "uses", uses=["film"], not_read_by_community=f"{SECRET}6"
    )
    keys = teller.press("preview", "next").keys
    needles = [
        SECRET.encode(),
        b"Hyesan",
        hand.encode(),
        code.digits.encode(),
        keys.open,
        keys.find,
    ]
    needles += [" ".join(code.words("en")).encode(), *corpus.telling_jpeg()[1]]
    return teller, needles


def _sent_and_answered(teller: Teller) -> None:
    teller.press("send", "send").come_back().deed("answer", text=f"{SECRET}7")
    teller.deed("edit").press("story", text=f"{SECRET}8", language="en")


@pytest.mark.promise("P-03")
def test_no_word_no_key_and_no_trace_lies_anywhere_in_the_clear(
    folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    teller, needles = _whole_path()
    needles += _TRACES
    assert _found(needles, folder) == set()
    _sent_and_answered(teller)
    assert Message.objects.exists() and Staged.objects.exists()
    assert _found(needles, folder) == set()
    said = caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert [needle for needle in needles if needle in said] == []


@pytest.mark.parametrize("where", ["row", "file"])
def test_the_control_a_planted_word_is_found(folder: Path, where: str) -> None:
    if where == "row":
        Staged.objects.create(name=SECRET, owner=b"", expires_on="2026-11-25")
    else:
        (folder / "uploads").mkdir()
        (folder / "uploads" / "x").write_text(f"before {SECRET} after")
    assert _found([SECRET.encode(), b"absent"], folder) == {SECRET.encode()}


@pytest.mark.promise("P-05")
def test_no_page_sets_a_cookie_or_lets_itself_be_kept() -> None:
    teller = Teller()
    answers = []
    seen = teller.client.post, teller.client.get

    def watched(ask: Any) -> Any:
        def asked(*given: Any, **more: Any) -> Any:
            answers.append(ask(*given, **more))
            return answers[-1]

        return asked

    teller.client.post, teller.client.get = (watched(one) for one in seen)  # type: ignore[method-assign]
    teller.get().get("/return/").get("/return/relative/lamp-lamp-lamp/").begin()
    teller.press("story", text="x", language="en").press("uses").press("preview", "next")
    teller.press("send", "send").come_back().deed("hide").deed("withdraw").deed("withdraw:yes")
    teller.post(step="story", hand="nonsense").post("/return/", code="1234")
    teller.post("/return/relative/lamp-lamp-lamp/")
    assert len(answers) > 12
    for answer in answers:
        assert not answer.cookies and "Set-Cookie" not in answer
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert not teller.client.cookies


@pytest.mark.promise("P-23")
def test_no_page_asks_another_house_for_anything() -> None:
    teller = Teller().with_draft(step="preview")
    pages = [teller.page] + [teller.press("send", f"to:{step}").page for step in ("story", "uses")]
    for page in [*pages, teller.get().page, teller.get("/return/").page]:
        for address in re.findall(r'(?:src|href|action|formaction)="([^"]*)"', page):
            assert address.startswith(("/", "#", "data:", "http://127.0.0.1:8000/")), address
        assert " style=" not in page and "onclick" not in page
        assert not re.search(r"<script(?! src=)", page)


def test_no_row_of_the_near_shore_knows_the_hour() -> None:
    """Days are all that is kept, and sealed files carry midnight."""
    finer = [
        f"{model.__name__}.{field.name}"
        for label in ("intake", "uploads", "vault")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.DateTimeField | models.TimeField | models.GenericIPAddressField)
    ]
    assert finer == []


def test_sealed_files_carry_midnight_as_their_time(folder: Path) -> None:
    teller, _needles = _whole_path()
    _sent_and_answered(teller)
    files = [path for name in ("uploads", "vault") for path in (folder / name).rglob("*")]
    times = [path.stat().st_mtime for path in files if path.is_file()]
    assert times and {time % 86_400 for time in times} == {0.0}


@pytest.mark.promise("P-18")
def test_a_status_page_that_is_public_shows_nothing_that_is_not(folder: Path) -> None:
    """Whoever finds the code of a released story learns neither which it is nor what was said."""
    from tests.intake.making import released, sent

    mine, row = sent()
    teller = Teller().post("/return/", hand=mine.hand(), go="answer", text=f"{SECRET}9")
    assert f"{SECRET}9" in teller.page
    slug = released(row)
    for _ in range(2):
        teller.post("/return/", hand=mine.hand(), go="status")
        assert SECRET not in teller.page and slug not in teller.page
        teller.deed("hide")
