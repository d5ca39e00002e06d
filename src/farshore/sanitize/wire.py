"""How parent and child speak: one JSON header and the bytes it announces, nothing else.

``u32 length | header | part | part …`` with ``header["sizes"]`` the lengths of the parts.
Both sides check every length, since either may be talking to a stranger.
"""

import json
from typing import Any

MAX_HEADER = 64 * 1024


class Garbled(Exception):
    """The other side did not speak this language."""


def pack(header: dict[str, Any], parts: list[bytes]) -> bytes:
    """Frame a header and its parts."""
    text = json.dumps({**header, "sizes": [len(part) for part in parts]}).encode()
    return b"".join((len(text).to_bytes(4), text, *parts))


def unpack(frame: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Take a frame apart; raise ``Garbled`` unless every byte is accounted for."""
    length = int.from_bytes(frame[:4])
    if len(frame) < 4 or length > MAX_HEADER or 4 + length > len(frame):
        raise Garbled("header")
    header = _header(frame[4 : 4 + length])
    parts, at = [], 4 + length
    for size in header.pop("sizes"):
        parts.append(frame[at : at + size])
        at += size
    if at != len(frame):
        raise Garbled("length")
    return header, parts


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Garbled("json") from error
    if not isinstance(header, dict) or not isinstance(header.get("sizes"), list):
        raise Garbled("shape")
    if not all(type(size) is int and size >= 0 for size in header["sizes"]):
        raise Garbled("sizes")
    return header
