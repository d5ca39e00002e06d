"""Voices that were sealed to the team with a release, taken out on its machine. Plain Python.

What a stranger sent as a recording is not to be trusted: the file gets a name of ours, and an
ending that is known by its first bytes, or `.bin`.
"""

import base64
import binascii
from collections.abc import Mapping

FIELD = "recording"
LEFT_OUT = "(a recording: --recordings FOLDER writes it)"
_HEADS = {
    b"OggS": "ogg",
    b"RIFF": "wav",
    b"ID3": "mp3",
    b"\xff\xfb": "mp3",
    b"\x1aE\xdf\xa3": "webm",
    b"fLaC": "flac",
    b"#!AMR": "amr",
    b"caff": "caf",
}


def recordings(contents: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, bytes]]:
    """A file name and its bytes for each item (by its id) that holds a recording."""
    found = {}
    for id, fields in contents.items():
        data = _decoded(fields.get(FIELD, ""))
        if data:
            found[id] = (f"{id}.{_ending(data)}", data)
    return found


def without(
    contents: Mapping[str, Mapping[str, str]], names: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """The same fields with each recording's file name in its place; without a name, a word."""
    return {
        id: {
            name: names.get(id, LEFT_OUT) if name == FIELD and value else value
            for name, value in fields.items()
        }
        for id, fields in contents.items()
    }


def _ending(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "m4a"
    return next((ending for head, ending in _HEADS.items() if data.startswith(head)), "bin")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
