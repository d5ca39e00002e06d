"""Headers of what Django answers: nothing is kept, framed, told on or run that should not be."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from farshore.config import settings as house
from farshore.config.gate import Nameless
from farshore.config.middleware import PrivateHeaders
from tests.staff import enter, member

pytestmark = pytest.mark.django_db

PRIVATE = ["/share/", "/return/", "/studio/account/login/"]
STUDIO = ["/studio/", "/studio/account/", "/studio/stories/", "/studio/images/"]


def policy(answer: Any) -> dict[str, str]:
    """What may be done from where: `{"script-src": "'self'", …}`."""
    parts = answer["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.fixture
def staff(client: Client) -> Client:
    return enter(client, member("ada", "Moderators", "Releasers", "Editors", admin=True))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_pages_run_and_load_nothing_but_ours(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    told = policy(answer)
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == told["form-action"] == "'self'"
    assert told["frame-ancestors"] == told["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", [*PRIVATE, *STUDIO])
def test_no_private_page_is_kept_or_framed_by_others(staff: Client, address: str) -> None:
    answer = staff.get(address)
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert policy(answer)["frame-ancestors"] in {"'none'", "'self'"}
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    for value in policy(answer).values():
        assert "http" not in value and "*" not in value


@pytest.mark.parametrize("address", STUDIO)
def test_a_page_of_the_studio_is_never_stored(staff: Client, address: str) -> None:
    assert "no-store" in staff.get(address)["Cache-Control"]


def test_where_storytellers_words_are_read_no_script_of_the_page_runs(staff: Client) -> None:
    assert policy(staff.get("/studio/stories/"))["script-src"] == "'self'"
    assert "unsafe-inline" in policy(staff.get("/studio/images/"))["script-src"]  # Wagtail's own


def test_nobody_learns_from_which_private_page_somebody_came(staff: Client) -> None:
    assert Client().get("/share/")["Referrer-Policy"] == "no-referrer"
    assert staff.get("/studio/")["Referrer-Policy"] == "same-origin"


def test_strict_transport_is_asked_for_except_on_an_onion_address(
    client: Client, settings: Any
) -> None:
    onion = "abcdefghij.onion"
    settings.ALLOWED_HOSTS = ["film.example", onion]
    settings.SECURE = True
    assert (
        "max-age=" in client.get("/share/", HTTP_HOST="film.example")["Strict-Transport-Security"]
    )
    for host in (onion, f"{onion}:80"):
        assert "Strict-Transport-Security" not in client.get("/share/", HTTP_HOST=host)
    settings.SECURE = False
    assert "Strict-Transport-Security" not in client.get("/share/", HTTP_HOST="film.example")


def test_sharing_sets_no_cookie(client: Client) -> None:
    for address in ("/share/", "/return/"):
        assert not client.get(address).cookies
        assert not client.post(address, {"go": "x"}).cookies


def test_cookies_of_the_studio_are_for_the_studio_and_for_https_where_there_is_any() -> None:
    assert house.SESSION_COOKIE_PATH == house.CSRF_COOKIE_PATH == "/studio/"
    assert house.SESSION_COOKIE_SECURE is house.CSRF_COOKIE_SECURE is house.SECURE
    assert house.MESSAGE_STORAGE.endswith("SessionStorage")


def test_a_house_without_https_believes_nobody_who_says_so(rf: RequestFactory) -> None:
    assert house.SECURE is False and house.SECURE_PROXY_SSL_HEADER is None
    assert not rf.get("/share/", HTTP_X_FORWARDED_PROTO="https").is_secure()


def test_a_house_with_https_reads_it_from_the_front_alone(
    rf: RequestFactory, settings: Any
) -> None:
    """`front` hands on no such header of a client's: tests/front holds that."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert rf.get("/share/", HTTP_X_FORWARDED_PROTO="https").is_secure()
    assert not rf.get("/share/", HTTP_X_FORWARDED_PROTO="http").is_secure()
    assert not rf.get("/share/").is_secure()


def test_another_site_cannot_act_for_somebody_who_is_logged_in() -> None:
    client = Client(enforce_csrf_checks=True)
    enter(client, member("ada", admin=True))
    for address in ("/studio/account/", "/studio/images/add/", "/studio/account/logout/"):
        assert client.post(address, {"x": "y"}).status_code == 403, address
    forged = {"HTTP_ORIGIN": "https://evil.example"}
    client.get("/studio/")
    token = client.cookies["studio_csrf"].value
    form = {"csrfmiddlewaretoken": token}
    refused = client.post("/studio/account/logout/", form, **forged)
    assert refused.status_code == 403
    assert "Nothing has happened." in refused.content.decode()
    assert client.post("/studio/account/logout/", form).status_code == 302  # the control


@pytest.mark.promise("P-02")
def test_no_header_by_which_a_person_is_known_reaches_a_view(rf: RequestFactory) -> None:
    telling = {
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_X_FORWARDED_FOR": "203.0.113.7",
        "HTTP_X_REAL_IP": "203.0.113.7",
        "HTTP_FORWARDED": "for=203.0.113.7",
        "HTTP_USER_AGENT": "TellingAgent/1.0",
    }
    seen: list[str] = []

    def look(request: HttpRequest) -> HttpResponse:
        seen.append(str(request.META))
        return HttpResponse()

    Nameless(look)(rf.get("/share/", **telling))  # type: ignore[arg-type]
    assert "203.0.113.7" not in seen[0] and "TellingAgent" not in seen[0]


def test_what_a_view_says_for_itself_is_kept(rf: RequestFactory) -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox", "Cache-Control": "private"})
    answer = PrivateHeaders(lambda _request: own)(rf.get("/studio/media/x.jpg"))
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"] == "private"
