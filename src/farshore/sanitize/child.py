"""The child: locks itself in, reads one request, answers once, ends. Never imported by others.

``python -I -S -c BOOT <act> <kind> <memory bytes> <seconds>``, request on standard input,
answer on standard output, both as in ``wire``. Whatever goes wrong is an answer or a death,
and the parent understands both.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

from . import decode, encode, wire
from .confine import confine
from .errors import RefusalReason, Refused
from .sniff import Kind
from .values import Cover, Format, Limits

NO_MEMORY = 3
Answer = tuple[dict[str, Any], list[bytes]]


def main(arguments: Sequence[str]) -> None:
    """Do one act (probe, open or render) and write its answer."""
    act, kind, memory, seconds = arguments
    if act == "render":
        encode.load_encoders()
    decode.load_decoder(Kind(kind))
    locks = confine(memory_bytes=int(memory), seconds=int(seconds))
    try:
        answer = ({"locks": locks}, []) if act == "probe" else _answer(act, Kind(kind))
        sys.stdout.buffer.write(wire.pack(*answer))
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(NO_MEMORY)


def _answer(act: str, kind: Kind) -> Answer:
    try:
        header, parts = wire.unpack(sys.stdin.buffer.read())
        if act == "open":
            return _open(kind, parts[0], Limits(**header["limits"]))
        return _render(header, parts[0], Limits(**header["limits"]))
    except Refused as refused:
        return _refusal(refused.reason, refused.cause)
    except MemoryError:
        return _refusal(RefusalReason.TOO_MANY_PIXELS, "MemoryError")
    except Exception as error:  # noqa: BLE001 - decoders raise anything; all of it means damaged
        return _refusal(_reason(type(error).__name__), type(error).__name__)


def _refusal(reason: RefusalReason, cause: str) -> Answer:
    return {"refused": reason.value, "cause": cause}, []


def _reason(error: str) -> RefusalReason:
    if error.startswith("DecompressionBomb"):
        return RefusalReason.TOO_MANY_PIXELS
    return RefusalReason.LYING if error == "UnidentifiedImageError" else RefusalReason.DAMAGED


def _open(kind: Kind, data: bytes, limits: Limits) -> Answer:
    picture, removed = decode.decode(kind, data, limits)
    master = encode.encode(picture, "jpeg", encode.MASTER)
    encode.open_again(master, "jpeg", picture.size, ())
    return {"size": picture.size, "removed": sorted(each.value for each in removed)}, [master]


def _render(header: dict[str, Any], data: bytes, limits: Limits) -> Answer:
    """Make every wanted copy from one covered picture."""
    picture, _ = decode.decode(Kind.JPEG, data, limits)
    covers = [Cover(*each) for each in header["covers"]]
    encode.cover(picture, covers)
    sizes, files = [], []
    for width, height, format, settings in header["wanted"]:
        copy = encode.scaled(picture, width, height)
        sizes.append(copy.size)
        files.append(_written(copy, format, settings, covers))
    return {"made": sizes}, files


def _written(
    picture: Any, format: Format, settings: dict[str, object], covers: Sequence[Cover]
) -> bytes:
    data = encode.encode(picture, format, {**encode.SETTINGS[format], **settings})
    encode.open_again(data, format, picture.size, covers)
    return data
