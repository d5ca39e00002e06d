"""The studio's door: nobody comes in by one factor, and nothing is remembered of who tried."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.users.models import UserProfile

from farshore.config import accounts
from farshore.config.demo import staff as demo
from tests.staff import PASSWORD, code, enter, member, with_app

pytestmark = pytest.mark.django_db

LOGIN = "/studio/account/login/"
SECOND = "/studio/account/second/code/"
KEYS = "/studio/account/second/"
APP = "/studio/account/second/app/"
OPEN = {
    LOGIN,
    SECOND,
    "/studio/login/",  # leads to LOGIN, and does nothing else
    "/studio/account/logout/",
    "/studio/account/inactive/",
    "/studio/account/second/passkeys/login/",
}
SETTING_UP = {
    KEYS,
    APP,
    "/studio/account/again/",
    "/studio/account/second/passkeys/new/",
    "/studio/logout/",
}


@pytest.fixture(autouse=True)
def forgotten_tries(settings: Any) -> Iterator[None]:
    """Counts of tries live in this process's memory: each test begins with none.

    Passwords are hashed quickly here: a slow hash is not what is tried.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit is done now: a test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_given: act())


@pytest.fixture
def ada() -> User:
    return member("ada", "Moderators", email="ada@film.example")


def give_password(client: Client, name: str = "ada", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get("/studio/").status_code == 200


def studio_addresses() -> list[str]:
    """Every address pattern under /studio/ with something in each of its holes."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            whole = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, whole)
            elif whole.startswith("studio/"):
                found.append(_filled(whole))

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


def _filled(pattern: str) -> str:
    pattern = re.sub(r"<int:\w+>|\(\?P<\w+>\\d\+\)", "1", pattern)
    pattern = re.sub(r"<uuid:\w+>", "6f1d9bd6-6f7e-4e7e-8e3e-0123456789ab", pattern)
    pattern = re.sub(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)", "x", pattern)
    return "/" + pattern.replace("^", "").replace("$", "").replace(".*/", "nowhere/").strip("\\")


def test_the_sweep_of_addresses_sees_the_whole_studio() -> None:
    found = studio_addresses()
    assert len(found) > 150
    assert {"/studio/", "/studio/images/add/", "/studio/users/", LOGIN, *SETTING_UP} <= set(found)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_studio_answers_a_stranger(client: Client, method: str) -> None:
    for address in studio_addresses():
        if address in OPEN:
            continue
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(LOGIN), address


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_studio_answers_a_password_alone(
    client: Client, ada: User, method: str
) -> None:
    give_password(client)
    for address in studio_addresses():
        if address in OPEN | SETTING_UP:
            continue
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Location"]) == (302, KEYS), address


def test_scripts_are_told_no_instead_of_being_led_elsewhere(client: Client, ada: User) -> None:
    asked = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    assert client.get("/studio/images/", **asked).status_code == 403
    give_password(client)
    assert client.get("/studio/images/", **asked).status_code == 403


def test_an_administrator_is_no_exception(client: Client) -> None:
    member("root", admin=True)
    give_password(client, "root")
    assert client.get("/studio/users/")["Location"] == KEYS


def test_a_newcomer_sets_up_an_app_and_is_in(client: Client, ada: User, at_once: None) -> None:
    assert give_password(client)["Location"] == "/studio/"
    assert client.get("/studio/")["Location"] == KEYS
    assert "One more key" in client.get(KEYS).content.decode()
    page = client.get(APP)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = client.post(APP, {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    right = client.post(APP, {"code": code(secret)})
    assert right["Location"] == "/studio/account/second/spare/"
    spare = client.get(right["Location"])
    assert len(spare.context["unused_codes"]) == 10
    assert is_in(client)


def test_a_login_is_a_password_and_then_a_code(client: Client, ada: User) -> None:
    secret = with_app(ada)
    assert give_password(client)["Location"] == SECOND
    assert not is_in(client)
    assert "is not right" in client.post(SECOND, {"code": "000000"}).content.decode()
    assert not is_in(client)
    assert client.post(SECOND, {"code": code(secret)})["Location"] == "/studio/"
    assert is_in(client)


def test_an_address_that_was_asked_for_is_reached_after_both_steps(
    client: Client, ada: User
) -> None:
    secret = with_app(ada)
    asked = client.get("/studio/account/?tab=x")["Location"]
    assert asked == f"{LOGIN}?next=/studio/account/%3Ftab%3Dx"
    give_next = {"login": "ada", "password": PASSWORD, "next": "/studio/account/?tab=x"}
    client.post(LOGIN, give_next)
    assert client.post(SECOND, {"code": code(secret)})["Location"] == "/studio/account/?tab=x"


def test_nobody_is_led_to_another_site(client: Client, ada: User) -> None:
    secret = with_app(ada)
    client.post(LOGIN, {"login": "ada", "password": PASSWORD, "next": "https://evil.example/"})
    assert client.post(SECOND, {"code": code(secret)})["Location"] == "/studio/"


def test_a_code_opens_once(client: Client, ada: User) -> None:
    secret = with_app(ada)
    used = code(secret)
    give_password(client)
    client.post(SECOND, {"code": used})
    over_a_shoulder = Client()
    give_password(over_a_shoulder)
    assert over_a_shoulder.post(SECOND, {"code": used}).status_code == 200
    assert not is_in(over_a_shoulder)
    assert over_a_shoulder.post(SECOND, {"code": code(secret, later=1)}).status_code == 302


def test_a_spare_code_opens_once(client: Client, ada: User) -> None:
    enter(client, ada)
    client.post("/studio/account/again/", {"password": PASSWORD})
    client.post("/studio/account/second/spare/new/")
    spare = client.get("/studio/account/second/spare/").context["unused_codes"][0]
    for expected in (True, False):
        other = Client()
        give_password(other)
        other.post(SECOND, {"code": spare})
        assert is_in(other) is expected


def test_a_session_from_before_the_second_factor_ends_with_it(client: Client, ada: User) -> None:
    give_password(client)
    with_app(ada)
    assert client.get("/studio/")["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_who_removes_the_last_second_factor_is_asked_for_another(client: Client, ada: User) -> None:
    enter(client, ada)
    client.post("/studio/account/again/", {"password": PASSWORD})
    client.post("/studio/account/second/app/remove/")
    assert not Authenticator.objects.filter(user=ada).exists()
    assert client.get("/studio/")["Location"] == KEYS


def test_keys_are_changed_only_after_asking_again(client: Client, ada: User) -> None:
    enter(client, ada)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()
    answer = client.post("/studio/account/second/app/remove/")
    assert answer["Location"].startswith("/studio/account/again/?next=")
    assert Authenticator.objects.filter(user=ada).exists()


def test_an_account_without_a_task_is_told_so(client: Client) -> None:
    member("lena")
    give_password(client, "lena")
    page = client.get("/studio/", follow=True).content.decode()
    assert "has no task in the studio yet" in page
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_told_so(client: Client, ada: User) -> None:
    ada.is_active = False
    ada.save()
    page = client.post(LOGIN, {"login": "ada", "password": PASSWORD}, follow=True).content.decode()
    assert "This account is closed" in page


def test_there_is_no_second_door(client: Client, ada: User) -> None:
    assert client.get("/studio/login/?next=/studio/users/")["Location"] == (
        f"{LOGIN}?next=/studio/users/"
    )
    client.post("/studio/login/", {"username": "ada", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    for closed in ("signup/", "password/reset/", "password/set/", "email/", "login/code/"):
        assert client.get(f"/studio/account/{closed}")["Location"].startswith(LOGIN)
    enter(client, ada)
    for closed in ("account/signup/", "account/password/reset/", "password_reset/"):
        assert client.get(f"/studio/{closed}").status_code == 404


def test_the_account_page_leads_to_the_keys_and_changes_no_password(
    client: Client, ada: User
) -> None:
    enter(client, ada)
    page = client.get("/studio/account/").content.decode()
    assert KEYS in page
    assert "new_password" not in page


def test_a_password_is_changed_on_the_login_s_own_page(client: Client, ada: User) -> None:
    enter(client, ada)
    new = "other random words"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    weak = client.post("/studio/account/password/", form | {"password1": "short"})
    assert "error-summary" in weak.content.decode()
    client.post("/studio/account/password/", form)
    ada.refresh_from_db()
    assert ada.check_password(new)


# --- tries ---------------------------------------------------------------------------------------
def from_client(name: str) -> dict[str, Any]:
    """The header in which `front` hands on its daily hash of an address."""
    return {"HTTP_X_FARSHORE_CLIENT": name}


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


# --- what is remembered --------------------------------------------------------------------------
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


# --- the demonstration ---------------------------------------------------------------------------
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


def test_the_profile_page_of_the_studio_works(client: Client, ada: User) -> None:
    enter(client, ada)
    assert client.get("/studio/account/").status_code == 200
    assert UserProfile.objects.filter(user=ada).exists()


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
