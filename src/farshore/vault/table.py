"""Opened contacts as a table (CSV) that is safe to open in a spreadsheet. Plain Python.

A teller's browser wrote what is in it, and nobody could look before: a cell that a spreadsheet
would take for a formula gets an apostrophe before it, and nothing but text is let through.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence

KNOWN = ("name", "address", "country", "email", "phone", "note", "text")
"""The fields of a contact, in the order of the columns. Others share the last column, `more`."""

RELEASE = ("name", "film", "form", "sha256", "country", "language", "day", "means", "recording")
"""The same of a release for a film."""

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_KEPT_CONTROLS = frozenset("\n\t")


def table(
    contents: Mapping[str, Mapping[str, str]],
    *,
    delimiter: str = ",",
    known: Sequence[str] = KNOWN,
) -> bytes:
    """A table of one line for each item: UTF-8 with a mark at its beginning (for spreadsheets),
    every cell in quotes, lines ending with CR LF. `known` are the fields with their own columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["id", *known, "more"])
    for id, fields in contents.items():
        more = {name: value for name, value in fields.items() if name not in known}
        rest = json.dumps(more, ensure_ascii=False) if more else ""
        own = [fields.get(name, "") for name in known]
        writer.writerow([safe(cell) for cell in (id, *own, rest)])
    return "\ufeff".encode() + out.getvalue().encode(errors="replace")


def safe(cell: str) -> str:
    """The cell as text that no spreadsheet computes."""
    plain = readable(cell)
    return f"'{plain}" if plain.lstrip(" ")[:1] in _FORMULA and plain.strip(" ") else plain


def readable(text: str) -> str:
    """Without control characters; line ends are one kind."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in lines if c in _KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"}
    )
