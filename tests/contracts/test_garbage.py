"""Forms of the house with what no page of it would send: refused or kept, and never a failure.

The names of fields are read from views and templates, so that a new one is tried without being
named here.
"""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from farshore.contributors.views import door
from farshore.intake.views import pace
from farshore.moderation.models import StaffProfile
from tests.contracts import statuses
from tests.contracts.crawling import ask, pattern_of, readable, routes, there
from tests.contracts.rooms import SOURCE
from tests.contracts.world import SECRETS, World, built
from tests.contributors.conftest import TurnOn, turn_on  # noqa: F401 - a fixture
from tests.staff import enter

pytestmark = pytest.mark.django_db

_FIELD = re.compile(r"""(?:POST|posted|post|form|given)(?:\.get(?:list)?\(|\[)["']([\w-]+)["']""")
_NAMED = re.compile(r"""\bname="([\w-]+)\"""")
GARBAGE = {
    "nothing": "",
    "nul": "a\0b",
    "long": "x" * 60_000,
    "large number": "9" * 30,
    "below nothing": "-1",
    "another folder": "../../etc/passwd",
    "tags": "<script>alert(1)</script>",
    "no letter": "\ufffe\u202e\U000e0001",
    "list": "[]",
    "yes": "yes",
}
WHO = ("mira", "rita", "sage", "finn", "fay", "otto", "root")


@pytest.fixture
def world(data: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(pace, "STEP", 0.001)
    return built()


def fields(room: str) -> list[str]:
    """Every name of a field that the views of a room read or its templates have."""
    folder = SOURCE / room
    read = {one for path in folder.rglob("*.py") for one in _FIELD.findall(path.read_text("utf-8"))}
    pages = (path.read_text("utf-8") for path in folder.rglob("*.html"))
    return sorted(read | {name for text in pages for name in _NAMED.findall(text)})


def failing(client: Client, where: str, names: list[str], **more: str) -> list[str]:
    """The garbage over which a form fails, all of its fields but `more` holding the same."""
    answers = {
        name: ask(client, "POST", where, **dict.fromkeys(names, value) | more)
        for name, value in GARBAGE.items()
    }
    return [f"{where}: {name}" for name, answer in answers.items() if answer.status >= 500]


@pytest.mark.parametrize("who", WHO)
def test_no_form_of_the_studio_fails_over_garbage(who: str, world: World) -> None:
    client = enter(Client(raise_request_exception=False), world.people[who])
    posts = {
        route
        for route, cell in statuses.read()[who].items()
        if route.startswith("studio/stories/") and cell.split("/")[1] not in {"404", "405"}
    }
    ours = [one for one in routes() if readable(one) in posts]
    assert ours
    names = fields("moderation")
    found = [fault for one in ours for fault in failing(client, there(one, world.held), names)]
    assert found == []


def test_no_form_for_strangers_fails_over_garbage_or_tells_anything(world: World) -> None:
    client, names = Client(raise_request_exception=False), fields("intake")
    for where in ("/share/", "/return/", f"/return/relative/{world.held.names['slug']}/"):
        assert failing(client, where, names) == []
        for value in GARBAGE.values():
            asked = ask(client, "POST", where, **dict.fromkeys(names, value))
            assert asked.tells(SECRETS) == []


def test_no_form_of_an_account_fails_over_garbage(
    world: World,
    turn_on: TurnOn,  # noqa: F811 - a fixture
) -> None:
    turn_on("email", "passkey")
    client = Client(raise_request_exception=False)
    names = [one for one in fields("contributors") if one not in {"go", "hand"}]
    assert {"email", "state", "credential"} <= set(names)
    for verb in sorted(door._WAYS):
        for what in ("", "email", "passkey", "\0"):
            assert failing(client, "/share/account/", names, go=f"{verb}:{what}") == []
    assert failing(client, "/share/account/", [*names, "go", "hand"]) == []


def test_a_nul_is_taken_out_of_what_staff_type(world: World) -> None:
    mira = world.people["mira"]
    client = enter(Client(), world.people["otto"])
    client.post(reverse("moderation:profile", args=[mira.pk]), {"communities": "Zag\0hawa,\0"})
    assert StaffProfile.objects.get(user=mira).communities == ["Zaghawa"]


# --- what is tried is what there is ---


def test_the_fields_are_those_of_the_forms() -> None:
    assert {"text", "sure", "decision", "communities", "road", "seen"} <= set(fields("moderation"))
    assert {"hand", "code", "go", "step", "text"} <= set(fields("intake"))


def test_a_form_that_fails_over_a_number_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(int(request.POST["text"] or 0)))

    monkeypatch.setattr(pattern_of("/studio/stories/log/"), "callback", careless)
    client = enter(Client(raise_request_exception=False), world.people["mira"])
    assert "/studio/stories/log/: tags" in failing(client, "/studio/stories/log/", ["text"])
