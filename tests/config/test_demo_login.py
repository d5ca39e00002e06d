"""Logging in to the demonstration needs no authenticator app, and is possible nowhere else."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from farshore.config.demo import staff as demo
from tests.config.door import LOGIN, SECOND, give_password, is_in
from tests.staff import enter, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]


@pytest.fixture
def demonstration(settings: Any) -> User:
    settings.DEMO = True
    demo.make_demo_staff()
    return User.objects.get(username=demo.NAMES[0])


def test_the_demonstration_needs_no_authenticator_app(
    client: Client, demonstration: User, settings: Any
) -> None:
    from farshore.config.running.logins import demo_logins

    said = "\n".join(demo_logins())
    name, password = re.findall(r"^ +(\w+) +password (lamp-\S+)$", said, re.M)[0]
    assert "This is a demonstration" in client.get(LOGIN).content.decode()
    page = give_password(client, name, password, follow=True).content.decode()
    shown = re.search(r'class="door-code">(\d{6})<', page)
    assert shown is not None
    client.post(SECOND, {"code": shown.group(1)})
    assert is_in(client)


def test_the_demonstration_shows_another_code_when_one_was_used(demonstration: User) -> None:
    password = demo.demo_password(demonstration.username)
    for _ in range(3):
        client = Client()
        page = give_password(client, demonstration.username, password, follow=True)
        shown = re.search(r'class="door-code">(\d{6})<', page.content.decode())
        assert shown and client.post(SECOND, {"code": shown.group(1)}).status_code == 302


def test_the_demonstration_has_two_people_who_review_and_release(demonstration: User) -> None:
    everybody = User.objects.all()
    assert len(everybody) == 2
    for user in everybody:
        assert user.has_perms(["moderation.moderate", "moderation.release"])
        assert not user.is_superuser
    assert demo.make_demo_staff() == []
    assert len({demo.demo_password(name) for name in demo.NAMES}) == 2


def test_outside_the_demonstration_its_accounts_open_nothing(
    client: Client, demonstration: User, settings: Any
) -> None:
    password, now = demo.demo_password(demonstration.username), demo.current_code(demonstration)
    before = Client()
    enter(before, demonstration)
    assert is_in(before)
    settings.DEMO = False
    page = give_password(client, demonstration.username, password, follow=True).content.decode()
    assert "demonstration" not in page and now not in page and "door-code" not in page
    client.post(SECOND, {"code": now})
    assert "belongs to the demonstration" in client.get("/studio/", follow=True).content.decode()
    assert not is_in(client) and not is_in(before)


def test_even_in_the_demonstration_nobody_else_is_shown_a_code(
    client: Client, demonstration: User, ada: User
) -> None:
    with_app(ada)
    assert "door-code" not in give_password(client, follow=True).content.decode()


def test_passwords_of_the_demonstration_are_this_house_s_own(settings: Any) -> None:
    ours = demo.demo_password("mara")
    settings.SECRET_KEY = "another house"
    assert demo.demo_password("mara") != ours
