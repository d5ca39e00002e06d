"""Uses of public stories as the film's team writes them down, and as a table (CSV). No models.

A table is safe to open in a spreadsheet: what it would take for a formula gets an apostrophe before
it, which reading takes off again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farshore.vault.table import safe

CONSENT = {
    "film": "film",
    "trailer": "film",
    "screener": "festivals",
    "exhibition": "festivals",
    "press_kit": "press",
    "teaching": "teaching",
    "social": "social_media",
}
"""The yes that each use rests on."""
COLUMNS = (
    *("id", "story", "part", "used in", "film", "where", "in", "out", "who", "day"),
    *("taken out on", "must go"),
)
LARGEST, MOST = 2_000_000, 5_000  # bytes and lines of a table that is taken in
_PART = re.compile(r"words|(place|picture)-([1-9][0-9]{0,3})")
_TIME = re.compile(r"[0-9]{2}:[0-5][0-9]:[0-5][0-9][:;][0-9]{2}")
_SAFE = re.compile(r"'[ ]*[=+\-@\t\r\n＝＋－＠]")

REASONS: dict[str, Promise | str] = {
    "story": _("No such story is on the site. What is hidden or taken back is not used."),
    "part": _("The story has no such part: words, place-1, picture-1, as they stand on its page."),
    "used_in": _("It is not said in what it was used."),
    "no": _("Its teller did not say yes to that, or not for so long."),
    "left_out": _("Its teller left this part out of that yes."),
    "not_asked": _(
        "For the film a yes to being asked is not enough: its teller has not said yes when asked."
    ),
    "film": _("No film of this title has days here, and the film itself needs one."),
    "finished": _("That film is finished: nothing comes into it any more."),
    "time": _("A time is two timecodes, hh:mm:ss:ff, the later one second; or none."),
    "day": _("A day is written year-month-day, and is not to come."),
    "who": _("It is not said who used it."),
    "columns": _("The table does not have the columns of one that was written here."),
    "much": _("The table is too long to be taken in at once."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A use as it is typed. `film` is a title, `day` is ISO 8601; `id` is empty for a new one."""

    slug: str
    part: str
    used_in: str
    film: str = ""
    where: str = ""
    begins: str = ""
    ends: str = ""
    who: str = ""
    day: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A use as a table has it: what was written, and what became of it."""

    entry: Entry
    taken_out_on: date | None
    must_go: bool


def part_of(text: str) -> tuple[str, int] | None:
    """`words`, `place` or `picture`, and its number (0 for words); None for no part."""
    found = _PART.fullmatch(text)
    if not found:
        return None
    return (found[1] or "words", int(found[2] or 0))


def is_span(begins: str, ends: str) -> bool:
    """Whether these are two timecodes in order, or none."""
    if not begins and not ends:
        return True
    both = all(_TIME.fullmatch(one) for one in (begins, ends))
    return both and begins.replace(";", ":") < ends.replace(";", ":")


def slug_in(text: str) -> str:
    """The end of a story's address, or the slug as it was typed."""
    return text.strip().rstrip("/").rpartition("/")[2]


def table(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a mark at its beginning (for spreadsheets), every cell in quotes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe(cell) for cell in _cells(row)])
    return "\ufeff".encode() + out.getvalue().encode(errors="replace")


def read(data: bytes) -> list[Entry]:
    """The lines of a table, in order. Columns are known by their names, and may be in any order;
    what became of a use is not read. Raises `ValueError` with a key of `REASONS`."""
    if len(data) > LARGEST:
        raise ValueError("much")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("columns") from None
    if "\0" in text:  # no database keeps one
        raise ValueError("columns")
    lines = list(_lines(text))
    if len(lines) > MOST:
        raise ValueError("much")
    return [_entry(line) for line in lines]


def _cells(row: Row) -> list[str]:
    one, gone = row.entry, row.taken_out_on
    told = [one.id, one.slug, one.part, one.used_in, one.film, one.where, one.begins, one.ends]
    became = [gone.isoformat() if gone else "", "must go" if row.must_go else ""]
    return [*told, one.who, one.day, *became]


def _lines(text: str) -> Iterator[dict[str, str]]:
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=between, strict=True)
        if not {"story", "part", "used in"} <= set(rows.fieldnames or ()):
            raise ValueError("columns")
        for row in rows:
            if None in row:
                raise ValueError("columns")
            yield {name: _plain(cell) for name, cell in row.items()}
    except csv.Error:
        raise ValueError("columns") from None


def _plain(cell: str | None) -> str:
    """The cell without the apostrophe that kept a spreadsheet from computing it."""
    text = (cell or "").strip()
    return text[1:] if _SAFE.match(text) else text


def _entry(line: dict[str, str]) -> Entry:
    return Entry(
        slug=slug_in(line["story"]),
        part=line["part"],
        used_in=line["used in"],
        film=line.get("film", ""),
        where=line.get("where", ""),
        begins=line.get("in", ""),
        ends=line.get("out", ""),
        who=line.get("who", ""),
        day=line.get("day", ""),
        id=line.get("id", ""),
    )
