"""The studio's door: nobody comes in by one factor, through whatever page they try."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.users.models import UserProfile

from tests.config.door import (
    APP,
    KEYS,
    LOGIN,
    SECOND,
    give_password,
    is_in,
)
from tests.staff import PASSWORD, code, enter, member, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]


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


@pytest.mark.promise("P-22")
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_studio_answers_a_stranger(client: Client, method: str) -> None:
    for address in studio_addresses():
        if address in OPEN:
            continue
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(LOGIN), address


@pytest.mark.promise("P-22")
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


def test_the_profile_page_of_the_studio_works(client: Client, ada: User) -> None:
    enter(client, ada)
    assert client.get("/studio/account/").status_code == 200
    assert UserProfile.objects.filter(user=ada).exists()
