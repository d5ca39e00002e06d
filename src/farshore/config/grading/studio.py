"""The team's login, as whoever is not of the team meets it.

The question that a browser asks before it offers a passkey is asked too: its answer carries the
session's cookie, without which nothing could be said of that.
"""

from collections.abc import Iterator

from farshore.config.grading import policy
from farshore.config.grading.asking import Answer
from farshore.config.grading.markup import Markup, foreign
from farshore.config.grading.report import Finding, judged, unseen
from farshore.config.grading.visit import LOGIN, PASSKEYS, Visit

_FORM_COOKIE = "studio_csrf"
"""Wagtail's scripts read it, so that it cannot be HttpOnly; it opens nothing by itself."""


def judge(visit: Visit, own: Visit | None = None) -> Iterator[Finding]:
    """`own`: a visit to the studio's own host name, where it has one."""
    login = visit.page(LOGIN)
    if own is None and (login is None or login.status == 404):
        why = "The studio has a host name of its own; give it as --studio URL."
        yield unseen("studio", why)
        yield unseen("studio-cookies", why)
        return
    there, faults = own or visit, []
    if own is not None and login is not None and login.status != 404:
        faults.append(f"It answers under {visit.target.origin} too ({login.status}).")
    if there.distrust and own is not None:
        faults.append(f"Its certificate is not trusted: {there.distrust}.")
    login = there.page(LOGIN)
    if login is None or login.status != 200:
        faults.append(f"{LOGIN} answers {login.status if login else 'nothing'}.")
    else:
        faults += _login(there, login)
    yield judged("studio", faults, _where(there, own=own is not None))
    yield _cookies(there, login)


def _where(there: Visit, *, own: bool) -> str:
    if own:
        return f"It is at {there.target.origin} and nowhere else."
    return "It is under the public name; FARSHORE_STUDIO_HOST gives it one of its own."


def _login(there: Visit, login: Answer) -> Iterator[str]:
    if "no-store" not in login.field("cache-control").lower():
        yield "The login may be stored."
    bad = policy.faults(login.every("content-security-policy"), host=there.target.host)
    if bad:
        yield f"Its Content-Security-Policy {', '.join(bad)}."
    if away := foreign(Markup(login.text).loads, page=there.target.origin + login.path):
        yield f"The login asks for {', '.join(one[:120] for one in away)}."


def _cookies(there: Visit, login: Answer | None) -> Finding:
    asked = there.asked(PASSKEYS, fields={"X-Requested-With": "XMLHttpRequest"})
    cookies = [value for page in (login, asked) if page for value in page.every("set-cookie")]
    if not cookies:
        return unseen("studio-cookies", "The studio's cookies: the login sets none before it.")
    secure = there.target.scheme == "https"
    faults = [word for cookie in cookies for word in _loose(cookie, secure=secure)]
    names = ", ".join(sorted({cookie.partition("=")[0] for cookie in cookies}))
    return judged("studio-cookies", faults, f"Those of {names} are.")


def _loose(cookie: str, *, secure: bool) -> Iterator[str]:
    name, _, rest = cookie.partition("=")
    told = {part.strip().lower() for part in rest.split(";")[1:]}
    if secure and "secure" not in told:
        yield f"{name} is not Secure."
    if not {"samesite=lax", "samesite=strict"} & told:
        yield f"{name} has no SameSite."
    if "httponly" not in told and name != _FORM_COOKIE:
        yield f"{name} is not HttpOnly."
    if "path=/studio/" not in told:
        yield f"{name} is sent outside the studio."
