"""JPEG: one JFIF header without thumbnail, tables, one frame, scans, EOI, and not a byte more."""

import re

from .reader import Reader, demand

JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
DQT, DHT, DRI, SOS, EOI = 0xDB, 0xC4, 0xDD, 0xDA, 0xD9
FRAMES = (0xC0, 0xC2)  # baseline and progressive
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def prove(data: bytes) -> tuple[int, int]:
    """Prove a JPEG clean and give its size."""
    file = Reader(data, "jpeg")
    file.expect(b"\xff\xd8" + JFIF)
    size: tuple[int, int] | None = None
    scans = 0
    while (marker := _marker(file)) != EOI:
        body = Reader(file.take(_length(file)), "jpeg segment")
        if marker in FRAMES:
            demand(size is None, "jpeg has one frame")
            size = _frame(body)
        elif marker == SOS:
            _scan_header(body)
            _skip_scan(file)
            scans += 1
        else:
            _table(marker, body)
        body.finish()
    file.finish()
    demand(scans > 0, "jpeg has a scan")
    if size is None:
        demand(False, "jpeg has a frame")
    assert size is not None
    return size


def _marker(file: Reader) -> int:
    demand(file.take(1) == b"\xff", "jpeg segments touch")
    return file.number(1)


def _length(file: Reader) -> int:
    length = file.number(2)
    demand(length >= 2, "jpeg segment length")
    return length - 2


def _frame(body: Reader) -> tuple[int, int]:
    demand(body.number(1) == 8, "jpeg has 8 bits")
    height, width, parts = body.number(2), body.number(2), body.number(1)
    demand(height > 0 and width > 0 and parts in (1, 3), "jpeg frame")
    body.take(3 * parts)
    return width, height


def _scan_header(body: Reader) -> None:
    parts = body.number(1)
    demand(1 <= parts <= 3, "jpeg scan")
    body.take(2 * parts + 3)


def _skip_scan(file: Reader) -> None:
    end = SCAN_END.search(file.data, file.at)
    demand(end is not None, "jpeg scan ends")
    assert end is not None
    file.at = end.start()


def _table(marker: int, body: Reader) -> None:
    demand(marker in (DQT, DHT, DRI), f"jpeg segment {marker:02X} is not on the list")
    if marker == DRI:
        body.take(2)
        return
    while not body.over:
        kind = body.number(1)
        demand(kind & 15 < 4 and kind >> 4 < 2, "jpeg table")
        if marker == DQT:
            body.take(64 << (kind >> 4))
        else:
            body.take(sum(body.take(16)))
