"""A story as plain data: it comes back as it was, and counts each form once."""

import dataclasses
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from farshore.intake import telling
from farshore.intake.consent import Person, Yes
from farshore.intake.telling import (
    COLUMNS,
    ROWS,
    Telling,
    TellingPicture,
    TellingWaypoint,
    covers_of,
    from_bytes,
    once,
    to_bytes,
)

words = some.text(max_size=40)
many = some.lists(words, max_size=4).map(tuple)
waypoints = some.builds(
    TellingWaypoint, id=words, place=words, precision=words, role=words, date=words, text=words
)
tiles = some.lists(some.integers(0, COLUMNS * ROWS - 1), max_size=30).map(tuple)
pictures = some.builds(
    TellingPicture,
    id=words,
    width=some.integers(1, 9000),
    height=some.integers(1, 9000),
    caption=words,
    alt=words,
    waypoint=words,
    people=words,
    tiles=tiles,
    removed=many,
    thumb=words,
    painted=some.booleans(),
    persons=some.lists(
        some.builds(Person, called=words, says=words, young=some.booleans(), day=words), max_size=3
    ).map(tuple),
)
yeses = some.builds(Yes, use=words, day=words, wording=words, language=words, until=words, but=many)
tellings = some.builds(
    Telling,
    how=words,
    title=words,
    text=words,
    language=words,
    teller=words,
    warnings=many,
    themes=many,
    waypoints=some.lists(waypoints, max_size=3).map(tuple),
    pictures=some.lists(pictures, max_size=3).map(tuple),
    recordings=many,
    uses=some.lists(yeses, max_size=3).map(tuple),
    not_read_by=many,
    asked_uses=some.booleans(),
    nonces=many,
    replaces=words,
    young=words,
    guardian=words,
)


@given(tellings)
def test_what_was_told_comes_back_as_it_was(told: Telling) -> None:
    assert from_bytes(to_bytes(told)) == told


@given(tellings)
def test_a_field_of_a_later_version_is_left_out(told: Telling) -> None:
    known: dict[str, Any] = json.loads(to_bytes(told))
    known["unheard_of"] = ["x"]
    for row in (*known["waypoints"], *known["pictures"], *known["uses"]):
        row["unheard_of"] = "x"
    assert from_bytes(json.dumps(known).encode()) == told


def test_a_field_that_an_earlier_version_did_not_have_is_empty() -> None:
    assert from_bytes(b'{"version": 1, "title": "Kept"}') == Telling(title="Kept")


@given(some.sets(some.integers(0, COLUMNS * ROWS - 1)))
def test_covers_hide_exactly_the_ticked_tiles(ticked: set[int]) -> None:
    covers = covers_of(TellingPicture("x", 1, 1, tiles=tuple(ticked)))
    hidden = set()
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = (column + 0.5) / COLUMNS, (row + 0.5) / ROWS
            if any(one.x0 < x < one.x1 and one.y0 < y < one.y1 for one in covers):
                hidden.add(row * COLUMNS + column)
    assert hidden == ticked


def test_tiles_beyond_the_grid_cover_nothing() -> None:
    assert covers_of(TellingPicture("x", 1, 1, tiles=(-1, COLUMNS * ROWS, 999))) == ()


def _longer(told: Telling) -> Telling:
    return dataclasses.replace(told, text=told.text + "x")


def test_a_form_counts_once_and_one_without_a_number_never() -> None:
    told = once("a", _longer)(Telling())
    assert once("a", _longer)(told) == told
    assert once("b", _longer)(told).text == "xx"
    assert once("", _longer)(told) == told


def test_numbers_of_forms_are_remembered_as_long_as_a_form_can_come_again() -> None:
    told = Telling()
    for number in range(telling.NONCES + 50):
        told = once(str(number), _longer)(told)
    assert len(told.nonces) == telling.NONCES
    assert once(str(telling.NONCES + 49), _longer)(told) == told
