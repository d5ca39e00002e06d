"""`/share/`: one address, one POST a step, no cookie, nothing kept on the phone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake import actions, queries
from farshore.intake.doors import SENTENCES, why_closed
from farshore.intake.errors import NotKept, UnknownHand
from farshore.intake.telling import Telling
from farshore.intake.views import ending, journey, pictures, story, work
from farshore.intake.views.hand import by_hand, page
from farshore.intake.views.limits import may_begin
from farshore.intake.views.lost import lost
from farshore.intake.views.steps import Told, after, before, not_kept
from farshore.kernel.code_errors import CodeError
from farshore.kernel.codes import Code, Keys
from farshore.kernel.derivation import Busy, derive_in_turn

Show = Callable[[Told], HttpResponse]

_SHOW: dict[str, Show] = {
    "story": story.show,
    "journey": journey.show,
    "pictures": pictures.show,
    "covers": pictures.show_covers_again,
    "uses": ending.show_uses,
    "preview": ending.show_preview,
    "send": ending.show_send,
}
_KEEP: dict[str, Callable[[Told], None]] = {
    "story": story.keep,
    "pictures": pictures.keep,
    "covers": pictures.keep_covers,
    "uses": ending.keep_uses,
}
_BEGINNING = frozenset({"", "begin", "code"})
_HOME = {"place": "journey", "covers": "pictures"}


@require_http_methods(["GET", "HEAD", "POST"])
@by_hand
def share(request: HttpRequest) -> HttpResponse:
    """The first page by GET; every other by POST."""
    step = request.POST.get("step", "")
    if step in _BEGINNING and (reason := why_closed()):
        return page("closed.html", why=_(SENTENCES[reason]), custodian=settings.CUSTODIAN)
    if request.method != "POST" or not step:
        return _start()
    if step == "begin":
        return _show_code(Code.new())
    if step == "code":
        return _take_code(request)
    return _with_draft(request, step)


def _start() -> HttpResponse:
    return page(
        "start.html",
        days=settings.DRAFT_DAYS,
        first_day=settings.RELEASE_DAYS[0],
        last_day=settings.RELEASE_DAYS[1],
        at_once=settings.RELEASE_AT_ONCE,
        accounts=bool(settings.CONTRIBUTORS),
    )


def _show_code(code: Code, error: str = "", typed: str = "", *, status: int = 200) -> HttpResponse:
    words = code.words(get_language() or "en")
    asked = {"work": work.challenge(), "again": status}
    return page(
        "code.html", status=status, code=code, words=words, error=error, typed=typed, **asked
    )


def _take_code(request: HttpRequest) -> HttpResponse:
    """The code typed back. It was never stored: the page that showed it sends it along, once."""
    typed = request.POST.get("typed", "")[:500]
    try:
        shown = Code.parse(request.POST.get("shown", "")[:100])
    except CodeError:
        return _start()
    if sentence := _differs(typed, shown):
        return _show_code(shown, sentence, typed)
    if not may_begin(request):
        sentence = _("Nothing is lost. Many people begin from here just now: please wait a minute.")
        return _show_code(shown, sentence, typed, status=429)
    try:
        keys = derive_in_turn(shown, pepper=settings.CODE_PEPPER.encode())
        actions.begin(keys=keys, telling=Telling())
    except Busy:
        return _show_code(shown, _busy(), typed, status=503)
    except NotKept:
        return _show_code(shown, not_kept(), typed, status=503)
    return story.show(Told(request, keys, queries.draft(keys)))


def _differs(typed: str, shown: Code) -> str:
    """What is wrong with the code as it was typed back; nothing where it is the one shown."""
    if not typed.strip():
        return _("Nothing is lost. Please type the code back, so that we know that you have it.")
    try:
        if Code.parse(typed) == shown:
            return ""
    except CodeError as refusal:
        return _(refusal.sentence) % refusal.values
    return _("Nothing is lost. This is a code, but not the one on this page: please compare them.")


def _busy() -> str:
    return _("Nothing is lost. Many people are here just now: please press the button again.")


def _with_draft(request: HttpRequest, step: str) -> HttpResponse:
    go = request.POST.get("go", "next")
    try:
        keys = Keys.from_hand(request.POST.get("hand", ""))
    except CodeError:
        return lost(request)
    try:
        if go == "leave-destroy":
            return _leave(keys)
        return _kept_and_shown(Told(request, keys, queries.draft(keys)), step, go)
    except UnknownHand:
        return _sent_or_lost(request, keys, step)


def _sent_or_lost(request: HttpRequest, keys: Keys, step: str) -> HttpResponse:
    """A story that is sent twice, since its answer was lost on the way, was sent all the same."""
    was_sent = queries.has_sent(keys)
    if was_sent and step == "send":
        return ending.sent()
    return lost(request, was_sent=was_sent)


def _kept_and_shown(told: Told, step: str, go: str) -> HttpResponse:
    """Save what this step's form holds, then show what was asked for; errors stay on the step."""
    if step == "place" and go == "next":
        return journey.keep(told) or journey.show(told)
    keep = _KEEP.get(step)
    if keep and (step, go) != ("covers", "back"):
        keep(told)
    verb, _colon, what = go.partition(":")
    if told.errors and verb not in _PARTS:
        return _SHOW[step](told)
    return _shown(told, step, verb, what)


def _shown(told: Told, step: str, verb: str, what: str) -> HttpResponse:
    if verb == "send" and step == "send":
        return ending.do_send(told)
    if verb in _ACTS:
        return _ACTS[verb](told, what)
    if verb == "to" and what in _SHOW:
        return _SHOW[what](told)
    home = _HOME.get(step, step)
    if home not in _SHOW:
        return story.show(told)
    if step in _HOME or verb == "stay":
        return _SHOW[home](told)
    return _SHOW[before(home) if verb == "back" else after(home)](told)


def _moved(told: Told, what: str, by: int) -> HttpResponse:
    journey.move(told, what, by=by)
    return journey.show(told)


def _removed_place(told: Told, what: str) -> HttpResponse:
    journey.remove(told, what)
    return journey.show(told)


def _removed_picture(told: Told, what: str) -> HttpResponse:
    pictures.remove(told, what)
    return pictures.show(told)


def _removed_recording(told: Told, what: str) -> HttpResponse:
    story.remove_recording(told, what)
    return story.show(told)


def _leave(keys: Keys) -> HttpResponse:
    """Destroy the draft and forget everything that the browser kept for this site."""
    try:
        actions.destroy(keys=keys)
    except NotKept:
        return page("left.html", status=503, destroyed=False)
    response = page("left.html", destroyed=True)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


_PARTS: dict[str, Callable[[Told, str], HttpResponse]] = {
    "delete": _removed_picture,
    "delete-recording": _removed_recording,
}
"""Taken out whatever else is wrong on the page, which is shown again."""

_ACTS: dict[str, Callable[[Told, str], HttpResponse]] = {
    **_PARTS,
    "covers": pictures.show_covers,
    "find": lambda told, _what: journey.find(told),
    "pick": journey.pick,
    "edit": journey.edit,
    "up": lambda told, what: _moved(told, what, -1),
    "down": lambda told, what: _moved(told, what, 1),
    "remove": _removed_place,
}
