"""The search finds what it looks for in every form that it promises: else it proves nothing."""

import base64
import gzip
import io
import json
import logging
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from django.db import connection

from tests.privacy.searching import Lines, database, files, found

NEEDLE = b"farshore-planted-somewhere"


def archive(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a name", data * 20)
    return out.getvalue()


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: b"before " + data + b" after",
    "utf-16, little": lambda data: data.decode().encode("utf-16-le"),
    "utf-16, big": lambda data: data.decode().encode("utf-16-be"),
    "base64": base64.b64encode,
    "base64 after one": lambda data: base64.b64encode(b"x" + data + b"y"),
    "base64 after two": lambda data: base64.b64encode(b"xy" + data + b"zz"),
    "hexadecimal": lambda data: data.hex().encode(),
    "json": lambda data: json.dumps({"a": base64.b64encode(data).decode()}).encode(),
    "zlib": lambda data: b"junk" + zlib.compress(data * 3) + b"junk",
    "gzip": lambda data: b"junk" + gzip.compress(data * 3),
    "zip": archive,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_needle_is_found_in_every_form(form: str) -> None:
    (where,) = found([NEEDLE], [("here", FORMS[form](NEEDLE))])
    assert where.startswith("here")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_there_is_not_found(form: str) -> None:
    assert found([NEEDLE], [("here", FORMS[form](b"farshore-harmless-somewhere"))]) == []


def test_needles_of_bytes_are_found_too() -> None:
    position = bytes.fromhex("02dca99b000f42430315f685000f4261")
    assert found([position], [("a", b"x" + position), ("b", base64.b64encode(b"xx" + position))])


def test_files_are_found_by_name_and_by_contents(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / NEEDLE.decode()).write_bytes(b"")
    (tmp_path / "page.html.br").write_bytes(brotli.compress(NEEDLE * 9))
    where = found([NEEDLE], files(tmp_path))
    assert len(where) == 2
    assert where[0].startswith("name of") and where[1].endswith("page.html.br (brotli)")


@pytest.mark.django_db(transaction=True)
def test_any_value_of_any_table_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept_by_nobody (secret bytea)")
        try:
            cursor.execute("INSERT INTO kept_by_nobody VALUES (%s)", [zlib.compress(NEEDLE * 3)])
            assert "kept_by_nobody.secret (zlib)" in found([NEEDLE], database())
        finally:
            cursor.execute("DROP TABLE kept_by_nobody")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found([NEEDLE], database()) == []


def test_whatever_is_logged_is_found() -> None:
    lines = Lines()
    logging.getLogger("farshore.somewhere").addHandler(lines)
    logging.getLogger("farshore.somewhere").error("it said %s", NEEDLE.decode())
    assert found([NEEDLE], lines.kept()) == ["logs"]
