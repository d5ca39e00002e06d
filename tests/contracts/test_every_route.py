"""Every address of the house by every method, as nobody and as each role of the team.

What each answers to whom by GET and by POST is in `status_table.txt`: a new route, or one that
answers somebody otherwise, fails until somebody has looked at it. To write the table anew, and
then read what changed:

    FARSHORE_TEST_TABLE=write .venv/bin/pytest tests/contracts/test_every_route.py -q
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from farshore.intake import queries as intake
from farshore.intake.views import pace
from farshore.moderation.roles import ROLES
from tests.contracts import statuses
from tests.contracts.crawling import (
    METHODS,
    OURS,
    UNKNOWN,
    WRONG,
    Held,
    ask,
    has_holes,
    malformed,
    nowhere,
    pattern_of,
    readable,
    routes,
    there,
)
from tests.contracts.world import CONCERN, MAY, SECRETS, STORY, WHO, World, built
from tests.contributors.conftest import TurnOn, turn_on  # noqa: F401 - a fixture
from tests.staff import enter

pytestmark = pytest.mark.django_db

ASKED = ("GET", "POST")
MANY = ("eva", "root")
"""Who may open most of Wagtail's pages: only they meet what its holes could break."""


@pytest.fixture(autouse=True)
def folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pace, "STEP", 0.001)
    return data


@pytest.fixture
def world(folder: Path) -> World:
    return built()


def browser(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    return client if who == "nobody" else enter(client, world.people[who])


def is_ours(route: str) -> bool:
    return readable(route).startswith((*OURS, "<public>"))


def probes(route: str, number: int, who: str, held: Held) -> Iterator[tuple[str, str]]:
    """What is asked of a route besides the table: (method, address).

    Which wrong method and which malformed id is turned with the route and with who asks, so that
    together they try each at each of the house's own routes.
    """
    turn = number + WHO.index(who)
    ours = is_ours(route)
    if not ours and who not in MANY:
        return
    for step in range(2 if ours else 1):
        yield WRONG[(2 * turn + step) % len(WRONG)], there(route, held)
    if has_holes(route):
        for method in ASKED:
            yield method, nowhere(route)
            yield method, malformed(route, turn)


def crawled(
    world: World, who: str, held: Held, among: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """(what each route answers, what must not be): a fault, or something told to the wrong one."""
    client, answers, wrong = browser(world, who), {}, []
    secrets = [one for one in SECRETS if one not in MAY.get(who, ())]
    for number, route in enumerate(among):
        asked = [(method, there(route, held)) for method in ASKED]
        found = []
        for method, where in (*asked, *probes(route, number, who, held)):
            answer = ask(client, method, where)
            found.append(str(answer.status))
            if answer.status >= 500 or answer.tells(secrets):
                wrong.append(f"{method} {where}: {answer.status} {answer.tells(secrets)}")
        answers[readable(route)] = "/".join(found[: len(ASKED)])
    return answers, wrong


@pytest.mark.promise("P-22")
@pytest.mark.parametrize("half", [0, 1], ids=["even", "odd"])
@pytest.mark.parametrize("who", WHO)
def test_no_route_fails_or_tells_what_was_not_given_and_each_answers_as_decided(
    who: str, half: int, world: World
) -> None:
    among = routes()[half::2]
    answers, wrong = crawled(world, who, world.held, among)
    assert wrong == []
    if os.environ.get("FARSHORE_TEST_TABLE") == "write":
        statuses.write(who, answers)
    assert statuses.differences(who, answers, map(readable, among)) == []


@pytest.mark.promise("P-22")
def test_whoever_has_a_story_cannot_open_anothers_by_its_id(world: World) -> None:
    """The same walk through the house's own routes, asking for what olga was given."""
    client, held = browser(world, "mira"), world.of_olga
    secrets = [one for one in SECRETS if one not in MAY["mira"]]
    for route in filter(is_ours, routes()):
        for method in METHODS:
            answer = ask(client, method, there(route, held))
            assert answer.status < 500 and answer.tells(secrets) == [], (method, route)


@pytest.mark.parametrize("who", ["nobody", "mira", "root"])
def test_where_accounts_are_offered_their_addresses_are_asked_too(
    who: str,
    world: World,
    turn_on: TurnOn,  # noqa: F811 - a fixture
) -> None:
    before = set(routes())
    turn_on("email", "passkey")
    added = [route for route in routes() if route not in before]
    assert [readable(one) for one in added] == ["share/account/back/<slug:slug>/", "share/account/"]
    client, held = browser(world, who), world.held
    for route in added:
        addresses = [there(route, held), nowhere(route), *(malformed(route, n) for n in range(3))]
        for where in dict.fromkeys(addresses):
            for method in METHODS:
                answer = ask(client, method, where)
                assert answer.status < 500 and answer.tells(SECRETS) == [], (method, where)


# --- the walk sees what it should ----------------------------------------------------------------


def test_every_hole_of_every_route_is_filled(world: World) -> None:
    """A new route's id is put into tests/contracts/world.py, or nothing is found behind it."""
    empty = [readable(one) for one in routes() if UNKNOWN in there(one, world.held)]
    assert empty == []


def test_the_walk_sees_the_whole_house() -> None:
    found = {readable(one) for one in routes()}
    assert len(found) > 200
    assert {"studio/", "studio/users/edit/<int:pk>/", "return/", "share/", "<public>"} <= found
    assert {"studio/password_reset/", "studio/account/second/", "health/live"} <= found


def test_somebody_of_each_role_asks(world: World) -> None:
    groups = [set(one.groups.values_list("name", flat=True)) for one in world.people.values()]
    assert set().union(*groups) == {role.name for role in ROLES}
    assert all(len(one) <= 1 for one in groups) and set(world.people) == set(WHO) - {"nobody"}


def test_what_was_planted_is_told_to_whoever_may(world: World) -> None:
    client = browser(world, "mira")
    review = client.get(reverse("moderation:review", args=[world.mine.pk]))
    concern = client.get(reverse("moderation:concern", args=[world.held.names["concern"]]))
    assert STORY in review.content.decode() and CONCERN in concern.content.decode()


def _open_door(world: World) -> object:
    def view(request: HttpRequest, **_given: object) -> HttpResponse:
        return HttpResponse(intake.read(world.mine.submission).text)

    return view


def _failing(request: HttpRequest, **_given: object) -> HttpResponse:
    raise KeyError


def _unlocked(request: HttpRequest, **_given: object) -> HttpResponse:
    return HttpResponse("nothing planted")


def test_a_door_without_its_lock_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    route = "studio/stories/<uuid:case>/"
    where = there(route, world.held)
    assert crawled(world, "eva", world.held, [route])[1] == []
    monkeypatch.setattr(pattern_of(where), "callback", _open_door(world))
    assert f"GET {where}: 200 ['{STORY}']" in crawled(world, "eva", world.held, [route])[1]


def test_a_page_that_fails_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    route = "studio/stories/log/"
    monkeypatch.setattr(pattern_of(f"/{route}"), "callback", _failing)
    _answers, wrong = crawled(world, "eva", world.held, [route])
    assert f"GET /{route}: 500 []" in wrong


def test_a_page_that_opens_to_somebody_new_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = reverse("moderation:log")
    monkeypatch.setattr(pattern_of(where), "callback", _unlocked)
    client = browser(world, "eva")
    answers = statuses.read()["eva"] | {
        where.strip("/") + "/": "/".join(str(ask(client, one, where).status) for one in ASKED)
    }
    assert statuses.differences("eva", answers, answers) == [
        "studio/stories/log/ answers eva 200/200, and 404/405 was decided"
    ]


def test_a_route_that_nobody_has_decided_about_is_found() -> None:
    decided = statuses.read()["eva"]
    new = decided | {"studio/new/": "200/405"}
    assert statuses.differences("eva", new, new) == ["studio/new/ is new: eva gets 200/405"]


def test_the_table_names_no_route_that_is_gone() -> None:
    assert list(statuses.read()["eva"]) == list(dict.fromkeys(map(readable, routes())))


def test_everybody_of_the_team_is_in_the_studio_and_opens_what_is_theirs() -> None:
    """Or the walk would knock at closed doors only."""
    answers = statuses.read()
    assert {who for who in WHO if answers[who]["studio/"] == "200/405"} == set(WHO) - {"nobody"}
    theirs = {
        "mira": "studio/stories/<uuid:case>/",
        "rita": "studio/stories/site/",
        "finn": "studio/stories/contacts/",
        "fay": "studio/stories/uses/",
        "eva": "studio/snippets/screenings/film/edit/<int:pk>/",
        "otto": "studio/stories/team/",
        "root": "studio/users/edit/<int:pk>/",
    }
    assert {
        who: answers[who][route].split("/")[0] for who, route in theirs.items()
    } == dict.fromkeys(theirs, "200")


@pytest.mark.parametrize("where", ["/%00", "/return/%00/", "/?q=%00", "/studio/users/?q=a%00"])
def test_a_nul_is_nowhere(world: World, where: str) -> None:
    assert ask(browser(world, "root"), "GET", where).status == 404


@pytest.mark.parametrize("typed", ["Zag\0hawa", "\0"], ids=["inside", "alone"])
def test_a_nul_among_communities_is_dropped(world: World, typed: str) -> None:
    where = reverse("moderation:profile", args=[world.people["mira"].pk])
    answer = ask(browser(world, "otto"), "POST", where, communities=typed)
    assert answer.status == 302


def test_nobody_is_let_in_anywhere_in_the_studio_but_at_its_door() -> None:
    """Read off the table itself, so that it is not decided otherwise by the way."""
    opened = {
        route
        for route, cell in statuses.read()["nobody"].items()
        if route.startswith("studio/") and cell.split("/")[0] == "200"
    }
    assert opened == {"studio/account/login/", "studio/account/inactive/"}
