"""The ground of the tests of the studio's door: somebody with a password, and their browser."""

from typing import Any

from django.test import Client

from tests.staff import PASSWORD

LOGIN = "/studio/account/login/"
SECOND = "/studio/account/second/code/"
KEYS = "/studio/account/second/"
APP = "/studio/account/second/app/"


def give_password(client: Client, name: str = "ada", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get("/studio/").status_code == 200


def from_client(name: str) -> dict[str, Any]:
    """The header in which `front` hands on its name of the day for a client."""
    return {"HTTP_X_FARSHORE_CLIENT": name}
