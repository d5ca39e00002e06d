"""Without an operator's choice there are no accounts; with one, nobody needs one."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve

from farshore.config import settings as house
from farshore.config.providers import Provider
from farshore.config.views import live
from farshore.contributors.models import Contributor
from tests.contributors.conftest import TurnOn
from tests.contributors.making import DOOR, MAIL, Guest
from tests.intake.making import Teller

pytestmark = pytest.mark.django_db(transaction=True)

ROUTES = [
    DOOR,
    "/share/account/back/example/",
    "/share/account/back/google/?code=a&state=b",
    "/share/account/back/facebook/?error=access_denied",
]
PROVIDER = Provider("example", "Example", "https://login.example", "id", "secret")


def told(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Everything that an answer says."""
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.promise("P-43")
def test_a_house_of_which_nobody_said_more_has_no_accounts() -> None:
    assert house.CONTRIBUTORS == [] and house.PROVIDERS == ()


@pytest.mark.promise("P-43")
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "options"])
@pytest.mark.parametrize("address", ROUTES, ids=["door", "back", "google", "facebook"])
def test_where_it_is_off_no_address_of_it_is_known(address: str, method: str) -> None:
    client = Client()
    answered = getattr(client, method)(address)
    nowhere = getattr(Client(), method)("/share/nothing-like-this/")
    assert told(answered) == told(nowhere)
    assert answered.status_code == 404 and not client.cookies


def test_the_control_where_it_is_on_its_addresses_are_known(turn_on: TurnOn) -> None:
    turn_on("example", providers=(PROVIDER,))
    assert Client().get(DOOR).status_code == 200
    assert Client().get("/share/account/back/example/").status_code == 403
    turn_on()
    assert Client().get(DOOR).status_code == 404


@pytest.mark.promise("P-43")
def test_where_it_is_off_no_form_no_link_and_no_row_comes_of_it() -> None:
    guest = Guest().ask(MAIL)
    assert guest.status == 404 and not guest.client.cookies
    guest.get("/share/")
    assert "account/" not in guest.page and "With an account" not in guest.page
    assert not Contributor.objects.exists()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("socialaccount_"):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                assert cursor.fetchone() == (0,), table


@pytest.mark.promise("P-43")
def test_where_it_is_on_a_story_is_told_without_it_as_before(turn_on: TurnOn) -> None:
    turn_on("email", "passkey", "example", providers=(PROVIDER,))
    teller = Teller().begin()
    teller.press("story", "stay", text="I was nine then.", language="en")
    assert teller.come_back().heading == "Your story" and "I was nine then." in teller.page
    assert not Contributor.objects.exists() and not teller.client.cookies


@pytest.mark.promise("P-43")
def test_sharing_leads_without_an_account_and_the_door_comes_after(turn_on: TurnOn) -> None:
    turn_on("email", "example", providers=(PROVIDER,))
    page = Guest().get("/share/").page
    assert page.index("You need no account") < page.index('value="next"') < page.index(DOOR)
    page = Guest().get(DOOR).page
    assert page.index("Tell without an account") < page.index('name="email"')
    assert page.index("You need no account") < page.index("What each way to log in gives away")


@pytest.mark.promise("P-43")
def test_each_way_says_what_it_gives_away_before_it_can_be_taken(turn_on: TurnOn) -> None:
    facebook = Provider("facebook", "Facebook", "https://www.facebook.com", "id", "secret")
    turn_on("email", "passkey", "facebook", "example", providers=(PROVIDER, facebook))
    page = Guest().get(DOOR).page
    parts = re.split(r'<section[^>]* aria-labelledby="way-([a-z]+)"', page)
    ways = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(ways) == ["email", "passkey", "facebook", "example"]
    said = {
        "email": "Your mail provider sees",
        "passkey": "Whoever looks through it sees that",
        "facebook": "(www.facebook.com) learns that you log in",
        "example": "(login.example) learns that you log in",
    }
    for way, text in ways.items():
        assert text.index(said[way]) < text.index("I have read") < text.index("<button")
        assert re.search(r'name="read" value="yes" id="\w+" required', text)


def test_a_way_that_is_not_on_is_not_offered_and_does_nothing(turn_on: TurnOn) -> None:
    turn_on("passkey")
    guest = Guest().ask(MAIL)
    assert guest.heading == "With an account, if you want one"
    assert 'name="email"' not in guest.page


def test_the_addresses_are_those_of_a_house_that_is_started_anew(turn_on: TurnOn) -> None:
    turn_on("email")
    assert resolve(DOOR).url_name == "contributors"
    turn_on()
    assert resolve(DOOR).func is live


@pytest.mark.parametrize("address", [DOOR, "/share/account/back/example/"])
def test_no_page_of_it_is_kept(turn_on: TurnOn, address: str, folder: Path) -> None:
    turn_on("email", "example", providers=(PROVIDER,))
    answer = Client().get(address)
    assert answer["Cache-Control"] == "no-store"
    assert 'content="noindex, nofollow"' in answer.content.decode()
