"""Voices come out under names of ours, whatever a stranger called or made them."""

import base64

import pytest

from farshore.vault.recordings import LEFT_OUT, recordings, without
from farshore.vault.table import KNOWN, RELEASE, table

ID = "1" * 32


def held(data: bytes) -> dict[str, dict[str, str]]:
    return {ID: {"film": "The Lamp", "recording": base64.b64encode(data).decode()}}


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"OggS rest", "ogg"), (b"RIFF....WAVE", "wav"), (b"ID3 rest", "mp3"),
        (b"\x00\x00\x00\x18ftypM4A ", "m4a"), (b"\x1aE\xdf\xa3 rest", "webm"),
        (b"MZ a program", "bin"), (b"<html>", "bin"),
    ],
    ids=["ogg", "wav", "mp3", "m4a", "webm", "program", "page"],
)  # fmt: skip
def test_a_recording_is_named_by_its_first_bytes_and_its_item(data: bytes, ending: str) -> None:
    assert recordings(held(data)) == {ID: (f"{ID}.{ending}", data)}


@pytest.mark.parametrize("text", ["", "not base64 at all", "=", "é"])
def test_what_is_no_recording_makes_no_file(text: str) -> None:
    assert recordings({ID: {"recording": text}}) == {}


def test_a_table_has_the_files_name_in_place_of_the_voice() -> None:
    told = held(b"OggS" + b"v" * 1000)
    voice = told[ID]["recording"].encode()
    for names, word in (({}, LEFT_OUT), ({ID: "x.ogg"}, "x.ogg")):
        data = table(without(told, names), known=RELEASE)
        assert word.encode() in data and voice not in data
    assert voice in table(told, known=RELEASE)  # the control


def test_a_release_has_columns_of_its_own_and_contacts_keep_theirs() -> None:
    head = table({}, known=RELEASE).decode("utf-8-sig").strip()
    assert head == ",".join(f'"{name}"' for name in ("id", *RELEASE, "more"))
    assert table({}) == table({}, known=KNOWN)
