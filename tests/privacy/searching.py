"""Looking for bytes wherever a house keeps any: files, the database, logs, temporary folders.

What is looked for is looked for plain, as UTF-16, in base64 and in hexadecimal, and inside what is
compressed.
"""

import base64
import gzip
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli
from django.db import connection

Kept = tuple[str, bytes]
"""(where it lies, what lies there)."""

_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_ZIP = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_MOST = 8 * 1024 * 1024


def forms(needle: bytes) -> set[bytes]:
    """How a needle may look without being compressed."""
    made = {needle, needle.hex().encode(), needle.hex().upper().encode()}
    made |= {_base64(needle, before) for before in range(3)}
    if needle.isascii():
        text = needle.decode("ascii")
        made |= {text.encode("utf-16-le"), text.encode("utf-16-be")}
    return made


def found(needles: Iterable[bytes], kept: Iterable[Kept]) -> list[str]:
    """Where any of the needles lies, in any of its forms."""
    looked_for = re.compile(
        b"|".join(re.escape(one) for needle in needles for one in forms(needle))
    )
    told = []
    for where, data in kept:
        layers = {"": data} | {f" ({how})": inner for how, inner in unpacked(data)}
        told += [f"{where}{how}" for how, inner in layers.items() if looked_for.search(inner)]
    return told


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is compressed in it: zlib and gzip streams, members of archives, and brotli if it is."""
    for at in _ZLIB.finditer(data):
        yield from (("zlib", inner) for inner in _inflated(data[at.start() :], 15))
    start = data.find(b"\x1f\x8b\x08")
    while start >= 0:
        yield from (("gzip", inner) for inner in _inflated(data[start:], 31))
        start = data.find(b"\x1f\x8b\x08", start + 3)
    for at in _ZIP.finditer(data):
        skip = int.from_bytes(at[1], "little") + int.from_bytes(at[2], "little")
        yield from (("zip", inner) for inner in _inflated(data[at.end() + skip :], -15))


def files(*folders: Path) -> Iterator[Kept]:
    """Every file's name and contents."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder.parent).as_posix()
            yield f"name of {name}", name.encode()
            if path.is_file():
                data = path.read_bytes()
                yield name, data
                if path.suffix == ".br":
                    yield f"{name} (brotli)", brotli.decompress(data)


def database() -> Iterator[Kept]:
    """Every value of every row of every table; of SQLite the raw file too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", _bytes(value)
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        yield from ((one.name, one.read_bytes()) for one in path.parent.glob(f"{path.name}*"))


class Lines(logging.Handler):
    """Everything that is logged, at any level, as it would be written."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{self.format(record)} {record.__dict__.get('request', '')}")

    def kept(self) -> Iterator[Kept]:
        yield "logs", "\n".join(self.said).encode()


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview | bytearray):
        return bytes(value)
    return str(value).encode("utf-8", "surrogatepass")


def _base64(needle: bytes, before: int) -> bytes:
    """The letters that do not depend on what stands before and after."""
    whole = base64.b64encode(bytes(before) + needle)
    return whole[-(-before * 8 // 6) : (before + len(needle)) * 8 // 6]


def _inflated(data: bytes, window: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(window).decompress(data, _MOST)
    except zlib.error:
        return


def gzipped(data: bytes) -> bytes:
    """For controls."""
    return gzip.compress(data)
