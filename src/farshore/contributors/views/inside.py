"""What somebody does who has logged in: lock a notebook, open it, put in, take out, forget it."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from farshore.contributors import actions, notebook, queries, tokens
from farshore.contributors.errors import (
    NotebookFull,
    NotProved,
    UnknownAccount,
    WeakSentence,
    WrongSentence,
)
from farshore.contributors.views.pages import FORGET, Inside, client, page
from farshore.intake.views.limits import Seats, Turnstile
from farshore.kernel.code_errors import CodeError
from farshore.kernel.codes import Code
from farshore.vault.errors import MissingEpoch, NoRoom

opening = Seats(1)
"""A sentence costs 64 MiB to try, and a thread of the back: one at a time, whoever asks."""

beginnings = Turnstile(5, 3600.0, unnamed=60)
"""New accounts of one client."""


def enter(who: Inside) -> HttpResponse:
    """The first page inside: open the notebook, or lock a new one."""
    if not queries.exists(who.who):
        return _choose(who)
    actions.used(who=who.who)
    return page("open.html", hand=who.field())


def act(request: HttpRequest, verb: str, what: str) -> HttpResponse:
    """What a button does. A page that is too old, or whose account is gone, says so."""
    try:
        who = Inside.of(request.POST.get("hand", ""))
        if verb in _WITH_KEY and not who.key:
            return enter(who)
        return _ACTS.get(verb, _show)(who, request, what)
    except (NotProved, UnknownAccount, WrongSentence, CodeError):
        return page("not_in.html", status=403)
    except (MissingEpoch, NoRoom):
        return page("not_kept.html", status=503)


def _choose(who: Inside, error: str = "", *, status: int = 200) -> HttpResponse:
    """A sentence for a new notebook, with one made by chance for those who want it."""
    offered = " ".join(Code.new().words(get_language() or "en")[:6])
    return page("choose.html", status=status, error=error, hand=who.field(), offered=offered)


def _lock(who: Inside, request: HttpRequest, _what: str) -> HttpResponse:
    first, again = request.POST.get("sentence", "")[:500], request.POST.get("again", "")[:500]
    if " ".join(first.casefold().split()) != " ".join(again.casefold().split()):
        return _choose(who, _("Nothing is locked yet. The two sentences are not the same."))
    if not beginnings.passes(client(request)):
        return _choose(who, _("Nothing is locked yet. Please wait a while."), status=429)
    salt = secrets.token_bytes(16)
    with opening.one("all") as seat:
        if not seat:
            return _choose(who, _busy(), status=503)
        try:
            key = notebook.key_of(first, salt)
        except WeakSentence:
            return _choose(who, _weak())
    actions.create(who=who.who, salt=salt, key=key, passkey=who.passkey)
    return _shown(Inside(who.who, key), _("Your notebook is locked with your sentence."))


def _open(who: Inside, request: HttpRequest, _what: str) -> HttpResponse:
    row = queries.account(who.who)
    if not tokens.sentences.take(who.who.hex()):
        return _closed(who, _("Too many sentences were tried. Please wait an hour."), status=429)
    with opening.one("all") as seat:
        if not seat:
            return _closed(who, _busy(), status=503)
        try:
            key = notebook.key_of(request.POST.get("sentence", "")[:500], bytes(row.salt))
            queries.codes(row, key)
        except (WeakSentence, WrongSentence):
            return _closed(who, _("Nothing has happened. This sentence does not open it."))
    return _shown(who.with_key(key))


def _closed(who: Inside, error: str, *, status: int = 200) -> HttpResponse:
    return page("open.html", status=status, error=error, hand=who.field())


def _shown(who: Inside, notice: str = "", error: str = "", typed: str = "") -> HttpResponse:
    codes = queries.codes(queries.account(who.who), who.key)
    return page(
        "notebook.html",
        hand=who.field(),
        codes=codes,
        full=len(codes) >= notebook.MOST,
        notice=notice,
        error=error,
        typed=typed,
    )


def _show(who: Inside, _request: HttpRequest, _what: str) -> HttpResponse:
    return _shown(who) if who.key else enter(who)


def _put(who: Inside, request: HttpRequest, _what: str) -> HttpResponse:
    typed = request.POST.get("code", "")[:500]
    try:
        code = Code.parse(typed)
    except CodeError as refusal:
        return _shown(who, error=_(refusal.sentence) % refusal.values, typed=typed)
    try:
        actions.change(who=who.who, key=who.key, by=actions.put(code))
    except NotebookFull:
        return _shown(who, error=_full(), typed=typed)
    return _shown(who, _("It is in your notebook."))


def _take(who: Inside, request: HttpRequest, _what: str) -> HttpResponse:
    """Raises `CodeError` for what no page of this house holds."""
    code = Code.parse(request.POST.get("code", "")[:100])
    actions.change(who=who.who, key=who.key, by=actions.take_out(code))
    return _shown(who, _("It is out of your notebook. The story under it stays as it is."))


def _begin(who: Inside, _request: HttpRequest, _what: str) -> HttpResponse:
    """A new code, in the notebook before anything is told under it."""
    code = Code.new()
    try:
        actions.change(who=who.who, key=who.key, by=actions.put(code))
    except NotebookFull:
        return _shown(who, error=_full())
    words = code.words(get_language() or "en")
    return page("begun.html", hand=who.field(), code=code, words=words)


def _forget(who: Inside, _request: HttpRequest, what: str) -> HttpResponse:
    """Asked once, then done at once."""
    if what != "yes":
        return page("forget.html", hand=who.field())
    actions.forget(who=who.who)
    response = page("gone.html")
    response["Clear-Site-Data"] = FORGET
    return response


def _busy() -> str:
    return _("Nothing has happened. Somebody else is here just now: please press the button again.")


def _weak() -> str:
    return _(
        "Nothing is locked yet. This sentence is too easy to guess: take five words or more that "
        "nobody would put together."
    )


def _full() -> str:
    return _("Nothing was put in: your notebook is full. Take out a code that you need no more.")


_ACTS: dict[str, Callable[[Inside, HttpRequest, str], HttpResponse]] = {
    "lock": _lock,
    "open": _open,
    "put": _put,
    "take": _take,
    "begin": _begin,
    "forget": _forget,
}
_WITH_KEY = frozenset({"put", "take", "begin"})
