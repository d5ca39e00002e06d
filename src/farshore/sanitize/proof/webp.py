"""WebP: one RIFF of exactly the file's length, with one picture chunk and nothing beside it."""

from .reader import Reader, demand


def prove(data: bytes) -> tuple[int, int]:
    """Prove a lossy or lossless still WebP clean and give its size."""
    file = Reader(data, "webp")
    file.expect(b"RIFF")
    demand(int.from_bytes(file.take(4), "little") == len(data) - 8, "webp length")
    file.expect(b"WEBP")
    name = file.take(4)
    demand(name in (b"VP8 ", b"VP8L"), "webp chunk is not on the list")
    body = file.take(int.from_bytes(file.take(4), "little"))
    if len(body) % 2:
        file.expect(b"\0")
    file.finish()
    return _lossy(body) if name == b"VP8 " else _lossless(body)


def _lossy(body: bytes) -> tuple[int, int]:
    frame = Reader(body, "webp frame")
    tag = int.from_bytes(frame.take(3), "little")
    demand(tag & 1 == 0, "webp has a key frame")
    demand(tag >> 5 <= len(body) - 10, "webp first partition")
    frame.expect(b"\x9d\x01\x2a")
    width = int.from_bytes(frame.take(2), "little")
    height = int.from_bytes(frame.take(2), "little")
    demand(0 < width < 1 << 14 and 0 < height < 1 << 14, "webp size")
    return width, height


def _lossless(body: bytes) -> tuple[int, int]:
    frame = Reader(body, "webp frame")
    frame.expect(b"\x2f")
    bits = int.from_bytes(frame.take(4), "little")
    demand(bits >> 28 == 0, "webp has no transparency")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
