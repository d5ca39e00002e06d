"""The line to the house: https, its certificate, plain http, and what browsers are told of it."""

import base64
import binascii
import hashlib
import re
import ssl
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography import x509

from farshore.config.grading.asking import Answer, Line, Target, Unanswered
from farshore.config.grading.report import Finding, judged, unseen
from farshore.config.grading.visit import Visit

SOON = 14
"""Days before a certificate's end that are too few: most are renewed at thirty."""
HALF_A_YEAR = 15_552_000
_MAX_AGE = re.compile(r'(?:^|[;\s])max-age\s*=\s*"?([0-9]{1,12})', re.IGNORECASE)
_ONION = re.compile(r"(?:[a-z0-9-]+\.)*([a-z2-7]{56})\.onion")


def judge(
    visit: Visit, *, now: datetime, plain: tuple[str, int] | None = None
) -> Iterator[Finding]:
    """`plain`: where plain http comes in, if not on port 80."""
    target = visit.target
    if target.scheme == "https":
        yield judged("https", [], f"{target.origin} answers.")
        yield from _certificate(visit, now)
        yield _tls(visit)
        yield _redirect(visit, plain)
    else:
        yield _in_the_clear(target)
        for id, about in _OF_HTTPS.items():
            yield unseen(id, f"{about}: not by http.")
    yield _strict(visit)
    yield _onion(visit)


_OF_HTTPS = {
    "certificate": "The certificate",
    "certificate-days": "How long the certificate lasts",
    "tls": "The version of TLS",
    "redirect": "Whether plain http leads to https",
}


def _in_the_clear(target: Target) -> Finding:
    if target.is_onion:
        return unseen("https", "Encryption: an onion address is encrypted by Tor itself.")
    if target.is_here:
        return unseen(
            "https",
            "Encryption: this machine was asked by plain http, which crosses no "
            "wire. Grade the public address too.",
        )
    return judged("https", [f"{target.origin} answers with its pages."])


def _certificate(visit: Visit, now: datetime) -> Iterator[Finding]:
    if visit.distrust:
        yield judged("certificate", [f"It says: {visit.distrust}."])
    else:
        yield judged("certificate", [], f"It is for {visit.target.host}.")
    try:
        _version, der = visit.line.greet()
        ends = x509.load_der_x509_certificate(der).not_valid_after_utc
    except (Unanswered, ssl.SSLError, ValueError):
        yield unseen("certificate-days", "How long the certificate lasts could not be read.")
        return
    days = (ends - now).days
    told = f"{days} days are left, until {ends.astimezone(UTC):%d %B %Y}."
    yield judged("certificate-days", [told] if days < SOON else [], told)


def _tls(visit: Visit) -> Finding:
    """Old versions are asked for on purpose: the best that both know says nothing of them."""
    try:
        version, _der = visit.line.greet()
    except (Unanswered, ssl.SSLError):
        return unseen("tls", "The version of TLS could not be read.")
    if not (ssl.HAS_TLSv1 or ssl.HAS_TLSv1_1):
        return unseen("tls", f"{version} is spoken. Older versions cannot be asked for from here.")
    faults = ["TLS 1.0 or 1.1 is accepted."] if _takes_old(visit.line) else []
    return judged("tls", faults, f"{version} is spoken; 1.0 and 1.1 are refused.")


def _takes_old(line: Line) -> bool:
    old = ssl.create_default_context()
    old.check_hostname = False
    old.verify_mode = ssl.CERT_NONE
    try:
        old.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that is why they are asked for
            old.minimum_version = ssl.TLSVersion.TLSv1
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        replace(line, trust=old).greet()
    except (Unanswered, ssl.SSLError, ValueError):
        return False
    return True


def _redirect(visit: Visit, plain: tuple[str, int] | None) -> Finding:
    target = visit.target
    if target.port != 443 and not plain:
        return unseen(
            "redirect",
            f"Whether plain http leads to https: https is on port {target.port}, not on its own.",
        )
    where = plain or (target.at[0] if target.at else target.host, 80)
    asked = replace(visit.line, target=Target("http", target.host, 80, where))
    try:
        answer = asked.ask("/")
    except Unanswered as why:
        told = f"By plain http the house {why}: who types the name alone may not arrive."
        return judged("redirect", [told], level="warn")
    if 200 <= answer.status < 300:
        return judged("redirect", ["Plain http answers with a page of its own."])
    if not _leads_home(answer, target):
        to = answer.field("location") or "nowhere"
        return judged("redirect", [f"Plain http answers {answer.status} and leads to {to}."])
    return judged("redirect", [], f"It answers {answer.status} and leads to {target.origin}/.")


def _leads_home(answer: Answer, target: Target) -> bool:
    try:
        to = urlsplit(answer.field("location"))
        return (to.scheme, to.hostname, to.port or 443) == ("https", target.host, target.port)
    except ValueError:
        return False


def _strict(visit: Visit) -> Finding:
    target = visit.target
    pages = [*visit.reading(), *visit.sharing()]
    said = [page.path for page in pages if page.field("strict-transport-security")]
    if target.is_onion:
        faults = [f"{path} asks for https, which an onion address has not." for path in said]
        return judged("hsts", faults, "An onion address asks for no https.")
    if target.scheme == "http":
        return unseen("hsts", "Strict-Transport-Security: it counts by https only.")
    faults = [word for page in pages if (word := _not_strict(page))]
    return judged("hsts", faults, "Every page says so, for half a year at least.")


def _not_strict(page: Answer) -> str:
    value = page.field("strict-transport-security")
    found = _MAX_AGE.search(value)
    if not found:
        return f"{page.path} does not say it."
    if int(found[1]) < HALF_A_YEAR:
        return f"{page.path} says it for {int(found[1]) // 86400} days only."
    return ""


def _onion(visit: Visit) -> Finding:
    told = visit.pages["/"].field("onion-location")
    if not told:
        words = "No onion address is announced. docs/running/install.md tells how to have one."
        return unseen("onion", words if not visit.target.is_onion else "This is the onion address.")
    return judged("onion", [] if is_onion(told) else [f"It is {told[:120]}."], f"It is {told}.")


def is_onion(address: str) -> bool:
    """Whether an address leads to an onion service of version 3, whose name proves itself.

    Source: Tor's rend-spec-v3, "Encoding onion addresses".
    """
    try:
        parts = urlsplit(address)
        found = _ONION.fullmatch(parts.hostname or "")
        if parts.scheme not in {"http", "https"} or not found:
            return False
        raw = base64.b32decode(found[1].upper())
    except (ValueError, binascii.Error):
        return False
    key, check, version = raw[:32], raw[32:34], raw[34:]
    made = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return version == b"\x03" and check == made
