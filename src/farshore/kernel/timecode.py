"""Timecode as film and video count it: frames ↔ `hh:mm:ss:ff`. Plain integers, nothing drifts.

29.97 frames a second are counted as if they were 30. Drop-frame timecode makes up for it by leaving
out numbers (never pictures): :00 and :01 of each minute, but for every tenth.
"""

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"([0-9]{2}):([0-5][0-9]):([0-5][0-9])([:;])([0-9]{2})")
_DROPPED = 2  # numbers left out of a minute


class NotATimecode(ValueError):
    """No timecode of this rate: another shape, a number that is left out, or past a day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`counted`: frames in a second of timecode. `exact`: frames in so many seconds of time."""

    counted: int
    exact: tuple[int, int]
    drop: bool = False

    @property
    def minute(self) -> int:
        """Frames in a minute that leaves numbers out, or in any where none does."""
        return self.counted * 60 - (_DROPPED if self.drop else 0)

    @property
    def ten_minutes(self) -> int:
        return self.minute * 10 + (_DROPPED if self.drop else 0)

    @property
    def day(self) -> int:
        """Frames until timecode begins anew."""
        return self.ten_minutes * 6 * 24


RATES = {
    "23.976": Rate(24, (24_000, 1001)),
    "24": Rate(24, (24, 1)),
    "25": Rate(25, (25, 1)),
    "29.97": Rate(30, (30_000, 1001)),
    "29.97df": Rate(30, (30_000, 1001), drop=True),
    "30": Rate(30, (30, 1)),
}


def nearest(milliseconds: int, rate: Rate) -> int:
    """The frame that begins nearest to a time; the later one of two that are as near."""
    frames, seconds = rate.exact
    return (2 * milliseconds * frames + 1000 * seconds) // (2000 * seconds)


def written(frame: int, rate: Rate) -> str:
    """The timecode of a frame (from 0). Raises `NotATimecode` for one before or past the day."""
    if not 0 <= frame < rate.day:
        raise NotATimecode(frame)
    minutes, left = divmod(_numbered(frame, rate), rate.counted * 60)
    hour, minute = divmod(minutes, 60)
    second, rest = divmod(left, rate.counted)
    return f"{hour:02}:{minute:02}:{second:02}{';' if rate.drop else ':'}{rest:02}"


def _numbered(frame: int, rate: Rate) -> int:
    """The frame's number, those that are left out counted too."""
    if not rate.drop:
        return frame
    tens, left = divmod(frame, rate.ten_minutes)
    # The first minute of ten is whole: its two more frames do not make it the next minute.
    minutes = max(0, left - _DROPPED) // rate.minute
    return frame + _DROPPED * (9 * tens + minutes)


def read(timecode: str, rate: Rate) -> int:
    """The frame of a timecode; `:` or `;` before the frames. Raises `NotATimecode`."""
    found = _SHAPE.fullmatch(timecode)
    if not found:
        raise NotATimecode(timecode)
    hour, minute, second, rest = (int(found[group]) for group in (1, 2, 3, 5))
    minutes = hour * 60 + minute
    is_dropped = rate.drop and minute % 10 != 0 and second == 0 and rest < _DROPPED
    if hour > 23 or rest >= rate.counted or is_dropped:
        raise NotATimecode(timecode)
    number = (minutes * 60 + second) * rate.counted + rest
    return number - _DROPPED * (minutes - minutes // 10) if rate.drop else number
