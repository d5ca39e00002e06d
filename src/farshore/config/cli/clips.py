"""farshore clips: from a transcript to what a film editor's program opens."""

import argparse
import re
from pathlib import Path

from farshore.config import clips
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG, Stop, say
from farshore.kernel import timecode
from farshore.kernel.timecode import RATES, NotATimecode, Rate

ABOUT = """Make a list of clips (EDL or table) for the film's editor from a marked transcript.

TRANSCRIPT is WebVTT or SRT. A cue is taken when its text begins with [clip] or [clip: a label].
Needs no house and no network. Writes FILE whole or not at all, and over nothing that is there.
docs/using/film.md has more."""

_LONGEST_TITLE = 70  # letters, as CMX3600 has it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("transcript", metavar="TRANSCRIPT", help="a WebVTT or SRT file")
    parser.add_argument(
        "--out", metavar="FILE", required=True, help="FILE.edl (CMX3600) or FILE.csv"
    )
    parser.add_argument(
        "--fps", choices=list(RATES), default="25", help="frames a second (default: 25)"
    )
    parser.add_argument(
        "--start",
        metavar="TIMECODE",
        default="00:00:00:00",
        help="where the source's timecode begins (default: 00:00:00:00)",
    )
    parser.add_argument("--reel", default="AX", help="the source's name, 8 letters (default: AX)")
    parser.add_argument("--title", help="the list's title (default: the transcript's name)")
    parser.add_argument("--all", action="store_true", help="take every cue, marked or not")


def main(given: argparse.Namespace) -> int:
    source, out, rate = Path(given.transcript), Path(given.out), RATES[given.fps]
    title = source.stem[:_LONGEST_TITLE] if given.title is None else given.title
    start = _start(given.start, rate)
    _require_usable(out, given.reel, title)
    _require_new(out)
    try:
        cues = clips.read(_read(source))
        made = clips.clips(cues, rate=rate, start=start, every=given.all)
        _require_some(made, source)
        if out.suffix.lower() == ".edl":
            data = clips.edl(made, rate=rate, reel=given.reel, title=title)
        else:
            data = clips.table(made, rate=rate, reel=given.reel)
    except clips.Unusable as why:
        where = f"{source}, line {why.line}" if why.line else str(source)
        raise Stop(f"{where}: {why.sentence}", "Nothing was written.", code=PROBLEM) from None
    _write(out, data)
    say(f"{len(made)} of {len(cues)} cues are in {out}.")
    return DONE


def _start(text: str, rate: Rate) -> int:
    try:
        return timecode.read(text, rate)
    except NotATimecode:
        hint = "Drop-frame timecode has no :00 and :01 in most minutes." if rate.drop else ""
        raise Stop(
            f"{text} is no timecode of this rate, such as 10:00:00:00.", hint, code=WRONG
        ) from None


def _require_usable(out: Path, reel: str, title: str) -> None:
    if out.suffix.lower() not in (".edl", ".csv"):
        raise Stop("FILE has to end with .edl or .csv. Nothing was written.", code=WRONG)
    if not re.fullmatch(r"[A-Za-z0-9_]{1,8}", reel):
        raise Stop(
            "A reel has one to eight letters (A-Z), digits or underscores. Nothing was written.",
            code=WRONG,
        )
    if not title.strip() or len(title) > _LONGEST_TITLE:
        raise Stop(f"A title has one to {_LONGEST_TITLE} letters. Nothing was written.", code=WRONG)


def _require_new(out: Path) -> None:
    if out.exists():
        raise Stop(f"{out} is there already, and was left as it is.", code=REFUSED)
    if not out.resolve().parent.is_dir():
        raise Stop(f"There is no folder {out.resolve().parent}.")


def _require_some(made: list[clips.Clip], source: Path) -> None:
    if not made:
        raise Stop(
            f"{source} has no cue that is marked. Nothing was written.",
            "Begin a cue's text with [clip], or take every cue with --all.",
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from error


def _write(path: Path, data: bytes) -> None:
    from farshore.vault import whole
    from farshore.vault.errors import NoRoom

    try:
        whole.write(path, data, anew=True)
    except NoRoom:
        raise Stop(f"The disk is full: {path} was not written.") from None
    except FileExistsError:
        raise Stop(f"{path} is there already, and was left as it is.", code=REFUSED) from None
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}.") from error
