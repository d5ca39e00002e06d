"""What is served as files: pictures, the list of what must go, and how pages travel."""

import json
from collections.abc import Iterator
from datetime import date

from farshore.config.grading.asking import Answer
from farshore.config.grading.report import Finding, judged, unseen
from farshore.config.grading.visit import LIST, ROBOTS, SHARING, Visit
from farshore.stories.revocations import (
    FRESH,
    NotTheList,
    Revocations,
    StaleList,
    check_fresh,
    read,
)

_COMPRESSED = {"Accept-Encoding": "br, gzip"}
_SAFE_KINDS = ("image/", "video/", "audio/")
_RUNNING_KINDS = frozenset({"image/svg+xml"})


def judge(visit: Visit, *, today: date, key: str = "") -> Iterator[Finding]:
    """`key`: the house's own, where it is known; else the list's own is believed."""
    picture = visit.picture()
    yield _folders(visit, picture)
    yield _media(visit, picture)
    yield _revocations(visit, today, key)
    yield _light(visit)
    yield _robots(visit)


def _folders(visit: Visit, picture: str) -> Finding:
    paths = dict.fromkeys(["/media/", picture.rpartition("/")[0] + "/" if picture else "/media/"])
    answers = [made for path in paths if (made := visit.page(path))]
    faults = [f"{one.path} answers {one.status}." for one in answers if one.status < 400]
    return judged("folders", faults, f"{' and '.join(paths)} show nothing.")


def _media(visit: Visit, picture: str) -> Finding:
    if not picture:
        return unseen("media", "Pictures: neither the first page nor a story shows one.")
    answer = visit.asked(picture, method="HEAD")
    if answer is None or answer.status != 200:
        return judged("media", [f"{picture} answers {answer.status if answer else 'nothing'}."])
    kind = answer.field("content-type").partition(";")[0].strip().lower()
    faults = []
    if not kind.startswith(_SAFE_KINDS) or kind in _RUNNING_KINDS:
        faults.append(f"{picture} is served as {kind or 'nothing in particular'}.")
    if answer.field("x-content-type-options").lower() != "nosniff":
        faults.append(f"{picture} comes without nosniff.")
    return judged("media", faults, f"{picture} is {kind}, with nosniff.")


def _revocations(visit: Visit, today: date, key: str) -> Finding:
    answer = visit.page(LIST)
    if answer is None or answer.status != 200:
        word = f"answers {answer.status}" if answer else visit.silent[LIST]
        return judged("revocations", [f"{LIST} {word}."])
    try:
        found = read(answer.body, key=key or _own_key(answer))
        check_fresh(found, today=today)
    except NotTheList:
        whose = "by the key that was given" if key else "by the key that stands in it"
        return judged("revocations", [f"{LIST} is not signed {whose}."])
    except StaleList:
        return judged("revocations", [f"{LIST} is older than {FRESH.days} days."])
    return judged("revocations", [], _told(found, key))


def _told(found: Revocations, key: str) -> str:
    by = "by the key that was given" if key else "by its own key (give --key to be sure of it)"
    return f"The list is of {found.day}, and signed {by}."


def _own_key(answer: Answer) -> str:
    try:
        return str(json.loads(answer.body)["key"])
    except (ValueError, KeyError, TypeError):
        return ""


def _light(visit: Visit) -> Finding:
    answer = visit.asked("/", method="HEAD", fields=_COMPRESSED)
    if answer is None:
        return unseen("light", "How pages travel: HEAD was not answered.")
    faults = []
    if answer.field("content-encoding") not in {"br", "gzip", "zstd"}:
        faults.append("The first page is not sent compressed.")
    elif "accept-encoding" not in answer.field("vary").lower():
        faults.append("The first page does not say that it varies by Accept-Encoding.")
    tag = answer.field("etag")
    again = tag and visit.asked("/", fields={**_COMPRESSED, "If-None-Match": tag})
    if not again or again.status != 304:
        faults.append("The first page has no ETag by which a browser that has it is told so.")
    return judged("light", faults, "The first page is.")


def _robots(visit: Visit) -> Finding:
    answer = visit.page(ROBOTS)
    if answer is None or answer.status != 200:
        return judged("robots", [f"{ROBOTS} answers {answer.status if answer else 'nothing'}."])
    lines = {line.partition("#")[0].strip().lower() for line in answer.text.splitlines()}
    left = [path for path in SHARING if not {f"disallow: {path}", "disallow: /"} & lines]
    faults = [f"{', '.join(left)} are not forbidden there."] if left else []
    return judged("robots", faults, "/share/ and /return/ are forbidden there.")
