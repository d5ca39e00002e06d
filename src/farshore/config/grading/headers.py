"""What the answers tell browsers, caches and everybody who listens."""

import re
from collections.abc import Callable, Iterable, Iterator

from farshore.config.grading import policy
from farshore.config.grading.asking import Answer
from farshore.config.grading.report import Finding, judged, judged_among
from farshore.config.grading.visit import LIST, ROBOTS, Visit

_QUIET = frozenset({"no-referrer", "same-origin"})
_CLOSED = ("geolocation", "camera")
_VERSION = re.compile(r"\d+\.\d+")
_TELLING = ("x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator", "x-runtime")
_SERVICES = {
    "cf-ray": "Cloudflare",
    "x-amz-cf-id": "CloudFront",
    "x-sucuri-id": "Sucuri",
    "x-iinfo": "Imperva",
    "x-akamai-request-id": "Akamai",
    "x-fastly-request-id": "Fastly",
    "x-vercel-id": "Vercel",
    "x-azure-ref": "Azure Front Door",
}
"""Headers by which services say that they stand between, as their own manuals name them."""


def judge(visit: Visit) -> Iterator[Finding]:
    reading, sharing, host = visit.reading(), visit.sharing(), visit.target.host
    pages, said = [*reading, *sharing], "Every page says so."
    yield judged("policy", _policies(pages, host), "Every page has a strict one.")
    yield judged("nosniff", _each(pages, _sniffed), said)
    yield judged("referrer", _each(pages, _refers), said)
    yield judged("permissions", _each(pages, _permits), said)
    yield judged("cross-origin", [*_each(pages, _opens), *_each(sharing, _lends)], said)
    files = [made for path in (ROBOTS, LIST, visit.missing) if (made := visit.page(path))]
    yield judged("cookies", _cookies([*reading, *files]), "None came with what was asked.")
    none = "None came with them."
    yield judged_among("cookies-sharing", sharing, _cookies(sharing), none)
    yield judged_among("stored", sharing, _each(sharing, _stored), "They say no-store.")
    yield judged("software", _software(pages), "No version stands in the headers.")
    yield judged("between", _services(pages), "No header of such a service came.")


def _each(pages: Iterable[Answer], look: Callable[[Answer], str]) -> list[str]:
    return [f"{page.path} {word}." for page in pages if (word := look(page))]


def _policies(pages: list[Answer], host: str) -> list[str]:
    found = []
    for page in pages:
        faults = policy.faults(page.every("content-security-policy"), host=host)
        found += [f"On {page.path} it {', '.join(faults)}."] if faults else []
    return found


def _sniffed(page: Answer) -> str:
    return "" if page.field("x-content-type-options").lower() == "nosniff" else "does not say it"


def _refers(page: Answer) -> str:
    """Browsers take the last of several that they know."""
    told = [word.strip().lower() for word in page.field("referrer-policy").split(",")]
    if told[-1] in _QUIET:
        return ""
    return f"says {told[-1]}" if told[-1] else "does not say it"


def _permits(page: Answer) -> str:
    told = page.field("permissions-policy").replace(" ", "").lower()
    left = [name for name in _CLOSED if f"{name}=()" not in told.split(",")]
    return f"leaves open: {', '.join(left)}" if left else ""


def _opens(page: Answer) -> str:
    told = page.field("cross-origin-opener-policy").lower()
    return "" if told == "same-origin" else "has no Cross-Origin-Opener-Policy: same-origin"


def _lends(page: Answer) -> str:
    told = page.field("cross-origin-resource-policy").lower()
    return "" if told == "same-origin" else "has no Cross-Origin-Resource-Policy: same-origin"


def _cookies(pages: Iterable[Answer]) -> list[str]:
    """Only their names: what is in them may say who asked."""
    return [
        f"{page.path} sets {value.partition('=')[0].strip()[:60]}."
        for page in pages
        for value in page.every("set-cookie")
    ]


def _stored(page: Answer) -> str:
    told = page.field("cache-control").lower().replace(" ", "").split(",")
    if "no-store" in told:
        return ""
    return f"says {page.field('cache-control') or 'nothing'} about storing"


def _software(pages: Iterable[Answer]) -> list[str]:
    found = []
    for page in pages:
        server = page.field("server")
        found += [f"Server: {server[:80]}."] if _VERSION.search(server) else []
        found += [f"{name}: {told[:80]}." for name in _TELLING if (told := page.field(name))]
    return found


def _services(pages: Iterable[Answer]) -> list[str]:
    return [
        f"{name} names {who}."
        for page in pages
        for name, who in _SERVICES.items()
        if page.field(name)
    ]
