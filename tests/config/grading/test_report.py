"""The rule of the grade, as docs/running/grading.md has it, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.config.grading.catalogue import ENTRIES, FAIL, GRAVE, WARN
from farshore.config.grading.report import (
    GRADES,
    PASS,
    UNSEEN,
    Finding,
    grade,
    in_words,
    is_enough,
    judged,
    unseen,
)
from tests.docs.reading import ROOT

LEVELS = [PASS, UNSEEN, WARN, FAIL, GRAVE]
levels = st.lists(st.sampled_from(LEVELS), min_size=1, max_size=30)


def graded(*levels: str) -> str:
    """The grade of these levels, among twenty things that are as they should be."""
    return grade([Finding(ENTRIES[0], level, "") for level in (*levels, *[PASS] * 20)])


@pytest.mark.parametrize(
    ("levels", "made"),
    [
        ((), "A"),
        ((WARN, WARN), "A"),
        ((WARN, WARN, WARN), "B"),
        ((WARN,) * 9, "B"),
        ((FAIL,), "C"),
        ((FAIL, WARN, WARN, WARN), "C"),
        ((FAIL, FAIL), "D"),
        ((FAIL,) * 3, "D"),
        ((FAIL,) * 4, "E"),
        ((GRAVE,), "F"),
        ((FAIL,) * 21, "F"),
        ((UNSEEN,) * 9, "A"),
    ],
    ids=range(12),
)
def test_the_grade_follows_the_rule(levels: tuple[str, ...], made: str) -> None:
    assert graded(*levels) == made


@given(levels, st.data())
def test_what_gets_worse_never_gets_a_better_grade(levels: list[str], data: st.DataObject) -> None:
    counted = [level for level in levels if level != UNSEEN] or [PASS]
    at = data.draw(st.integers(0, len(counted) - 1))
    worse = data.draw(st.sampled_from(LEVELS[LEVELS.index(counted[at]) :]))
    if worse == UNSEEN:
        return
    after = [*counted[:at], worse, *counted[at + 1 :]]
    first, then = (
        grade([Finding(ENTRIES[0], one, "") for one in set_]) for set_ in (counted, after)
    )
    assert GRADES.index(then) >= GRADES.index(first)


def test_a_grade_is_enough_for_itself_and_for_all_below() -> None:
    for number, given_ in enumerate(GRADES):
        assert [is_enough(given_, least=least) for least in GRADES] == [
            at >= number for at in range(6)
        ]


def test_the_worst_is_told_first_with_why_and_what_to_do() -> None:
    found = [
        judged("nosniff", [], "Every page says so."),
        unseen("onion", "No onion address is announced."),
        judged("robots", ["/robots.txt answers 404."]),
        judged("stored", ["/share/ says nothing about storing."]),
    ]
    told = "\n".join(in_words("https://film.example", found))
    assert told.startswith("https://film.example: F. 1 failed, 1 could be better, 1 as it should")
    order = [told.index(word) for word in ("Grave", "Could be better", "Not looked at", "As it")]
    assert order == sorted(order)
    entry = found[3].entry
    assert all(word in told for word in (entry.title, entry.why, entry.do, "(stored)"))


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_every_finding_says_what_why_and_what_to_do(entry: object) -> None:
    made = judged(entry.id, ["Seen."])  # type: ignore[attr-defined]
    for words in (made.entry.why, made.entry.do):
        assert words[0].isupper() or words.startswith("nginx"), words
        assert words.endswith(".") and "!" not in words
    for title in (made.entry.title, made.entry.right):
        assert not title.endswith(".") and "!" not in title
    assert made.title != judged(entry.id, []).title  # type: ignore[attr-defined]


def test_the_page_says_the_rule_and_names_every_grade() -> None:
    page = (ROOT / "docs/running/grading.md").read_text("utf-8")
    for line in ("| A |", "| B |", "| C |", "| D |", "| E |", "| F |"):
        assert line in page
