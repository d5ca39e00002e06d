"""Guessing is slowed without locking anybody out, and nothing is remembered of who tried."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from farshore.config import accounts
from tests.config.door import (
    APP,
    KEYS,
    LOGIN,
    SECOND,
    from_client,
    give_password,
    is_in,
)
from tests.staff import code, enter, member, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]


def test_a_stranger_cannot_guess_on(client: Client, ada: User) -> None:
    with_app(ada)
    for _ in range(5):
        assert "do not belong together" in (
            give_password(client, password="no", **from_client("a")).content.decode()
        )
    late = give_password(client, **from_client("a"))
    assert "too many tries" in late.content.decode()


def test_a_stranger_locks_out_nobody_elsewhere(client: Client, ada: User) -> None:
    with_app(ada)
    for _ in range(30):
        give_password(Client(), password="no", **from_client("stranger"))
    assert give_password(client, **from_client("office"))["Location"] == SECOND


def test_a_known_browser_gets_in_from_where_a_stranger_tries(client: Client, ada: User) -> None:
    secret = with_app(ada)
    give_password(client, **from_client("onion"))
    client.post(SECOND, {"code": code(secret)}, **from_client("onion"))
    client.get("/studio/", **from_client("onion"))
    client.post("/studio/account/logout/")
    for _ in range(25):
        give_password(Client(), password="no", **from_client("onion"))
    assert give_password(client, **from_client("onion"))["Location"] == SECOND
    unknown = give_password(Client(), **from_client("onion"))
    assert unknown.status_code == 200  # the control: it is the known browser that makes it so


def test_a_known_browser_of_one_account_is_a_stranger_to_another(client: Client, ada: User) -> None:
    member("ben", "Moderators")
    enter(client, ada)
    assert is_in(client)
    assert accounts.KNOWN_COOKIE in client.cookies
    client.logout()
    client.cookies.pop("studio", None)
    for _ in range(5):
        give_password(Client(), "ben", "no", **from_client("a"))
    assert "too many tries" in give_password(client, "ben", **from_client("a")).content.decode()


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", 'WzEsIngiXQ:1:"'])
def test_a_forged_mark_of_a_known_browser_is_worth_nothing(
    client: Client, ada: User, forged: str
) -> None:
    client.cookies[accounts.KNOWN_COOKIE] = forged
    for _ in range(5):
        give_password(client, password="no", **from_client("a"))
    assert "too many tries" in give_password(client, **from_client("a")).content.decode()


def test_nameless_clients_cannot_lock_each_other_out(client: Client, ada: User) -> None:
    with_app(ada)
    for _ in range(40):
        give_password(Client(), password="no")
    assert give_password(client)["Location"] == SECOND


def test_passwords_are_checked_a_few_at_a_time(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "PATIENCE", 0.01)
    for _ in range(accounts.AT_ONCE):
        accounts._turns.acquire()
    try:
        assert "press the button again" in give_password(client).content.decode()
    finally:
        for _ in range(accounts.AT_ONCE):
            accounts._turns.release()
    assert give_password(client)["Location"] == "/studio/"


def test_codes_of_the_second_step_cannot_be_tried_through(client: Client, ada: User) -> None:
    secret = with_app(ada)
    give_password(client)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    assert "too many tries" in client.post(SECOND, {"code": code(secret)}).content.decode()


@pytest.mark.parametrize("name", ["a", ""])
def test_asking_for_passkey_challenges_is_limited_too(client: Client, name: str) -> None:
    asked = {"HTTP_ACCEPT": "application/json", **from_client(name)}
    answers = [
        client.get("/studio/account/second/passkeys/login/", **asked).status_code for _ in range(31)
    ]
    assert answers == [200] * 30 + [429]
    assert Session.objects.count() <= 1


ADDRESS, AGENT, HASH = "203.0.113.77", "TellingAgent/1.0", "dailyhash0815"


def _everything_in_the_database() -> str:
    """Every value of every table, sessions opened."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [repr(row) for row in cursor.fetchall()]
    told += [repr(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(told)


def _whole_life_in_the_studio(client: Client, **asked: Any) -> None:
    give_password(client, password="no", **asked)
    give_password(client, **asked)
    secret = client.get(APP, **asked).context["form"].secret
    client.post(APP, {"code": code(secret)}, **asked)
    for address in ("/studio/", "/studio/account/", "/studio/account/second/spare/", KEYS):
        client.get(address, **asked)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    client.post("/studio/account/second/app/remove/", {"typed": "kept"}, **asked)
    client.post("/studio/account/again/", {"password": "no"}, **asked)


def test_no_address_and_no_browser_is_stored_or_logged(
    client: Client, ada: User, at_once: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = {
        "REMOTE_ADDR": ADDRESS,
        "HTTP_USER_AGENT": AGENT,
        "HTTP_X_FORWARDED_FOR": ADDRESS,
        **from_client(HASH),
    }
    _whole_life_in_the_studio(client, **asked)
    told = _everything_in_the_database() + caplog.text
    assert "ada" in told  # the control: this looks where things are
    assert [secret for secret in (ADDRESS, AGENT, HASH) if secret in told] == []


def test_the_search_would_find_a_request_that_allauth_puts_aside(
    client: Client, ada: User, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from farshore.config import gate

    monkeypatch.setattr(gate.SecondFactor, "process_exception", lambda *_args: None)
    monkeypatch.setattr(gate, "_TELLING", ())
    client = Client()  # its middleware is made anew
    _whole_life_in_the_studio(client, REMOTE_ADDR=ADDRESS)
    assert ADDRESS in _everything_in_the_database()


def test_counts_of_tries_are_in_memory_only(settings: Any) -> None:
    backend = settings.CACHES["default"]["BACKEND"]
    assert backend == "django.core.cache.backends.locmem.LocMemCache"
    assert "allauth.usersessions" not in settings.INSTALLED_APPS


def test_second_factors_lie_sealed_in_the_database(
    client: Client, ada: User, settings: Any
) -> None:
    secret = with_app(ada)
    assert secret not in _everything_in_the_database()
    row = Authenticator.objects.get(user=ada)
    assert accounts.SecondFactorAdapter().decrypt(row.data["secret"]) == secret


def test_with_another_secret_key_no_code_opens_and_nothing_breaks(
    client: Client, ada: User, settings: Any
) -> None:
    secret = with_app(ada)
    settings.SECRET_KEY = "another"
    give_password(client)
    answer = client.post(SECOND, {"code": code(secret)})
    assert answer.status_code == 200 and "is not right" in answer.content.decode()
    settings.SECRET_KEY = "and back"
    assert not is_in(client)


def test_every_cookie_is_for_the_studio_alone(client: Client, ada: User, at_once: None) -> None:
    given = {}
    for answer in (
        client.get(LOGIN),
        give_password(client),
        client.get(KEYS),
        client.post(APP, {"code": code(client.get(APP).context["form"].secret)}),
        client.get("/studio/"),
        client.post("/studio/account/logout/"),
    ):
        given |= answer.cookies
    assert given.keys() == {"studio", "studio_csrf", "studio_known"}
    assert {cookie["path"] for cookie in given.values()} == {"/studio/", "/studio/account/"}
    assert given["studio"]["httponly"] and given["studio_known"]["httponly"]


def test_a_browser_s_name_is_gone_before_any_view(client: Client, ada: User) -> None:
    seen: list[str] = []
    look: Callable[..., Any] = accounts.gave_second_factor

    def peek(request: Any) -> bool:
        seen.append(request.META.get("HTTP_USER_AGENT", "") + request.META.get("REMOTE_ADDR", ""))
        return bool(look(request))

    enter(client, ada)
    accounts.gave_second_factor = peek  # type: ignore[assignment]
    try:
        client.get("/studio/", HTTP_USER_AGENT="Mozilla (Macintosh) Telling", REMOTE_ADDR=ADDRESS)
        client.get("/studio/", HTTP_USER_AGENT="Mozilla (X11) Telling", REMOTE_ADDR=ADDRESS)
    finally:
        accounts.gave_second_factor = look  # type: ignore[assignment]
    assert seen == ["Mac", ""]
