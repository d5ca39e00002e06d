"""Every finding is made where it is so, and nowhere else: a house at which nothing is wrong, and
the same house with one thing wrong.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from farshore.config.grading.catalogue import BY_ID, ENTRIES, WARN
from farshore.config.grading.report import PASS, UNSEEN, grade, is_enough
from farshore.kernel.signing import public_key
from tests.config.grading.conftest import Grade
from tests.config.grading.stubs import (
    LOGIN,
    PASSKEYS,
    PICTURE,
    POLICY,
    PRIVATE,
    SAFE,
    SECRET,
    STORY,
    Authority,
    Handler,
    Reply,
    Stub,
    good,
    html,
    leading_to_https,
    listed,
)

LAST_WEEK = datetime.now(UTC).date() - timedelta(days=8)


@dataclass
class Wrong:
    """One thing that is wrong with a house: which finding it makes, and how it is done."""

    id: str
    change: Callable[[Stub], None] = lambda _stub: None
    server: Callable[[Authority], ssl.SSLContext] | None = None
    before: Stub | None = None
    more: dict[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    """What is found with it."""


def has(path: str, **fields: str) -> Callable[[Stub], None]:
    """Headers that an answer has."""
    return lambda stub: stub.every(lambda reply: reply.having(**fields), path)


def lacks(path: str, *names: str) -> Callable[[Stub], None]:
    """Headers that an answer lacks."""
    return lambda stub: stub.every(lambda reply: reply.lacking(*names), path)


def says(path: str, text: str) -> Callable[[Stub], None]:
    """What a page has at its end."""
    return lambda stub: stub.every(
        lambda reply: replace(reply, body=reply.body + text.encode()), path
    )


def is_(path: str, reply: Reply) -> Callable[[Stub], None]:
    return lambda stub: stub.pages.update({path: reply})


def error(name: str, text: str) -> Callable[[Stub], None]:
    """What an error page says: `missing`, `wrong` or `unsound`."""
    return lambda stub: setattr(stub, name, replace(getattr(stub, name), body=text.encode()))


def policy(path: str, text: str) -> Callable[[Stub], None]:
    return has(path, Content_Security_Policy=text)


FRAMED = "default-src 'self'; base-uri 'none'; form-action 'self'"
CASES = {
    "ends-soon": Wrong("certificate-days", server=lambda made: made.server(days=9)),
    "for-another-name": Wrong("certificate", server=lambda made: made.server("other.example")),
    "has-ended": Wrong(
        "certificate", server=lambda made: made.server(days=-3), also=("certificate-days",)
    ),
    "old-tls": Wrong("tls", server=lambda made: made.server(old=True)),
    "plain-pages": Wrong("redirect", before=Stub({"/": html("Welcome")})),
    "plain-elsewhere": Wrong("redirect", before=leading_to_https(to="https://www.film.example/")),
    "plain-to-a-port": Wrong("redirect", before=leading_to_https(to="https://film.example:8443/")),
    "plain-to-plain": Wrong("redirect", before=leading_to_https(to="http://film.example/x/")),
    "plain-nowhere": Wrong("redirect", before=leading_to_https(to="")),
    "not-strict": Wrong("hsts", lacks("/share/", "Strict-Transport-Security")),
    "strict-for-a-day": Wrong("hsts", has("/", Strict_Transport_Security="max-age=86400")),
    "no-policy": Wrong("policy", lacks(STORY, "Content-Security-Policy")),
    "inline": Wrong("policy", policy("/share/", f"{POLICY}; style-src 'unsafe-inline'")),
    "framed": Wrong("policy", policy("/", FRAMED)),
    "sniffed": Wrong("nosniff", lacks("/return/", "X-Content-Type-Options")),
    "refers": Wrong("referrer", has("/share/", Referrer_Policy="origin")),
    "refers-by-default": Wrong("referrer", lacks("/", "Referrer-Policy")),
    "may-ask-where": Wrong("permissions", has("/", Permissions_Policy="geolocation=(self)")),
    "held": Wrong("cross-origin", lacks("/", "Cross-Origin-Opener-Policy")),
    "lent": Wrong("cross-origin", lacks("/share/", "Cross-Origin-Resource-Policy")),
    "cookie": Wrong("cookies", has(STORY, Set_Cookie="_ga=GA1.2.3")),
    "cookie-of-a-file": Wrong("cookies", has("/robots.txt", Set_Cookie="lb=node3")),
    "cookie-of-sharing": Wrong("cookies-sharing", has("/return/", Set_Cookie="lb=node3")),
    "stored": Wrong("stored", lacks("/share/", "Cache-Control")),
    "stored-for-a-while": Wrong("stored", has("/return/", Cache_Control="max-age=60")),
    "version": Wrong("software", has("/", Server="nginx/1.18.0")),
    "powered": Wrong("software", has("/", X_Powered_By="Express")),
    "service": Wrong("between", has("/", CF_RAY="8a1b2c3d4e5f")),
    "script": Wrong("third-party", says("/", '<script src="//cdn.example/x.js"></script>')),
    "counted": Wrong("third-party", says(STORY, "<img srcset='https://count.example/p 1x'>")),
    "shared-with": Wrong("third-party-sharing", says("/share/", "<form action='https://x.io/'>")),
    "traceback": Wrong("debug", error("wrong", "Traceback (most recent call last):\n  …")),
    "django": Wrong("debug", error("missing", "<h1>Using the URLconf defined in …</h1>")),
    "names-itself": Wrong("errors", error("unsound", "<center>nginx/1.22.1</center>")),
    "repeats": Wrong("errors", lambda stub: setattr(stub, "repeats", True)),
    "all-is-well": Wrong(
        "errors",
        lambda stub: setattr(stub, "missing", replace(stub.missing, status=200)),
        also=("folders",),
    ),
    "listed": Wrong("folders", is_("/media/", html("Index of /media/"))),
    "film-listed": Wrong("folders", is_("/media/film/09043f9f1932fa2d/", html("Index of"))),
    "runs": Wrong("media", has(PICTURE, Content_Type="text/html")),
    "drawn": Wrong("media", has(PICTURE, Content_Type="image/svg+xml")),
    "taken-for-more": Wrong("media", lacks(PICTURE, "X-Content-Type-Options")),
    "gone": Wrong("media", lambda stub: stub.pages.pop(PICTURE) and None),
    "no-list": Wrong("revocations", lambda stub: stub.pages.pop("/data/revocations.json") and None),
    "old-list": Wrong("revocations", is_("/data/revocations.json", listed(LAST_WEEK))),
    "changed-list": Wrong("revocations", says("/data/revocations.json", " x")),
    "another-key": Wrong("revocations", more={"key": public_key("another")}),
    "varies-by-nothing": Wrong("light", lambda stub: setattr(stub, "varies", "Cookie")),
    "sent-again": Wrong("light", lambda stub: setattr(stub, "knows", False)),
    "heavy": Wrong("light", lacks("/", "ETag")),
    "indexed": Wrong("robots", lambda stub: stub.pages.pop("/robots.txt") and None),
    "half-indexed": Wrong("robots", is_("/robots.txt", Reply(200, SAFE, b"Disallow: /share/\n"))),
    "no-onion": Wrong("onion", has("/", Onion_Location=f"http://{'a' * 56}.onion/")),
    "old-onion": Wrong("onion", has("/", Onion_Location="http://expyuzz4wqqyqhjn.onion/")),
    "login-stored": Wrong("studio", lacks(LOGIN, "Cache-Control")),
    "login-framed": Wrong("studio", policy(LOGIN, FRAMED)),
    "login-elsewhere": Wrong("studio", says(LOGIN, "<iframe src='https://x.io/'></iframe>")),
    "session-read": Wrong(
        "studio-cookies",
        has(PASSKEYS, Set_Cookie="studio=y; Path=/studio/; SameSite=Lax; HttpOnly"),
    ),
    "session-scripted": Wrong(
        "studio-cookies",
        has(PASSKEYS, Set_Cookie="studio=y; Path=/studio/; SameSite=Lax; Secure"),
    ),
    "session-everywhere": Wrong(
        "studio-cookies",
        has(PASSKEYS, Set_Cookie="studio=y; Path=/; SameSite=Lax; Secure; HttpOnly"),
    ),
    "form-from-others": Wrong(
        "studio-cookies", has(LOGIN, Set_Cookie="studio_csrf=x; Path=/studio/; Secure")
    ),
    "nobody": Wrong("controller", is_("/privacy/", html("<h2 id='who-answers'>Who</h2>"))),
    "nobody-named": Wrong("controller", is_("/privacy/", html("<h2>Ours</h2><p>Text</p>"))),
    "closed-door": Wrong(
        "pages", lambda stub: stub.every(lambda reply: replace(reply, status=503), "/return/")
    ),
}


def test_at_a_good_house_nothing_is_wrong(graded_by_https: Grade) -> None:
    found = graded_by_https(good(), key=public_key(SECRET))
    assert {id: one.level for id, one in found.items()} == dict.fromkeys(BY_ID, PASS)
    assert grade(list(found.values())) == "A"


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_found_and_nothing_else(
    name: str, graded_by_https: Grade, authority: Authority
) -> None:
    case, stub = CASES[name], good()
    case.change(stub)
    server = case.server(authority) if case.server else None
    found = graded_by_https(stub, server=server, before=case.before, **case.more)
    told = found[case.id]
    assert told.level == BY_ID[case.id].level, told.saw
    assert told.saw and told.title == told.entry.title
    assert {id for id, one in found.items() if one.level != PASS} == {case.id, *case.also}
    harmless = {one.level for one in found.values()} <= {PASS, UNSEEN, WARN}
    assert is_enough(grade(list(found.values())), least="B") is harmless


def test_every_finding_has_a_house_at_which_it_is_made() -> None:
    by_http = {"https"}  # tests/config/grading/test_lines.py
    assert {case.id for case in CASES.values()} | by_http == BY_ID.keys()
    assert len(ENTRIES) == len(BY_ID)


def test_where_nothing_answers_plain_http_it_could_be_better(
    graded_by_https: Grade, authority: Authority
) -> None:
    def hang_up(handler: Handler) -> None:
        handler.close_connection = True

    found = graded_by_https(good(), before=Stub(acts={"/": hang_up}))
    assert found["redirect"].level == WARN


def test_a_page_that_is_gone_is_not_praised(graded_by_https: Grade) -> None:
    """Of sharing pages that do not answer nothing good can be said."""

    def hang_up(handler: Handler) -> None:
        handler.close_connection = True

    stub = good()
    stub.acts = {"/share/": hang_up, "/return/": hang_up}
    found = graded_by_https(stub)
    assert found["pages"].level == "fail" and "/share/ ended the connection" in found["pages"].saw
    for id in ("stored", "cookies-sharing", "third-party-sharing"):
        assert found[id].level == UNSEEN


def test_a_house_without_stories_pictures_or_onion_is_told_what_was_not_looked_at(
    graded_by_https: Grade,
) -> None:
    stub = good()
    stub.pages["/"] = html('<a href="/share/"></a><a href="/return/"></a>').having(ETag='"1"')
    stub.pages["/stories/"] = html("None yet.")
    found = graded_by_https(stub)
    assert [id for id, one in found.items() if one.level != PASS] == ["onion", "media"]
    assert found["media"].level == found["onion"].level == UNSEEN


def test_a_studio_with_a_name_of_its_own_is_looked_at_there(
    graded_by_https: Grade, authority: Authority
) -> None:
    stub = good()
    login, passkeys = stub.pages.pop(LOGIN), stub.pages.pop(PASSKEYS)
    assert graded_by_https(stub)["studio"].level == UNSEEN
    apart = Stub({LOGIN: login, PASSKEYS: passkeys})
    assert PRIVATE.items() <= login.fields.items()
    found = graded_by_https(stub, studio=apart)
    assert found["studio"].level == found["studio-cookies"].level == PASS
    assert "nowhere else" in found["studio"].saw
    both = graded_by_https(good(), studio=apart)
    assert both["studio"].level == "fail" and "film.example too" in both["studio"].saw
