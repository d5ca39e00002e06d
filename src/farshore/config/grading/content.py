"""What pages load and say, and what those say that tell of an error."""

import re
from collections.abc import Iterator

from farshore.config.grading.asking import Answer
from farshore.config.grading.markup import Markup, foreign
from farshore.config.grading.report import Finding, judged, judged_among, unseen
from farshore.config.grading.visit import READING, SHARING, Visit

_DEBUG = re.compile(
    r"Traceback \(most recent call last\)|DEBUG = True|Django Version:|URLconf|Werkzeug Debugger"
    r"|site-packages/|Exception Type:|Stack trace:|Xdebug|Fatal error: Uncaught"
)
_PROGRAM = re.compile(
    r"\b(?:nginx|openresty|apache|caddy|varnish|litespeed|granian|gunicorn|uvicorn|django|php)"
    r"/[0-9][0-9.]*",
    re.IGNORECASE,
)


def judge(visit: Visit) -> Iterator[Finding]:
    yield _pages(visit)
    yield judged(
        "third-party", _elsewhere(visit, visit.reading()), "Their HTML names no other site."
    )
    sharing = visit.sharing()
    away = _elsewhere(visit, sharing)
    yield judged_among("third-party-sharing", sharing, away, "Their HTML names no other site.")
    yield from _errors(visit)
    yield _controller(visit)


def _pages(visit: Visit) -> Finding:
    faults = []
    for path in (*READING, *SHARING, visit.story()):
        answer = visit.page(path) if path else None
        if path and answer is None:
            faults.append(f"{path} {visit.silent[path]}.")
        elif answer and answer.status != 200:
            faults.append(f"{path} answers {answer.status}.")
        elif answer and not answer.whole:
            faults.append(f"{path} does not end: only its beginning was looked at.")
    return judged("pages", faults, "Each that was asked is there, and ends.")


def _elsewhere(visit: Visit, pages: list[Answer]) -> list[str]:
    found = []
    for page in pages:
        away = foreign(Markup(page.text).loads, page=visit.target.origin + page.path)
        found += [f"{page.path} asks for {', '.join(one[:120] for one in away)}."] if away else []
    return found


def _errors(visit: Visit) -> Iterator[Finding]:
    """Nothing there; a method that no page takes; a question that no house can understand."""
    told = {
        404: visit.page(visit.missing),
        405: visit.asked("/", method="POST"),
        400: visit.asked("/", named=False),
    }
    answers = {status: answer for status, answer in told.items() if answer}
    debug = [
        f"{_ASKED[status]} is answered with “{found[0]}”."
        for status, answer in answers.items()
        if (found := _DEBUG.search(answer.text))
    ]
    yield judged("debug", debug, "404, 405 and 400 were looked at.")
    faults = [
        word for status, answer in answers.items() for word in _telling(visit, status, answer)
    ]
    yield judged("errors", faults, "404, 405 and 400 were looked at.")


_ASKED = {404: "What is not there", 405: "POST where nothing is taken", 400: "An unsound question"}


def _telling(visit: Visit, status: int, answer: Answer) -> Iterator[str]:
    if not 400 <= answer.status < 500:
        yield f"{_ASKED[status]} is answered {answer.status}, not {status}."
    if found := _PROGRAM.search(answer.text):
        yield f"{_ASKED[status]} is answered with “{found[0]}”."
    if visit.token in answer.text:
        yield f"{_ASKED[status]} is answered by repeating what was asked."


def _controller(visit: Visit) -> Finding:
    if not visit.page("/privacy/"):
        return unseen("controller", "Who answers for the site: /privacy/ did not answer.")
    named = visit.markup("/privacy/").controller
    faults = [] if named else ["Nobody is named on /privacy/."]
    return judged("controller", faults, "Somebody is named on /privacy/.")
