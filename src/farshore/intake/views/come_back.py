"""`/return/`: a code opens what lies under it; all codes that open nothing get the same answer."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake import actions, queries
from farshore.intake.errors import NotNow, UnknownHand, UnknownPart
from farshore.intake.models import Status, Submission
from farshore.intake.views import story
from farshore.intake.views.hand import by_hand, page
from farshore.intake.views.limits import may_try
from farshore.intake.views.steps import Told
from farshore.kernel.code_errors import CodeError
from farshore.kernel.codes import Code, Keys
from farshore.kernel.derivation import Busy, derive_in_turn

# Every answer to a typed code takes at least this long, whatever lies under it.
FLOOR = 0.25
LONGEST = 20_000

Act = Callable[[Keys, HttpRequest, str], HttpResponse | None]


@require_http_methods(["GET", "HEAD", "POST"])
@by_hand
def come_back(request: HttpRequest) -> HttpResponse:
    """The form by GET; by POST what a code opens, or what its holder does."""
    if request.method != "POST":
        return page("return.html", error="", typed="")
    if "hand" in request.POST:
        return _act(request)
    return _at_least(FLOOR, lambda: _open(request))


def _at_least(seconds: float, answer: Callable[[], HttpResponse]) -> HttpResponse:
    started = time.monotonic()
    response = answer()
    time.sleep(max(0.0, seconds - (time.monotonic() - started)))
    return response


def _open(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("code", "")[:500]
    if not may_try(request):
        sentence = _("Nothing is lost. Too many codes were tried from here: please wait a minute.")
        return page("return.html", status=429, error=sentence, typed=typed)
    try:
        code = Code.parse(typed)
    except CodeError as refusal:
        sentence = _(refusal.sentence) % refusal.values
        return page("return.html", error=sentence, typed=typed)
    try:
        keys = derive_in_turn(code, pepper=settings.CODE_PEPPER.encode())
    except Busy:
        sentence = _(
            "Nothing is lost. Many people are here just now: please press the button again."
        )
        return page("return.html", status=503, error=sentence, typed=typed)
    return _opened(request, keys)


def _opened(request: HttpRequest, keys: Keys) -> HttpResponse:
    """Both tables are asked for every code, so that each costs the same."""
    draft, sent = _draft(keys, request), _sent(keys)
    if draft is not None:
        return story.show(draft)
    if sent is not None:
        return _status(keys, sent)
    sentence = _(
        "Nothing lies under this code now. It may be mistyped; or what lay here was never sent and "
        "has been destroyed, or was taken back."
    )
    return page("return.html", error=sentence, typed="")


def _draft(keys: Keys, request: HttpRequest) -> Told | None:
    try:
        return Told(request, keys, queries.draft(keys))
    except UnknownHand:
        return None


def _sent(keys: Keys) -> Submission | None:
    try:
        row = queries.submission_of(keys)
    except UnknownHand:
        return None
    return None if row.status == Status.WITHDRAWN else row


def _status(keys: Keys, row: Submission, *, notice: str = "", error: str = "") -> HttpResponse:
    """Before release everything; after it only what is public anyway."""
    if row.status in {Status.RELEASED, Status.HIDDEN}:
        return page("status_public.html", keys=keys, row=row, notice=notice, error=error)
    return page(
        "status.html",
        keys=keys,
        row=row,
        notice=notice,
        error=error,
        conversation=queries.conversation(row),
        proposals=_readable(row),
        may_edit=row.status != Status.WITHDRAWN,
    )


def _readable(row: Submission) -> list[dict[str, object]]:
    telling = queries.read(row)
    numbers = {one.id: number for number, one in enumerate(telling.pictures, start=1)}
    return [
        {"proposal": one, "picture": numbers.get(one.where)}
        for one in queries.proposals(row, state="proposed")
    ]


def _act(request: HttpRequest) -> HttpResponse:
    try:
        keys = Keys.from_hand(request.POST.get("hand", ""))
    except CodeError:
        return page("lost.html", status=403)
    verb, _colon, what = request.POST.get("go", "").partition(":")
    act = _ACTS.get(verb)
    try:
        done = act(keys, request, what) if act else None
    except (NotNow, UnknownPart):
        done = None
        notice = _("This has changed meanwhile: here is how it stands now.")
    except UnknownHand:
        return page("lost.html", status=403)
    else:
        notice = _("Done.") if act and done is None else ""
    if done is not None:
        return done
    row = _sent(keys)
    return _status(keys, row, notice=notice) if row else page("lost.html", status=403)


def _answer(keys: Keys, request: HttpRequest, _what: str) -> HttpResponse | None:
    text = request.POST.get("text", "").strip()[:LONGEST]
    if not text:
        sentence = _("Nothing is lost. There are no words to send yet: please write some.")
        return _status(keys, queries.submission_of(keys), error=sentence)
    row = queries.submission_of(keys)
    public = row.status in {Status.RELEASED, Status.HIDDEN}
    (actions.ask_change if public else actions.answer)(keys=keys, text=text)
    return None


def _accept(keys: Keys, _request: HttpRequest, what: str) -> None:
    actions.decide(keys=keys, change_id=what, accept=True)


def _decline(keys: Keys, _request: HttpRequest, what: str) -> None:
    actions.decide(keys=keys, change_id=what, accept=False)


def _edit(keys: Keys, request: HttpRequest, _what: str) -> HttpResponse:
    actions.reopen(keys=keys)
    return story.show(Told(request, keys, queries.draft(keys)))


def _hide(keys: Keys, _request: HttpRequest, _what: str) -> None:
    actions.hide(keys=keys)


def _show_again(keys: Keys, _request: HttpRequest, _what: str) -> None:
    actions.show_again(keys=keys)


def _withdraw(keys: Keys, _request: HttpRequest, what: str) -> HttpResponse:
    """Asked once, then done at once."""
    if what != "yes":
        return page("withdraw.html", keys=keys)
    actions.withdraw(keys=keys)
    response = page("withdrawn.html")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


_ACTS: dict[str, Act] = {
    "answer": _answer,
    "accept": _accept,
    "decline": _decline,
    "edit": _edit,
    "hide": _hide,
    "show": _show_again,
    "withdraw": _withdraw,
}
