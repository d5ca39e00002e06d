"""Every address of the house by every method, as nobody and as each role whom a story is not given.

The addresses are read from the resolver, so that a new one is walked without being named here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from farshore.intake import queries as intake
from farshore.moderation.models import Case
from farshore.moderation.roles import EDITORS, MODERATORS, RELEASERS
from tests.moderation.making import SECRET, case_for, moderator, overseer, person, releaser, sent
from tests.staff import enter

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
OURS = ("health/", "studio/stories/", "studio/media/", "share/", "return/", "assets/")

LISTS = {MODERATORS: 200, RELEASERS: 200, "overseer": 200, EDITORS: 404, "nobody": 302}
"""What the list of stories answers to whom."""


@pytest.fixture
def case(mira: User, rosa: User) -> Case:
    """A story that mira reads, and nobody else."""
    return case_for(sent())


@pytest.fixture(autouse=True)
def folder(data: object) -> object:
    return data


@pytest.fixture
def mira(db: None) -> User:
    return moderator("mira")


@pytest.fixture
def rosa(db: None) -> User:
    return releaser("rosa")


def routes(among: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every route below these, as it is written; the one that takes all the rest is left out."""
    for one in among:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        elif "(?P" not in route:
            yield route.replace("^", "").replace("$", "").replace("\\Z", "")


def address(route: str, case: Case, *, garbage: bool = False) -> str:
    """The address at which a route asks for this case, or for something that is not there."""
    held = {"uuid": str(uuid4() if garbage else case.pk), "int": "999999999", "path": "a/b"}

    def fill(found: re.Match[str]) -> str:
        return held.get(found["kind"] or "str", "nothing-here")

    return "/" + re.sub(r"<(?:(?P<kind>\w+):)?\w+>", fill, route)


def people() -> dict[str, User]:
    """One of each role, to whom the story was not given."""
    return {
        MODERATORS: moderator("olga"),
        RELEASERS: releaser("rita"),
        EDITORS: person("eva", EDITORS),
        "overseer": overseer(),
    }


def wrong(client: Client, addresses: Iterable[str], methods: Iterable[str] = METHODS) -> list[str]:
    """Each answer that failed, or that says what is in the story."""
    found = []
    for where in addresses:
        for method in methods:
            answer = client.generic(method, where)
            body = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code >= 500 or SECRET.encode() in body:
                found.append(f"{method} {where}: {answer.status_code}")
    return found


def ours(case: Case) -> list[str]:
    known = [one for one in routes(get_resolver().url_patterns) if one.startswith(OURS)]
    assert len(known) > 40
    return [address(one, case, garbage=garbage) for one in known for garbage in (False, True)]


@pytest.mark.parametrize("who", [MODERATORS, RELEASERS, EDITORS, "overseer", "nobody"])
def test_no_route_of_ours_fails_or_tells_a_story_that_is_not_given(who: str, case: Case) -> None:
    client = Client(raise_request_exception=False)
    if who != "nobody":
        enter(client, people()[who])
    assert client.get("/studio/stories/").status_code == LISTS[who]
    assert wrong(client, ours(case)) == []


def test_every_screen_of_the_studio_sends_nobody_to_the_login(case: Case) -> None:
    for where in ours(case):
        if where.startswith("/studio/stories/"):
            answer = Client().get(where)
            assert answer.status_code in {302, 405}, where
            assert answer.status_code == 405 or "login" in answer["Location"], where


def test_a_door_without_its_lock_is_found(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    where = f"/studio/stories/{case.pk}/"
    client = enter(Client(), people()[EDITORS])
    assert wrong(client, [where], ["GET"]) == []
    monkeypatch.setattr(_pattern_of(where), "callback", _open_door(case))
    assert wrong(client, [where], ["GET"]) == [f"GET {where}: 200"]


def _open_door(case: Case) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, **_given: object) -> HttpResponse:
        return HttpResponse(intake.read(case.submission).text)

    return view


def _pattern_of(where: str) -> URLPattern:
    """The pattern that answers an address."""
    route = resolve(where).route

    def all_of(among: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[URLPattern]:
        for one in among:
            full = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from all_of(one.url_patterns, full)
            elif full == route:
                yield one

    return next(all_of(get_resolver().url_patterns))
