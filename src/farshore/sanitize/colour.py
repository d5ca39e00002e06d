"""Colours that a file names by code (CICP, ITU-T H.273) as a profile that they convert by.

AVIF, HEIC and PNG may say “wide colours” by two numbers instead of a profile. Of light beyond
white (PQ, HLG) nothing is left in sRGB: what is brighter than paper becomes white.
"""

import math
import struct
from collections.abc import Callable

Column = tuple[float, float, float]

# XYZ of red, green and blue as seen under D50 (adapted from D65 after Bradford).
SRGB, BT2020, DISPLAY_P3 = 1, 9, 12
COLUMNS: dict[int, tuple[Column, Column, Column]] = {
    SRGB: ((0.43601, 0.22247, 0.01393), (0.38507, 0.7169, 0.09711), (0.14311, 0.06063, 0.71434)),
    BT2020: (
        (0.67342, 0.27902, -0.00193),
        (0.16564, 0.67534, 0.02998),
        (0.12513, 0.04564, 0.79733),
    ),
    DISPLAY_P3: (
        (0.51507, 0.24117, -0.00105),
        (0.29194, 0.69224, 0.04188),
        (0.15718, 0.06659, 0.78455),
    ),
}
LINEAR, PQ, HLG = 8, 16, 18
STEPS = 1024
PAPER_WHITE = 203.0  # candelas a square metre, of 10,000 (ITU-R BT.2408)
HLG_WHITE = 0.265  # scene light of paper, at a signal of 75 %


def profile(primaries: int, transfer: int) -> bytes | None:
    """An ICC profile for these codes; None where they mean sRGB, or nothing that is known."""
    known = primaries if primaries in COLUMNS else SRGB
    if known == SRGB and transfer not in (LINEAR, PQ, HLG):
        return None
    curve = _curve(LIGHT.get(transfer, _srgb))
    tags = {b"desc": b"desc" + bytes(4) + struct.pack(">I", 2) + b"-" + bytes(79)}
    tags[b"wtpt"] = _xyz((0.9642, 1.0, 0.8249))
    for name, column in zip((b"r", b"g", b"b"), COLUMNS[known], strict=True):
        tags |= {name + b"XYZ": _xyz(column), name + b"TRC": curve}
    return _file(tags)


def _srgb(signal: float) -> float:
    return signal / 12.92 if signal <= 0.04045 else math.pow((signal + 0.055) / 1.055, 2.4)


def _pq(signal: float) -> float:
    root = math.pow(signal, 1 / 78.84375)
    light = max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return math.pow(light, 1 / 0.1593017578125) * 10_000 / PAPER_WHITE


def _hlg(signal: float) -> float:
    if signal <= 0.5:
        return signal * signal / 3 / HLG_WHITE
    return (math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12 / HLG_WHITE


LIGHT: dict[int, Callable[[float], float]] = {LINEAR: float, PQ: _pq, HLG: _hlg}


def _curve(light: Callable[[float], float]) -> bytes:
    """How much light each signal means, paper being all that sRGB has."""
    points = (min(1.0, light(step / (STEPS - 1))) for step in range(STEPS))
    values = [round(point * 0xFFFF) for point in points]
    return b"curv" + bytes(4) + struct.pack(f">I{STEPS}H", STEPS, *values)


def _xyz(column: Column) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 0x10000) for value in column))


def _file(tags: dict[bytes, bytes]) -> bytes:
    """An ICC file of version 2: a monitor's, RGB to XYZ."""
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4xI", start + len(body), 0x02400000) + b"mntrRGB XYZ " + bytes(12)
    head += b"acsp" + bytes(28) + _xyz((0.9642, 1.0, 0.8249))[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
