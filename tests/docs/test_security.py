"""SECURITY.md names who may harm whom: every row whole, every promise real, none left out."""

import re
from itertools import pairwise

import pytest

from tests.docs.reading import ROOT
from tests.docs.test_promises import PAGE, promised

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
_ID = re.compile(r"\bP-\d+\b")
_NAME = re.compile(r"\*\*(.+?)\*\*")
WHO = (
    "A state",
    "Smugglers and brokers",
    "A former partner, a relative, a community",
    "Scrapers and data brokers",
    "A hostile moderator",
    "Whoever seizes the server",
    "Whoever seizes the phone",
    "A malicious update",
    "A flood",
)


def rows(text: str) -> list[list[str]]:
    """The cells of the table, below its head; a row without a name belongs to the one before."""
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    found = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    for above, row in pairwise(found):
        row[0] = row[0].strip("| ") or above[0]
    return found


def faults(text: str, known: set[str]) -> list[str]:
    """What is wrong with the table, in words."""
    table = rows(text)
    named = set(_ID.findall(text))
    told = [f"{one} is promised nowhere" for one in sorted(named - known)]
    told += [f"{one} stands against nobody" for one in sorted(known - named)]
    told += [f"not whole: {row[0]}" for row in table if len(row) != 4 or not all(row)]
    told += [f"nothing stands against: {row[1]}" for row in table if not _ID.search(row[2])]
    return told


def test_every_promise_stands_against_somebody_and_every_row_says_where_it_ends() -> None:
    assert faults(TEXT, set(promised(PAGE.read_text("utf-8")))) == []


def test_nobody_is_forgotten_of_whom_the_house_must_think() -> None:
    named = {found[1] for row in rows(TEXT) if (found := _NAME.search(row[0]))}
    assert set(WHO) <= named


_TABLE = "| who | what | against | remains |\n|---|---|---|---|\n{row}\n"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| **A state** | who told | codes (P-03) | words |", []),
        ("| **A state** | who told | codes (P-99, P-03) | words |", ["P-99 is promised nowhere"]),
        ("| **A state** | who told | codes (P-03) |", ["not whole: **A state**"]),
        ("| **A state** | who told | hope; P-03 helps elsewhere |  |", ["not whole: **A state**"]),
    ],
    ids=["whole", "no such promise", "too short", "without an end"],
)
def test_each_fault_is_noticed(row: str, fault: list[str]) -> None:
    assert faults(_TABLE.format(row=row), {"P-03"}) == fault


def test_what_nobody_stands_against_is_noticed() -> None:
    told = faults(_TABLE.format(row="| **A state** | who told | hope | words |"), {"P-03"})
    assert told == ["P-03 stands against nobody", "nothing stands against: who told"]
