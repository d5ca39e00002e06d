"""Every address of accounts by every method, as nobody, as staff, as who is in: none fails."""

from typing import Any

import pytest
from django.test import Client

from tests.contributors.conftest import TurnOn
from tests.contributors.making import DOOR, Guest
from tests.contributors.test_off import PROVIDER
from tests.staff import enter, member

pytestmark = pytest.mark.django_db(transaction=True)

BACK = "/share/account/back/example/"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
VERBS = "mail number make ask to lock open put take begin forget show none".split()
GARBAGE: dict[str, Any] = {
    "state": "x\u0000y",
    "credential": '{"rawId": "\u00ff"}',
    "email": "\u0000@",
    "number": "٣" * 5000,
    "read": "yes",
    "sentence": "🦦" * 600,
    "again": "🦦" * 600,
    "code": "4" * 5000,
}


@pytest.fixture(autouse=True)
def on(db: None, turn_on: TurnOn) -> None:
    turn_on("email", "passkey", "example", providers=(PROVIDER,))


@pytest.mark.parametrize("who", ["nobody", "staff"])
@pytest.mark.parametrize("address", [DOOR, BACK, BACK + "?code=a&state=%00", BACK[:-1]])
def test_no_method_of_anybody_fails(who: str, address: str) -> None:
    client = Client()
    if who == "staff":
        enter(client, member("ada", "Moderators", admin=True))
    for method in METHODS:
        answer = client.generic(method, address)
        assert answer.status_code < 500, method
        assert answer.status_code in {200, 403, 404, 405, 301}, method


@pytest.mark.parametrize("what", ["", "yes", "else", "\u0000"], ids=["none", "yes", "else", "nul"])
@pytest.mark.parametrize("verb", VERBS)
def test_no_button_with_garbage_fails_or_lets_anybody_in(verb: str, what: str) -> None:
    guest = Guest()
    for hand in ({}, {"hand": ""}, {"hand": "gAAAAA\u00e9"}):
        guest.post(DOOR, go=f"{verb}:{what}", **GARBAGE, **hand)
        assert guest.status in {200, 403} and "notebook" not in guest.heading, hand


@pytest.mark.parametrize("verb", VERBS)
def test_no_button_with_garbage_fails_somebody_who_is_in(verb: str) -> None:
    guest = Guest().with_notebook()
    hand = guest.field("hand")
    guest.post(DOOR, go=f"{verb}:", **GARBAGE, hand=hand)
    assert guest.status in {200, 403, 429}
    guest.post(DOOR, go="show", hand=hand)
    assert guest.heading == "Your notebook"
