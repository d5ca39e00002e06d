"""From a transcript with times (WebVTT, SRT) to a list of clips (CMX3600 EDL, CSV). Plain Python.

A cue is a clip when its text begins with a mark: `[clip]`, or `[clip: a label]`. The record side of
the list runs on from one hour, clip after clip, in the order of the transcript.
"""

import csv
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from farshore.kernel import timecode
from farshore.kernel.timecode import Rate
from farshore.vault.table import readable, safe

MOST_EVENTS = 999
"""What the three digits of an EDL's event can count."""
_FIRST_RECORD = "01:00:00:00"
_COLUMNS = (
    *("clip", "label", "reel", "source in", "source out", "record in", "record out"),
    *("frames", "line", "text"),
)

_TIME = r"(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_APART = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]*>|\{\\[^{}]*\}")
_MARK = re.compile(r"\[clip\s*(?::([^\[\]]*))?\]", re.IGNORECASE)
_HALF_A_MARK = re.compile(r"\[clip\s*(?:[:\[]|$)", re.IGNORECASE)


class Unusable(Exception):
    """The transcript cannot be used: a sentence that says why, and the line (from 1; 0: none)."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from `start` to `end` (milliseconds); `line`: where its times stand."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip in frames of its source and of the record; the ends are the first frames after it."""

    line: int
    label: str
    text: str
    source: tuple[int, int]
    record: tuple[int, int]


Numbered = tuple[int, str]
"""A line with its number, from 1."""


def read(data: bytes) -> list[Cue]:
    """The cues of a WebVTT or SRT file, as they stand in it. Raises `Unusable`."""
    lines = _lines(data)
    is_vtt = bool(lines) and re.match(r"WEBVTT(?:\s|$)", lines[0][1]) is not None
    blocks = list(_blocks(lines))
    if is_vtt and not any("-->" in text for _number, text in blocks[0]):
        del blocks[0]
    elif is_vtt:
        del blocks[0][0]
    kept = [block for block in blocks if not (is_vtt and _is_apart(block))]
    return [_cue(block, is_vtt=is_vtt) for block in kept]


def _is_apart(block: Sequence[Numbered]) -> bool:
    """Whether it is a note or a style: no cue, though cues may be called NOTE too."""
    is_cue = any(_TIMES.fullmatch(text) for _number, text in block[:2])
    return bool(_APART.match(block[0][1])) and not is_cue


def _lines(data: bytes) -> list[Numbered]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unusable("this is not UTF-8. Save the transcript as UTF-8.", line) from None
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return list(enumerate(plain.split("\n"), start=1))


def _blocks(lines: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """Lines that stand together, without the empty ones between."""
    block: list[Numbered] = []
    for number, text in (*lines, (0, "")):
        if text.strip():
            block.append((number, text))
        elif block:
            yield block
            block = []


def _cue(block: Sequence[Numbered], *, is_vtt: bool) -> Cue:
    """A block as a cue: perhaps a name or a number, the times, the text."""
    at = 0 if "-->" in block[0][1] else 1
    if len(block) <= at or "-->" not in block[at][1]:
        raise Unusable(
            "a cue has to begin here, with times such as 00:01:02.500 --> 00:01:04.000.",
            block[0][0],
        )
    number, times = block[at]
    for later, text in block[at + 1 :]:
        if _TIMES.fullmatch(text):
            raise Unusable("a cue begins in the middle of another. Leave a line empty.", later)
    start, end = _span(times, number)
    said = _said([text for _number, text in block[at + 1 :]], is_vtt=is_vtt)
    return Cue(number, start, end, said)


def _span(times: str, line: int) -> tuple[int, int]:
    found = _TIMES.fullmatch(times)
    if not found:
        raise Unusable("these are no times such as 00:01:02.500 --> 00:01:04.000.", line)
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if end < start:
        raise Unusable("this cue ends before it begins.", line)
    return start, end


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _said(lines: Sequence[str], *, is_vtt: bool) -> str:
    """The words in one line, without the tags of captions."""
    bare = _TAG.sub("", " ".join(lines))
    return _one_line(html.unescape(bare) if is_vtt else bare)


def _one_line(text: str) -> str:
    return " ".join(readable(" ".join(text.split())).split())


def clips(cues: Sequence[Cue], *, rate: Rate, start: int = 0, every: bool = False) -> list[Clip]:
    """The marked cues (`every`: all of them) as clips. Raises `Unusable`.

    `start`: the frame at which the source's timecode begins. Every clip has at least one frame.
    """
    made: list[Clip] = []
    at = timecode.read(_FIRST_RECORD, rate)
    for cue in cues:
        label, text, is_marked = _marked(cue, every=every)
        if not (is_marked or every):
            continue
        first = start + timecode.nearest(cue.start, rate)
        last = max(first + 1, start + timecode.nearest(cue.end, rate))
        source, record = (first, last), (at, at + last - first)
        _require_in_a_day(source, record, rate, cue.line)
        made.append(Clip(cue.line, label, text, source, record))
        at = record[1]
    return made


def _marked(cue: Cue, *, every: bool) -> tuple[str, str, bool]:
    """The label, the text without its mark, and whether there is one."""
    found = _MARK.match(cue.text)
    if found:
        return _one_line(found[1] or ""), cue.text[found.end() :].strip(), True
    if _HALF_A_MARK.match(cue.text) and not every:
        raise Unusable(
            "this mark is not whole. Write [clip] or [clip: a label], no brackets in it.", cue.line
        )
    return "", cue.text, False


def _require_in_a_day(
    source: tuple[int, int], record: tuple[int, int], rate: Rate, line: int
) -> None:
    if source[1] >= rate.day:
        raise Unusable("the source's timecode would run past 24 hours here.", line)
    if record[1] >= rate.day:
        raise Unusable("the list would run past 24 hours here. Mark fewer clips.", line)


def edl(made: Sequence[Clip], *, rate: Rate, reel: str, title: str) -> bytes:
    """A CMX3600 list: picture and two tracks of sound, straight cuts. UTF-8, lines end with CR LF.

    Raises `Unusable` for more clips than events can be counted.
    """
    if len(made) > MOST_EVENTS:
        raise Unusable(f"an EDL holds {MOST_EVENTS} clips, and these are {len(made)}.")
    lines = [f"TITLE: {_one_line(title)}", f"FCM: {'' if rate.drop else 'NON-'}DROP FRAME", ""]
    for number, clip in enumerate(made, start=1):
        times = " ".join(_times(clip, rate))
        lines.append(f"{number:03}  {reel:<8} AA/V  C        {times}")
        lines.append(f"* FROM CLIP NAME: {clip.label or f'Clip {number}'}")
        lines += [f"* COMMENT: {clip.text}"] if clip.text else []
    return "".join(f"{line}\r\n" for line in lines).encode()


def table(made: Sequence[Clip], *, rate: Rate, reel: str) -> bytes:
    """A table that is safe to open in a spreadsheet: UTF-8 with a mark at its beginning, every cell
    in quotes, lines ending with CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for number, clip in enumerate(made, start=1):
        length = clip.source[1] - clip.source[0]
        cells = (number, clip.label, reel, *_times(clip, rate), length, clip.line, clip.text)
        writer.writerow([safe(str(cell)) for cell in cells])
    return "\ufeff".encode() + out.getvalue().encode()


def _times(clip: Clip, rate: Rate) -> list[str]:
    return [timecode.written(frame, rate) for frame in (*clip.source, *clip.record)]
