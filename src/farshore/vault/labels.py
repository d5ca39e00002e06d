"""Opened addresses as sheets of labels (PDF), drawn with the fonts of the pages. Plain Python.

Letters are drawn as pictures of 600 dots per inch: sharp in print, and no reader needs our fonts.
What cannot be drawn as it is written (a script without a font here, words that run both ways in a
line that begins from the left) is refused, never drawn wrongly: the table has it all.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from farshore.vault.errors import Undrawable
from farshore.vault.table import readable

_DPI = 600
_SHEETS = ("site.css", "fonts-ko.css", "fonts-zh.css")
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)
_LEADING = 1.3
_MARGIN = 4.0
_FACE = re.compile(r"@font-face\{[^}]*url\(\"?\./([^\")]+\.woff2)[^}]*unicode-range:([^};]+)")
_SERIFS = ("source-serif", "noto-naskh", "noto-serif")
_WORD = re.compile(r"[\u3400-\u9fff] ?|[^ \u3400-\u9fff]+ ?")
"""Where a line may be broken: after a space, and around a Chinese character."""
_WORDS = re.compile(r"\w(?:.*\w)?|.")
_NUMBER = re.compile(r"\d+(?:[.,:/+-]\d+)*|.")
_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that only turn the direction: a label has its own rule for that."""
_RIGHT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels; lengths in millimetres, of the sheet, of a label, and to the first."""

    width: float
    height: float
    columns: int
    rows: int
    label: tuple[float, float]
    first: tuple[float, float]


SHEETS = {
    "a4": Sheet(210.0, 297.0, 3, 8, (70.0, 37.0), (0.0, 0.5)),
    "letter": Sheet(215.9, 279.4, 3, 10, (66.7, 25.4), (4.8, 12.7)),
}
"""`a4`: 24 labels of 70 × 37 mm. `letter`: 30 labels of 2⅝ × 1 inch."""

Fonts = Mapping[str, Sequence[Path]]
"""The fonts that have a letter."""


def address(fields: Mapping[str, str]) -> list[str]:
    """The lines of a label; none where there is no address."""
    if not fields.get("address", "").strip():
        return []
    whole = "\n".join(fields.get(name, "") for name in ("name", "address", "country"))
    plain = "".join(c for c in readable(whole) if c not in _TURNS)
    lines = (re.sub(r"\s+", " ", line).strip() for line in plain.split("\n"))
    return [unicodedata.normalize("NFC", line) for line in lines if line]


def pdf(addresses: Sequence[Sequence[str]], *, sheet: Sheet, assets: Path) -> bytes:
    """Sheets of labels. Raises `Undrawable` with the numbers (from 1) of those that it cannot."""
    fonts = fonts_in(assets)
    fitted = [_fitted(lines, sheet, fonts) for lines in addresses]
    if wrong := [number for number, one in enumerate(fitted, start=1) if one is None]:
        raise Undrawable(wrong)
    each = sheet.columns * sheet.rows
    drawn = [one for one in fitted if one is not None]
    pages = [_page(drawn[at : at + each], sheet) for at in range(0, len(drawn), each)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()


@lru_cache
def fonts_in(assets: Path) -> Fonts:
    """The built fonts of every letter, as the style sheets say."""
    found: dict[str, list[Path]] = {}
    for name in _SHEETS:
        stem, suffix = name.split(".")
        for path in sorted(assets.glob(f"{stem}-*.{suffix}")):
            for file, letters in _FACE.findall(path.read_text("utf-8")):
                for letter in _letters(letters) if file.startswith(_SERIFS) else ():
                    found.setdefault(letter, []).append(assets / file)
    return found


Run = tuple[Path, str]
Line = list[Run]
Fitted = tuple[float, list[Line]]


def _fitted(lines: Sequence[str], sheet: Sheet, fonts: Fonts) -> Fitted | None:
    """The largest size (points) at which the lines fit on a label, and the lines in runs."""
    for size in _SIZES:
        room = int((sheet.label[1] - _MARGIN) / 25.4 * 72 / (size * _LEADING))
        wrapped = [part for line in lines for part in _wrapped(line, size, sheet, fonts)]
        if None in wrapped:
            return None
        if len(wrapped) <= room:
            return size, [line for line in wrapped if line is not None]
    return None


def _wrapped(line: str, size: float, sheet: Sheet, fonts: Fonts) -> Iterator[Line | None]:
    """The line in as many lines as it needs; None for one that cannot be drawn."""
    width = _dots(sheet.label[0] - 2 * _MARGIN)
    words, taken = _WORD.findall(line), ""
    while words:
        longer = (taken + words[0]).strip()
        runs = _runs(longer, fonts)
        if runs is None:
            yield None
            return
        if _width(runs, size) <= width:
            taken = f"{longer} " if words[0].endswith(" ") else longer
            words.pop(0)
            continue
        if not taken:
            yield None  # a word that is wider than the label
            return
        yield _runs(taken.strip(), fonts)
        taken = ""
    yield _runs(taken.strip(), fonts)


def _runs(line: str, fonts: Fonts) -> Line | None:
    """The line cut where the font changes, from left to right; None where it cannot be drawn."""
    ways = [unicodedata.bidirectional(c) for c in line]
    backwards = next((way in _RIGHT for way in ways if way in {"L", *_RIGHT}), False)
    if not backwards and not _RIGHT.isdisjoint(ways):
        return None
    if backwards and (not features.check("raqm") or any(map(unicodedata.mirrored, line))):
        return None
    last: Path | None = None
    korean = any("\uac00" <= letter <= "\ud7a3" for letter in line)
    files = []
    for letter in line:
        last = last if letter == " " and last else _font_of(letter, fonts, last, korean=korean)
        if last is None:
            return None
        files.append(last)
    joined = groupby(zip(files, line, strict=True), key=lambda pair: pair[0])
    runs = [(file, "".join(letter for _file, letter in pairs)) for file, pairs in joined]
    return _from_the_right(runs) if backwards else runs


def _from_the_right(runs: Line) -> Line:
    """The runs as they stand from left to right in a line that is read from the right.

    Numbers and foreign words keep their own order; what stands between them follows the line.
    """
    cut = [(file, piece) for file, text in runs for piece in _pieces(text)]
    return cut[::-1]


def _pieces(text: str) -> list[str]:
    ways = {unicodedata.bidirectional(c) for c in text}
    if not _RIGHT.isdisjoint(ways):
        return [text]
    return (_WORDS if "L" in ways else _NUMBER).findall(text)


def _font_of(letter: str, fonts: Fonts, last: Path | None, *, korean: bool) -> Path | None:
    """The font that has the letter; an accent stays with the letter before. Chinese characters
    are written as in Korea only in lines that hold Hangul."""
    having = [path for path in fonts.get(letter, ()) if _has(path, letter)]
    if unicodedata.combining(letter) and last in having:
        return last
    later = "noto-serif-sc" if korean else "noto-serif-kr"
    return min(having, key=lambda path: path.name.startswith(later), default=None)


@lru_cache(maxsize=4096)
def _has(path: Path, letter: str) -> bool:
    """Whether the font draws the letter: style sheets promise more than fonts hold."""
    if letter == " " or unicodedata.category(letter) == "Cf":
        return True
    font = _font(path, 4.0)
    drawn = font.getmask(letter)
    missing = font.getmask("\U0010ffff")
    return drawn.getbbox() is not None and bytes(drawn) != bytes(missing)


def _width(runs: Line, size: float) -> float:
    return sum(_font(path, size).getlength(text) for path, text in runs)


def _page(labels: Sequence[Fitted], sheet: Sheet) -> Image.Image:
    page = Image.new("1", (_dots(sheet.width), _dots(sheet.height)), 1)
    pen = ImageDraw.Draw(page)
    for number, (size, lines) in enumerate(labels):
        row, column = divmod(number, sheet.columns)
        left = _dots(sheet.first[0] + column * sheet.label[0] + _MARGIN)
        top = _dots(sheet.first[1] + row * sheet.label[1] + _MARGIN / 2)
        for index, line in enumerate(lines):
            base = top + (index + 1) * size * _LEADING * _DPI / 72
            _draw(pen, line, size, (left, base), sheet)
    return page


def _draw(
    pen: ImageDraw.ImageDraw, line: Line, size: float, at: tuple[float, float], sheet: Sheet
) -> None:
    """A line on its base; one that runs from the right begins at the right."""
    left = at[0]
    if any(unicodedata.bidirectional(c) in _RIGHT for _path, text in line for c in text):
        left += _dots(sheet.label[0] - 2 * _MARGIN) - _width(line, size)
    for path, text in line:
        font = _font(path, size)
        pen.text((left, at[1]), text, font=font, fill=0, anchor="ls")
        left += font.getlength(text)


@lru_cache(maxsize=512)
def _font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(path), size * _DPI / 72)
    font.set_variation_by_axes([400])
    return font


def _letters(ranges: str) -> Iterator[str]:
    for part in ranges.split(","):
        first, _, last = part.strip()[2:].partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def _dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * _DPI)
