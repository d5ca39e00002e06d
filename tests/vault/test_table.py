"""A table of contacts is safe to open, whatever a teller's browser has put in."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.vault import table


def rows(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+49 30 1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＠x"],
)
def test_what_a_spreadsheet_would_compute_is_made_text(cell: str) -> None:
    assert table.safe(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", " ", "Ada", "1 Long Road", "a=b", "3-4", "서울"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert table.safe(cell) == cell


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_no_cell_of_any_contact_is_a_formula(fields: dict[str, str], delimiter: str) -> None:
    (row,) = rows(table.table({"1" * 32: fields}, delimiter=delimiter), delimiter)
    assert list(row) == ["id", *table.KNOWN, "more"]
    for cell in row.values():
        assert cell.lstrip(" ")[:1] not in set("=+-@\t\r\n＝＋－＠")
        assert "\0" not in cell


def test_addresses_of_several_lines_stay_in_their_cell() -> None:
    (row,) = rows(table.table({"1" * 32: {"address": 'a "b"\r\nc, d; e\rf'}}))
    assert row["address"] == 'a "b"\nc, d; e\nf'


def test_what_is_not_a_field_of_a_contact_is_kept_in_the_last_column() -> None:
    (row,) = rows(table.table({"1" * 32: {"name": "Ada", "=cmd": "x", "id": "y"}}))
    assert row["more"] == '{"=cmd": "x", "id": "y"}'
    assert row["id"] == "1" * 32
