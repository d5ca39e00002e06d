"""Logging in by a passkey: of this site, of this page, by its owner, once."""

import html
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from farshore.contributors.models import Contributor
from farshore.kernel import clock
from tests.contributors.conftest import TurnOn
from tests.contributors.device import PRESENT, Device
from tests.contributors.making import DOOR, Guest
from tests.privacy.searching import database, found

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "https://film.example"


@pytest.fixture
def guest(db: None, turn_on: TurnOn, settings: Any) -> Guest:
    settings.BASE_URL = ORIGIN
    turn_on("passkey")
    return Guest()


def at_door(guest: Guest, what: str) -> tuple[str, dict[str, Any]]:
    """The door's sealed field, and what its page asks the device for."""
    guest.get(DOOR)
    told = re.search(rf'data-passkey="{what}"[^>]*data-options="([^"]+)"', guest.page)
    assert told
    return guest.field("state"), json.loads(html.unescape(told.group(1)))


def make(guest: Guest, device: Device, **more: Any) -> Guest:
    state, options = at_door(guest, "create")
    credential = device.make(options, **more)
    return guest.go("make", state=state, credential=credential, read="yes")


def show(guest: Guest, device: Device, **more: Any) -> Guest:
    state, options = at_door(guest, "get")
    return guest.go("ask", state=state, credential=device.show(options, **more))


def test_a_passkey_is_made_and_opens_the_account_again(guest: Guest) -> None:
    device = Device(ORIGIN)
    assert make(guest, device).heading == "Lock your notebook"
    assert not Contributor.objects.exists()
    code = guest.lock().do("begin").field("shown")
    again = show(Guest(), device)
    assert again.heading == "Open your notebook"
    assert again.open().codes == [code]


def test_the_device_is_told_nothing_but_the_site_and_that_it_is_an_account(guest: Guest) -> None:
    _state, options = at_door(guest, "create")
    assert options["rp"] == {"id": "film.example", "name": "film.example"}
    user = options["user"]
    assert (user["name"], user["displayName"]) == ("Account", "Account")
    assert user["id"] != at_door(guest, "create")[1]["user"]["id"]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert "allowCredentials" not in at_door(guest, "get")[1]


def test_what_is_kept_of_a_passkey_is_sealed(guest: Guest) -> None:
    device = Device(ORIGIN)
    make(guest, device).lock()
    point = device.key.public_key().public_numbers().x.to_bytes(32, "big")
    assert found([device.id, point], database()) == []


def is_out(guest: Guest) -> bool:
    return (guest.status, guest.heading) == (403, "You are not logged in")


@pytest.mark.parametrize(
    "device",
    [
        Device("https://evil.example", host="film.example"),
        Device(ORIGIN, host="evil.example"),
        Device("https://www.film.example", host="film.example"),
    ],
    ids=["origin", "host", "subdomain"],
)
def test_a_passkey_of_another_site_is_not_taken(guest: Guest, device: Device) -> None:
    assert is_out(make(guest, device)) and not Contributor.objects.exists()


def test_a_device_that_did_not_look_who_it_is_is_not_enough(guest: Guest) -> None:
    device = Device(ORIGIN)
    assert is_out(make(guest, device, flags=PRESENT))
    make(guest, device).lock()
    assert is_out(show(Guest(), device, flags=PRESENT))
    assert show(Guest(), device).heading == "Open your notebook"


def test_a_passkey_without_an_account_opens_nothing(guest: Guest) -> None:
    assert is_out(show(guest, Device(ORIGIN)))


def test_the_number_of_another_s_passkey_is_not_the_passkey(guest: Guest) -> None:
    device, thief = Device(ORIGIN), Device(ORIGIN)
    make(guest, device).lock()
    thief.id = device.id
    assert is_out(show(Guest(), thief))


def test_making_a_passkey_of_another_s_number_does_not_take_the_account(guest: Guest) -> None:
    device, thief = Device(ORIGIN), Device(ORIGIN)
    code = make(guest, device).lock().do("begin").field("shown")
    thief.id = device.id
    assert is_out(make(Guest(), thief))
    assert is_out(show(Guest(), thief))
    assert show(Guest(), device).open().codes == [code]


def test_without_the_epochs_the_page_says_that_the_notebook_is_safe(
    guest: Guest, folder: Path, settings: Any
) -> None:
    device = Device(ORIGIN)
    make(guest, device).lock()
    settings.EPOCHS = folder / "not-mounted"
    answer = show(Guest(), device)
    assert answer.status == 503 and "What was in your notebook is safe" in answer.page
    guest.do("show")
    assert guest.status == 503 and "What was in your notebook is safe" in guest.page


@pytest.mark.parametrize("what", ["create", "get"])
def test_an_answer_is_good_once_and_for_its_own_page(guest: Guest, what: str) -> None:
    device = Device(ORIGIN)
    if what == "get":
        make(guest, device).lock()
    state, options = at_door(guest, what)
    go, answer = ("make", device.make) if what == "create" else ("ask", device.show)
    form = {"state": state, "credential": answer(options), "read": "yes"}
    other_page = {**form, "state": at_door(Guest(), what)[0]}
    assert is_out(Guest().go(go, **other_page))
    assert Guest().go(go, **form).status == 200
    assert is_out(Guest().go(go, **form))


def test_an_answer_that_comes_late_is_not_taken(guest: Guest) -> None:
    device = Device(ORIGIN)
    state, options = at_door(guest, "create")
    form = {"state": state, "credential": device.make(options), "read": "yes"}
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert is_out(guest.go("make", **form))


@pytest.mark.parametrize(
    "credential",
    ["", "x", "[]", "{}", '{"rawId": 5}', '{"rawId": "AA", "response": []}', "9" * 30_000],
    ids=["empty", "x", "list", "nothing", "number", "no-response", "long"],
)
@pytest.mark.parametrize("go", ["make", "ask"])
def test_what_is_no_answer_is_not_taken(guest: Guest, go: str, credential: str) -> None:
    state, _options = at_door(guest, "create")
    assert is_out(guest.go(go, state=state, credential=credential, read="yes"))


def test_a_passkey_is_not_made_before_it_was_read_what_it_gives_away(guest: Guest) -> None:
    state, options = at_door(guest, "create")
    guest.go("make", state=state, credential=Device(ORIGIN).make(options))
    assert "Please read what this way gives away" in guest.page
