"""Logging in by a provider: asked only when somebody presses, believed about nothing but a number.

What comes back forged, late, twice or not at all lets nobody in.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.socialaccount.providers.facebook import flows
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation

from farshore.config.providers import Provider
from farshore.contributors import providers as asking
from farshore.contributors.models import Contributor
from tests.contributors.conftest import TurnOn
from tests.contributors.making import DOOR, MAIL, Guest
from tests.contributors.provider import Local, running
from tests.privacy.searching import database, files, found
from tests.staff import member

pytestmark = pytest.mark.django_db(transaction=True)

BACK = "/share/account/back/example/"


@pytest.fixture(scope="module")
def server() -> Iterator[Local]:
    with running() as local:
        yield local


@pytest.fixture
def local(server: Local, db: None, turn_on: TurnOn) -> Local:
    """A provider that behaves, in a house that knows it."""
    server.person, server.lie = {"sub": "4711"}, ""
    server.asked.clear()
    turn_on("example", providers=(server.known(),))
    return server


def address_of(guest: Guest) -> str:
    """Where the link on the page leads."""
    led = re.search(r'<a class="button" href="(https?://[^"]+)" rel="noreferrer', guest.page)
    assert led, guest.heading
    return html.unescape(led.group(1))


def leave(guest: Guest, slug: str = "example") -> str:
    return address_of(guest.go(f"to:{slug}", read="yes"))


def there_and_back(local: Local, guest: Guest | None = None) -> Guest:
    guest = guest or Guest()
    guest.get(local.consent(leave(guest)))
    return guest


def test_whoever_comes_back_has_an_account_and_finds_it_again(local: Local) -> None:
    guest = there_and_back(local)
    assert guest.heading == "Lock your notebook"
    code = guest.lock().do("begin").field("shown")
    again = there_and_back(local)
    assert again.heading == "Open your notebook"
    assert again.open().codes == [code]
    local.person = {"sub": "4712"}
    assert there_and_back(local).heading == "Lock your notebook"


def test_nothing_is_asked_of_the_provider_before_somebody_chose_it(local: Local) -> None:
    guest = Guest()
    guest.get(DOOR)
    assert "127.0.0.1" in guest.page and f'href="{local.base}' not in guest.page
    guest.go("to:example")  # not read
    assert local.asked == [] and "Please read what this way gives away" in guest.page
    guest.go("to:example", read="yes")
    assert local.asked == ["/.well-known/openid-configuration"]


def test_it_is_asked_for_a_number_and_nothing_else(local: Local) -> None:
    told = parse_qs(urlsplit(leave(Guest())).query)
    assert told["scope"] == ["openid"] and told["code_challenge_method"] == ["S256"]
    assert told["redirect_uri"] == [f"{configured.BASE_URL}{BACK}"]
    assert set(told) <= {
        "client_id",
        "redirect_uri",
        "scope",
        "response_type",
        "state",
        "code_challenge",
        "code_challenge_method",
    }
    there_and_back(local)
    assert "/userinfo" not in local.asked


def test_what_it_says_besides_is_kept_nowhere(local: Local, folder: Any) -> None:
    local.person |= {"email": MAIL, "email_verified": True, "name": "Ilmatar Kivi"}
    there_and_back(local).lock().do("begin")
    needles = [MAIL.encode(), b"Ilmatar", b"Kivi", b"an-access-token", b"4711", local.base.encode()]
    assert found(needles, [*database(), *files(folder)]) == []
    for model in (SocialAccount, SocialApp, SocialToken, EmailAddress, User, Session):
        assert not model.objects.exists(), model


@pytest.mark.promise("P-43")
@pytest.mark.parametrize("verified", [True, False], ids=["verified", "unverified"])
def test_an_address_of_the_team_opens_nothing_of_the_team(local: Local, verified: bool) -> None:
    mira = member("mira", "Moderators", email=MAIL, admin=True)
    EmailAddress.objects.create(user=mira, email=MAIL, verified=True, primary=True)
    before = list(User.objects.values())
    local.person |= {"email": MAIL, "email_verified": verified, "preferred_username": "mira"}
    guest = there_and_back(local)
    assert guest.heading == "Lock your notebook"
    guest.lock()
    assert guest.client.get("/studio/").status_code == 302
    assert list(User.objects.values()) == before
    assert not SocialAccount.objects.exists() and not Session.objects.exists()


def test_a_member_of_the_team_who_is_logged_in_stays_who_they_are(local: Local) -> None:
    guest = Guest()
    guest.client.force_login(member("mira", "Moderators", email=MAIL))
    before = list(Session.objects.values())
    there_and_back(local, guest).lock()
    assert guest.heading == "Your notebook"
    assert list(Session.objects.values()) == before
    assert not SocialAccount.objects.exists()


def test_one_cookie_goes_along_and_ends_on_the_way_back(local: Local) -> None:
    guest = Guest()
    address = leave(guest)
    cookie = guest.client.cookies["trip"]
    assert list(guest.client.cookies) == ["trip"]
    assert cookie["path"] == "/share/account/back/" and cookie["samesite"] == "Lax"
    assert cookie["httponly"] and not cookie["expires"] and not cookie["max-age"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert state not in cookie.value
    guest.get(local.consent(address))
    assert guest.client.cookies["trip"].value == ""
    assert guest.client.cookies["trip"]["max-age"] == 0


def refused(guest: Guest) -> bool:
    assert not Contributor.objects.exists()
    return (guest.status, guest.heading) == (403, "You are not logged in")


def test_a_state_of_another_browser_lets_nobody_in(local: Local) -> None:
    """Somebody sends the address of their own way back to another person."""
    address = local.consent(leave(Guest()))
    assert refused(_got(Guest(), address))
    assert "/token" not in local.asked


@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_wrong_state_lets_nobody_in(local: Local, how: str) -> None:
    guest = Guest()
    address = local.consent(leave(guest))
    wrong = "state=other" if how == "changed" else ""
    assert refused(_got(guest, re.sub(r"state=[^&]+", wrong, address)))
    assert "/token" not in local.asked


def test_a_way_back_is_good_once_even_with_its_cookie(local: Local) -> None:
    guest = Guest()
    address = local.consent(leave(guest))
    kept = guest.client.cookies["trip"].value
    assert guest.get(address).heading == "Lock your notebook"
    guest.client.cookies["trip"] = kept
    asked = local.asked.count("/token")
    assert refused(_got(guest, address))
    assert local.asked.count("/token") == asked


def test_a_code_that_was_used_elsewhere_lets_nobody_in(local: Local) -> None:
    guest = Guest()
    first = local.consent(leave(guest))
    code = parse_qs(urlsplit(first).query)["code"][0]
    guest.get(first)
    second = re.sub(r"code=[^&]+", f"code={code}", local.consent(leave(guest)))
    assert refused(_got(guest, second))


def test_a_code_of_another_persons_way_lets_nobody_in(local: Local) -> None:
    """PKCE: a code that was stolen does not fit the browser that brings it."""
    theirs = parse_qs(urlsplit(local.consent(leave(Guest()))).query)["code"][0]
    guest = Guest()
    mine = local.consent(leave(guest))
    assert refused(_got(guest, re.sub(r"code=[^&]+", f"code={theirs}", mine)))


def test_whoever_says_no_at_the_provider_is_told_that_nothing_happened(local: Local) -> None:
    guest = Guest()
    assert refused(_got(guest, local.consent(leave(guest), denied=True)))
    assert "the other side may have said no" in guest.page
    assert "/token" not in local.asked


@pytest.mark.parametrize(
    "lie", ["key", "kid", "issuer", "audience", "old", "unsigned", "down", "garbage"]
)
def test_a_provider_that_lies_or_fails_lets_nobody_in(local: Local, lie: str) -> None:
    guest = Guest()
    address = local.consent(leave(guest))
    local.lie = lie
    assert refused(_got(guest, address))


@pytest.mark.parametrize("subject", [None, "", 0, "x" * 400], ids=["none", "empty", "0", "long"])
def test_a_provider_that_names_nobody_lets_nobody_in(local: Local, subject: Any) -> None:
    guest = Guest()
    address = local.consent(leave(guest))
    local.person = {"sub": subject} if subject is not None else {}
    assert refused(_got(guest, address))


@pytest.mark.parametrize("lie", ["down", "garbage"])
def test_a_provider_that_is_away_is_said_before_anybody_leaves(local: Local, lie: str) -> None:
    local.lie = lie
    assert refused(Guest().go("to:example", read="yes"))


def test_a_provider_that_is_gone_is_said(turn_on: TurnOn, db: None) -> None:
    gone = Provider("example", "Example", "http://127.0.0.1:9", "id", "secret")
    turn_on("example", providers=(gone,))
    assert refused(Guest().go("to:example", read="yes"))


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/studio/"])
def test_nobody_is_sent_on_to_an_address_that_came_along(local: Local, where: str) -> None:
    guest = Guest()
    guest.post(f"{DOOR}?next={where}", go="to:example", read="yes", next=where)
    address = address_of(guest)
    assert "evil" not in address and "studio" not in address
    guest.get(local.consent(address) + f"&next={where}")
    assert guest.status == 200 and guest.answer is not None
    assert "Location" not in guest.answer.headers and "evil.example" not in guest.page


@pytest.mark.parametrize("slug", ["google", "facebook", "openid_connect", "email", "passkey", "x"])
def test_a_provider_that_is_not_on_does_not_exist(local: Local, slug: str) -> None:
    guest = Guest()
    assert guest.go(f"to:{slug}", read="yes").heading == "With an account, if you want one"
    assert guest.get(f"/share/account/back/{slug}/?code=x&state=y").status == 404
    assert local.asked == []


def test_the_way_back_speaks_the_language_of_the_way_out(local: Local, settings: Any) -> None:
    settings.SITE_LANGUAGES = ["en", "ko"]
    settings.LANGUAGES = [("en", "English"), ("ko", "Korean")]
    guest = Guest(prefix="/ko")
    address = leave(guest)
    guest.prefix = ""
    guest.get(local.consent(address))
    assert 'lang="ko"' in guest.page and 'action="/ko/share/account/"' in guest.page
    assert 'lang="en"' in guest.get(DOOR).page  # the control: the next page is asked for anew
    translation.activate("en")


def test_no_page_loads_or_sends_anything_elsewhere(local: Local) -> None:
    guest = Guest()
    for page in (guest.get(DOOR), guest.go("to:example", read="yes"), there_and_back(local)):
        assert page.answer is not None
        policy = page.answer["Content-Security-Policy"]
        assert "form-action 'self'" in policy and "http" not in policy
        assert page.answer["Referrer-Policy"] == "no-referrer"
        assert page.answer["Cache-Control"] == "no-store"
        assert not re.search(r'(?:src|action)="https?:', page.page)


def test_facebook_is_asked_for_a_number_and_nothing_else(
    local: Local, turn_on: TurnOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = f"{local.base}/graph"
    monkeypatch.setattr(flows, "GRAPH_API_URL", graph)
    monkeypatch.setattr(asking._Facebook, "access_token_url", f"{graph}/oauth/access_token")
    known = Provider("facebook", "Facebook", "https://www.facebook.com", "id", "secret")
    turn_on("facebook", providers=(known,))
    guest = Guest()
    address = leave(guest, "facebook")
    assert address.startswith("https://www.facebook.com/")
    assert parse_qs(urlsplit(address).query)["scope"] == ["public_profile"]
    local.person = {"sub": "99", "email": MAIL}
    guest.get(local.consent(address))
    assert guest.heading == "Lock your notebook"
    assert local.asked == ["/graph/oauth/access_token", "/graph/me"]


def _got(guest: Guest, address: str) -> Guest:
    guest.get(address)
    return guest


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_coming_back_is_answered_there(local: Local, method: str) -> None:
    assert getattr(Client(), method)(BACK).status_code == 405
