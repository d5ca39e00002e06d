"""`/return/`: a code opens what lies under it; all codes that open nothing get the same answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake import actions, queries
from farshore.intake.errors import NotKept, NotNow, UnknownHand, UnknownPart
from farshore.intake.models import Status, Submission
from farshore.intake.views import contact, gone, interviews, signing, story, work
from farshore.intake.views.film import film_days
from farshore.intake.views.hand import by_hand, page
from farshore.intake.views.limits import may_try, seated
from farshore.intake.views.lost import lost
from farshore.intake.views.pace import evenly
from farshore.intake.views.status import CLOSED, status
from farshore.intake.views.steps import Told, no_room, not_kept
from farshore.intake.views.words import day
from farshore.kernel.code_errors import CodeError
from farshore.kernel.codes import Code, Keys
from farshore.kernel.derivation import Busy, derive_in_turn
from farshore.stories.vocabulary import USES
from farshore.vault.errors import NoRoom
from farshore.vault.queries import clock_of

LONGEST = 20_000

Act = Callable[[Keys, HttpRequest, str], HttpResponse | None]


@require_http_methods(["GET", "HEAD", "POST"])
@by_hand
def come_back(request: HttpRequest) -> HttpResponse:
    """The form by GET; by POST what a code opens, or what its holder does."""
    if request.method != "POST":
        return _form()
    if request.POST.get("go", "").startswith("where:"):
        return gone.where(request)
    if "hand" in request.POST:
        return _act(request)
    return _tried(request, request.POST.get("code", "")[:500])


def _form(error: str = "", typed: str = "", *, status: int = 200) -> HttpResponse:
    """The form for a code. A refusal for want of room (a status of its own) is tried again by the
    browser, when it has done the work that it is asked for."""
    asked = work.challenge()
    return page("return.html", status=status, error=error, typed=typed, work=asked, again=status)


def _tried(request: HttpRequest, typed: str) -> HttpResponse:
    """Codes that are mistyped cost nothing, and are not counted."""
    try:
        code = Code.parse(typed)
    except CodeError as refusal:
        return _form(_(refusal.sentence) % refusal.values, typed)
    worked = work.is_done(request.POST.get("work", ""))
    if not may_try(request, worked=worked):
        sentence = _("Nothing is lost. Too many codes were tried from here: please wait a minute.")
        return _form(sentence, typed, status=429)
    return _open(request, code, typed, worked=worked)


def _open(request: HttpRequest, code: Code, typed: str, *, worked: bool) -> HttpResponse:
    with seated(request, worked=worked) as seat:
        if not seat:
            return _busy(typed)
        try:
            keys = derive_in_turn(code, pepper=settings.CODE_PEPPER.encode())
        except Busy:
            return _busy(typed)
        return evenly(lambda: _opened(request, keys))


def _busy(typed: str) -> HttpResponse:
    sentence = _("Nothing is lost. Many people are here just now: please press the button again.")
    return _form(sentence, typed, status=503)


def _opened(request: HttpRequest, keys: Keys) -> HttpResponse:
    """Both tables are asked for every code, so that each costs the same."""
    draft, sent = _draft(keys, request), _sent(keys)
    if sent is not None:
        return status(keys, sent, changes=draft is not None)
    if draft is not None:
        return story.show(draft)
    sentence = _(
        "Nothing lies under this code now. It may be mistyped; or what lay here was never sent and "
        "has been destroyed, or was taken back."
    )
    return _form(sentence)


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


def _act(request: HttpRequest) -> HttpResponse:
    try:
        keys = Keys.from_hand(request.POST.get("hand", ""))
        return _done(keys, request)
    except (CodeError, UnknownHand):
        return lost(request)


def _done(keys: Keys, request: HttpRequest) -> HttpResponse:
    """Do what was asked; then, or where it could not be done, show how the story stands."""
    verb, _colon, what = request.POST.get("go", "").partition(":")
    act = _ACTS.get(verb)
    notice, error = "", ""
    try:
        if act and (answered := act(keys, request, what)):
            return answered
        notice = _("Done.") if act else ""
    except (NotNow, UnknownPart):
        notice = _("This has changed meanwhile: here is how it stands now.")
    except NotKept:
        error = not_kept()
    except NoRoom:
        error = no_room()
    row = _sent(keys)
    if row is None:
        return lost(request)
    typed = request.POST.get("text", "") if error else ""
    return status(keys, row, notice=notice, error=error, typed=typed)


def _answer(keys: Keys, request: HttpRequest, _what: str) -> HttpResponse | None:
    text = request.POST.get("text", "").strip()
    row = queries.submission_of(keys)
    if not text or len(text) > LONGEST:
        return status(keys, row, error=_unsent(text), typed=text)
    (actions.ask_change if row.slug else actions.answer)(keys=keys, text=text)
    return status(keys, queries.submission_of(keys), notice=_("Your words have been sent."))


def _unsent(text: str) -> str:
    if not text:
        return _("Nothing is lost. There are no words to send yet: please write some.")
    return _(
        "Your words are still on this page. They are more than fits into one message: "
        "please send them in several."
    )


def _accept(keys: Keys, _request: HttpRequest, what: str) -> None:
    actions.decide(keys=keys, change_id=what, accept=True)


def _decline(keys: Keys, _request: HttpRequest, what: str) -> None:
    actions.decide(keys=keys, change_id=what, accept=False)


def _edit(keys: Keys, request: HttpRequest, _what: str) -> HttpResponse:
    actions.reopen(keys=keys)
    return story.show(Told(request, keys, queries.draft(keys)))


def _drop(keys: Keys, _request: HttpRequest, _what: str) -> None:
    """Changes that were begun and not sent are destroyed; what was sent stays."""
    actions.destroy(keys=keys)


def _hide(keys: Keys, _request: HttpRequest, _what: str) -> HttpResponse | None:
    ledger = actions.hide(keys=keys)
    if ledger is None:
        return None
    notice = _("It is hidden, and has left every page of this site.")
    if not gone.is_off(ledger):
        notice = _("It is hidden, and is leaving the pages of this site just now.")
    return status(keys, queries.submission_of(keys), notice=notice)


def _narrow(keys: Keys, request: HttpRequest, _what: str) -> HttpResponse:
    """Take some yeses back, whether they were given or not: the page does not say which were."""
    row = queries.submission_of(keys)
    uses = {one for one in request.POST.getlist("no") if one in USES and one != "site"}
    if not uses:
        notice = _("Nothing was changed. Tick what it shall no longer be used for.")
        return status(keys, row, notice=notice)
    ledger = actions.narrow(keys=keys, uses=uses)
    notice = _(
        "Taken back. It is used for that no longer, and has left what this site keeps of it."
    )
    if not gone.is_off(ledger):
        notice = _("Taken back. It is leaving what this site keeps of it just now.")
    return status(keys, row, notice=notice)


def _widen(keys: Keys, request: HttpRequest, _what: str) -> HttpResponse:
    """Ask for more yeses. The page says the same whether they were given already or not."""
    row = queries.submission_of(keys)
    uses = {one for one in request.POST.getlist("yes") if one in USES and one != "site"}
    if not uses:
        notice = _("Nothing was changed. Tick what it may be used for as well.")
        return status(keys, row, notice=notice)
    actions.widen(keys=keys, uses=uses, language=get_language() or "")
    notice = _("Your yes went to the team. Two people look at it first.")
    return status(keys, row, notice=notice)


def _show_again(keys: Keys, _request: HttpRequest, _what: str) -> HttpResponse | None:
    try:
        actions.show_again(keys=keys)
    except NotNow:
        row = queries.submission_of(keys)
        if row.status != Status.HIDDEN:
            raise
        notice = _("The team has hidden it too, so it stays hidden for now.")
        return status(keys, row, notice=notice)
    return None


def _contact(keys: Keys, request: HttpRequest, what: str) -> HttpResponse:
    """Leave a way to be reached, or have it destroyed."""
    said = contact.forget(keys) if what == "forget" else contact.keep(keys, request.POST)
    row = queries.submission_of(keys)
    return status(keys, row, notice=said.notice, contact=said)


def _interview(keys: Keys, _request: HttpRequest, what: str) -> HttpResponse:
    """Whether the film's team may ask."""
    said = interviews.answered(keys, what)
    return status(keys, queries.submission_of(keys), notice=said)


def _release(keys: Keys, request: HttpRequest, what: str) -> HttpResponse:
    """The text of a release, to be read and perhaps signed."""
    shown = signing.show(keys, queries.submission_of(keys), request, what)
    if shown is None:
        raise NotNow
    return shown


def _sign(keys: Keys, request: HttpRequest, what: str) -> HttpResponse:
    said = signing.sign(keys, queries.submission_of(keys), request, what)
    if said is None:
        raise NotNow
    if isinstance(said, HttpResponse):
        return said
    return status(keys, queries.submission_of(keys), notice=said)


def _unsign(keys: Keys, _request: HttpRequest, _what: str) -> HttpResponse:
    """The same words whether anything was signed or not."""
    actions.take_release_back(keys=keys)
    notice = _("Nothing that you signed stands any more, but for a film that is finished.")
    return status(keys, queries.submission_of(keys), notice=notice)


def _withdraw(keys: Keys, _request: HttpRequest, what: str) -> HttpResponse:
    """Asked once, then done at once."""
    if what != "yes":
        row = queries.submission_of(keys)
        if row.status in CLOSED:
            raise UnknownHand
        days = film_days()
        return page("withdraw.html", keys=keys, row=row, ended_by=_ended_by(keys), days=days)
    ended_by = _ended_by(keys)
    ledger = actions.withdraw(keys=keys)
    left = gone.leaving(ledger)
    days = film_days()
    response = page("withdrawn.html", ended_by=ended_by, left=left, ledger=ledger, days=days)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _ended_by(keys: Keys) -> str:
    """The day on which the last copy in a backup has ended, in words; empty of a mere draft, of
    which backups hold nothing that the house could open."""
    row = _sent(keys)
    return day(clock_of(row.key)) if row else ""


_ACTS: dict[str, Act] = {
    "answer": _answer,
    "accept": _accept,
    "contact": _contact,
    "decline": _decline,
    "edit": _edit,
    "form": _release,
    "drop": _drop,
    "hide": _hide,
    "interview": _interview,
    "narrow": _narrow,
    "widen": _widen,
    "show": _show_again,
    "sign": _sign,
    "unsign": _unsign,
    "withdraw": _withdraw,
}
