"""The studio under a host name of its own: there and nowhere else."""

from typing import Any

import pytest
from django.test import Client

from tests.staff import enter, member

pytestmark = pytest.mark.django_db

OWN = "studio.film.example"
ADDRESSES = ("/studio/", "/studio/account/login/", "/studio/static/x.css", "/studio/stories/")


@pytest.fixture
def apart(settings: Any) -> None:
    settings.STUDIO_HOST = OWN
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, OWN]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", ["testserver", "127.0.0.1:8000", f"x{OWN}"], ids=range(3))
def test_under_another_name_there_is_no_studio(
    apart: None, settings: Any, address: str, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert Client(headers={"host": host}).get(address).status_code == 404


@pytest.mark.parametrize("host", [OWN, f"{OWN}:8443", OWN.upper()], ids=range(3))
def test_under_its_own_name_it_is_as_ever(apart: None, host: str) -> None:
    client = Client(headers={"host": host})
    assert client.get("/studio/account/login/").status_code == 200
    assert client.get("/studio/").status_code == 302
    enter(client, member("ada", "Moderators"))
    assert client.get("/studio/stories/").status_code == 200


def test_the_public_name_still_takes_stories(apart: None) -> None:
    for address in ("/share/", "/return/"):
        assert Client().get(address).status_code == 200


def test_its_cookies_are_its_own_names_alone(apart: None) -> None:
    client = Client(headers={"host": OWN})
    client.get("/studio/account/login/")
    assert client.cookies and not any(one["domain"] for one in client.cookies.values())


def test_without_such_a_name_it_answers_under_every_name_of_the_house() -> None:
    assert Client().get("/studio/account/login/").status_code == 200
