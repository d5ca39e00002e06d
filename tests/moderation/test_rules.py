"""Who may read whose story, and what may not become finer."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.moderation.rules import Person, may_read, no_finer, pick
from farshore.stories.shapes import ReleasedWaypoint
from tests.stories.making import waypoint


def someone(*communities: str, countries: tuple[str, ...] = ()) -> Person:
    return Person(1, 0, 0, communities, countries)


SHUT_OUT = [
    (someone("Zaghawa"), "Zaghawa"),
    (someone("Zaghawa"), "zaghawa "),
    (someone("Eritrean"), "Eritreans"),
    (someone("Eritreans"), "eritrean"),
    (someone("هزاره"), "هزارة"),
    (someone(countries=("KP",)), "KP"),
    (someone(countries=("KP",)), "kp"),
    (someone(countries=("KP",)), "North Korea"),
    (someone(countries=("KP",)), "북한"),
    (someone(countries=("SY",)), "سوريا"),
    (someone(countries=("DE",)), "Deutschland"),
    (someone("Kurdish", countries=("TR",)), "Turkey"),
]


@pytest.mark.parametrize("person, asked", SHUT_OUT)
def test_people_like_these_do_not_read_it(person: Person, asked: str) -> None:
    assert not may_read(person, [asked])
    assert not may_read(person, ["somebody else", asked])


@pytest.mark.parametrize(
    "person, asked",
    [
        (someone(), "KP"),
        (someone("Zaghawa"), "Fur"),
        (someone(countries=("KR",)), "KP"),
        (someone(countries=("ER",)), "ET"),
        (someone("Fur"), ""),
        (someone("", countries=("XX",)), " "),
    ],
)
def test_others_may(person: Person, asked: str) -> None:
    assert may_read(person, [asked])
    assert may_read(person, [])


names = st.text(min_size=1, max_size=20)


@given(names, names)
def test_to_be_shut_out_needs_no_particular_order_or_case(one: str, other: str) -> None:
    assert may_read(someone(one), [other]) == may_read(someone(other), [one])
    assert may_read(someone(one), [other]) == may_read(someone(one), [f" {other}  "])


def test_the_least_burdened_is_picked_and_among_equals_who_waited_longest() -> None:
    people = [Person(1, 2, 0), Person(2, 1, 9), Person(3, 1, 4), Person(4, 1, 4)]
    picked = pick(people)
    assert picked is not None and picked.id == 3
    assert pick([]) is None


def line() -> list[ReleasedWaypoint]:
    return [
        waypoint("KP", place="r:KP.13", precision="region", role="left", date="1998", text="a"),
        waypoint("CN", role="passed", date="1999-03", means="foot"),
        waypoint("KR", place="t:1835848", precision="town", text="c"),
    ]


COARSER = [
    {},
    {"precision": "country", "place": "c:KP"},
    {"date": ""},
    {"precision": "country", "place": "c:KP", "date": "", "lon": 1.0},
]
FINER = [
    {"precision": "town", "place": "t:2043837"},
    {"place": "r:KP.06"},
    {"date": "1998-02"},
    {"means": "foot"},
    {"text": "another"},
    {"role": "lives"},
    {"country": "KR", "precision": "country"},
]


@pytest.mark.parametrize("change", COARSER)
def test_what_is_as_coarse_or_coarser_may_cross(change: dict[str, str]) -> None:
    agreed = line()
    now = [dataclasses.replace(agreed[0], **change), *agreed[1:]]  # type: ignore[arg-type]
    assert no_finer(now, agreed)


@pytest.mark.parametrize("change", FINER)
def test_what_became_finer_or_other_may_not(change: dict[str, str]) -> None:
    agreed = line()
    now = [dataclasses.replace(agreed[0], **change), *agreed[1:]]  # type: ignore[arg-type]
    assert not no_finer(now, agreed)


def test_a_place_may_be_left_out_and_none_may_be_added_or_moved() -> None:
    one, two, three = line()
    assert no_finer([one, three], [one, two, three])
    assert no_finer([], [one])
    assert not no_finer([one, two, three], [one, three])
    assert not no_finer([two, one], [one, two])
    assert not no_finer([one, one], [one])
