"""A story is rare where hardly another shares what somebody would know its teller by."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from farshore.stories.alike import COUNTRIES, LANGUAGE, ORIGIN, YEARS, rare
from farshore.stories.models import Story
from farshore.stories.shapes import ReleasedWaypoint
from tests.stories.making import published, waypoint

pytestmark = pytest.mark.django_db

Journey = tuple[ReleasedWaypoint, ...]


def journey(*countries: str, year: str = "1998") -> Journey:
    """From the first country, in that year, through the others, years later."""
    first, *rest = countries
    left = waypoint(first, role="left", date=f"{year}-24?")
    return (left, *(waypoint(one, role="passed") for one in rest))


USUAL = journey("KP", "CN", "KR")


def several(many: int, *, language: str = "ko", told: Journey = USUAL) -> None:
    for number in range(many):
        published(str(number), language=language, waypoints=told)


def test_on_an_empty_site_every_story_is_alone() -> None:
    found = rare(USUAL, language="ko")
    assert found is not None and found.alone and found.without == ()


@pytest.mark.parametrize(("others", "alone"), [(0, True), (1, False), (2, None), (3, None)])
def test_two_others_are_enough(others: int, alone: bool | None) -> None:
    several(others)
    found = rare(USUAL, language="ko")
    assert (found.alone if found else None) is alone


def test_a_hidden_story_is_nobodys_company() -> None:
    several(2)
    Story.objects.update(hidden=True)
    assert rare(USUAL, language="ko") is not None


@pytest.mark.parametrize(
    ("told", "language", "without"),
    [
        (USUAL, "fr", (LANGUAGE,)),
        (journey("KP", "CN", "KR", year="1951"), "ko", (YEARS,)),
        (journey("KP", "CN", "MN", "KR"), "ko", (COUNTRIES,)),
        (
            journey("KP", "CN", "MN", "KR", year="1951"),
            "ko",
            (),
        ),  # two at once: neither alone helps
        ((waypoint("KP", role="left", date="1998"), *USUAL[1:]), "ko", None),
        ((waypoint("KR", role="left", date="1998"), *USUAL), "ko", (ORIGIN,)),
    ],
)
def test_it_is_said_what_would_help(
    told: Journey, language: str, without: tuple[str, ...] | None
) -> None:
    several(3)
    found = rare(told, language=language)
    assert (found.without if found else None) == without


def test_fewer_places_are_a_crowd_of_more() -> None:
    """Somebody who shows less is one of all who showed at least that."""
    several(2)
    assert rare(journey("KP"), language="ko") is None
    assert rare((), language="ko") is None


def test_how_many_are_few_is_a_setting(settings: Any) -> None:
    settings.FEW = 5
    several(3)
    assert rare(USUAL, language="ko") is not None
    several(1)
    assert rare(USUAL, language="ko") is None


@pytest.mark.parametrize("others", [0, 1, 3])
def test_it_costs_at_most_five_queries(others: int, django_assert_max_num_queries: Any) -> None:
    several(others)
    with django_assert_max_num_queries(1 if others == 3 else 5):
        rare(USUAL, language="ko")


CODES = ("KP", "CN", "KR")


@tried(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_it_says_what_counting_by_hand_says(seed: int) -> None:
    dice = random.Random(seed)

    def drawn() -> tuple[Journey, str]:
        many = dice.randrange(1, 3)
        codes = [dice.choice(CODES) for _ in range(many)]
        return journey(*codes, year=dice.choice(("1998", "2001"))), dice.choice(("ko", "en"))

    Story.objects.all().delete()
    public = [drawn() for _ in range(8)]
    for told, language in public:
        published(language=language, waypoints=told)
    mine, language = drawn()

    def shares(other: tuple[Journey, str]) -> bool:
        said = {(one.place, one.role) for one in other[0]}
        return (
            other[1] == language
            and (mine[0].place, mine[0].role) in said
            and {one.country for one in mine} <= {one.country for one in other[0]}
            and mine[0].date in {one.date for one in other[0]}
        )

    others = sum(map(shares, public))
    found = rare(mine, language=language)
    assert (found is None) == (others >= 2)
    assert found is None or found.alone == (others == 0)
