"""`/share/`: one address, one POST a step, no cookie, nothing kept on the phone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from farshore.intake import queries
from farshore.intake.actions import begin, destroy
from farshore.intake.errors import UnknownHand
from farshore.intake.telling import Telling
from farshore.intake.views import ending, journey, pictures, story
from farshore.intake.views.hand import by_hand, page
from farshore.intake.views.steps import Told, after, before
from farshore.kernel.code_errors import CodeError
from farshore.kernel.codes import Code, Keys
from farshore.kernel.derivation import Busy, derive_in_turn

Show = Callable[[Told], HttpResponse]

_SHOW: dict[str, Show] = {
    "story": story.show,
    "journey": journey.show,
    "pictures": pictures.show,
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


@require_http_methods(["GET", "HEAD", "POST"])
@by_hand
def share(request: HttpRequest) -> HttpResponse:
    """The first page by GET; every other by POST."""
    step = request.POST.get("step", "")
    if request.method != "POST" or not step:
        return page("start.html", days=settings.DRAFT_DAYS)
    if step == "begin":
        return _show_code(Code.new())
    if step == "code":
        return _take_code(request)
    return _with_draft(request, step)


def _show_code(code: Code, error: str = "", typed: str = "", *, status: int = 200) -> HttpResponse:
    words = code.words(get_language() or "en")
    return page("code.html", status=status, code=code, words=words, error=error, typed=typed)


def _take_code(request: HttpRequest) -> HttpResponse:
    """The code typed back. It was never stored: the page that showed it sends it along, once."""
    typed = request.POST.get("typed", "")[:500]
    try:
        shown = Code.parse(request.POST.get("shown", ""))
    except CodeError:
        return page("start.html", days=settings.DRAFT_DAYS)
    try:
        if Code.parse(typed) != shown:
            raise CodeError
    except CodeError as refusal:
        sentence = _(refusal.sentence) % refusal.values
        return _show_code(shown, sentence, typed)
    try:
        keys = derive_in_turn(shown, pepper=settings.CODE_PEPPER.encode())
    except Busy:
        sentence = _(
            "Nothing is lost. Many people are here just now: please press the button again."
        )
        return _show_code(shown, sentence, typed, status=503)
    begin(keys=keys, telling=Telling())
    return story.show(Told(request, keys, queries.draft(keys)))


def _with_draft(request: HttpRequest, step: str) -> HttpResponse:
    try:
        keys = Keys.from_hand(request.POST.get("hand", ""))
        told = Told(request, keys, queries.draft(keys))
    except (CodeError, UnknownHand):
        return page("lost.html", status=403)
    go = request.POST.get("go", "next")
    if go == "leave-destroy":
        return _leave(keys)
    return _kept_and_shown(told, step, go)


def _kept_and_shown(told: Told, step: str, go: str) -> HttpResponse:
    """Save what this step's form holds, then show what was asked for; errors stay on the step."""
    if step == "place" and go == "next":
        return journey.keep(told) or journey.show(told)
    if keep := _KEEP.get(step):
        keep(told)
    verb, _colon, what = go.partition(":")
    if told.errors and verb in {"next", "to"}:
        return _SHOW["pictures" if step == "covers" else step](told)
    return _shown(told, step, verb, what)


def _shown(told: Told, step: str, verb: str, what: str) -> HttpResponse:
    if verb == "send" and step == "send":
        return ending.do_send(told)
    if verb in _JOURNEY:
        return _JOURNEY[verb](told, what)
    if verb in _PARTS:
        return _PARTS[verb](told, what)
    if verb == "to" and what in _SHOW:
        return _SHOW[what](told)
    home = {"place": "journey", "covers": "pictures"}.get(step, step)
    if home not in _SHOW:
        return story.show(told)
    if step in {"place", "covers"} or verb == "stay":
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
    destroy(keys=keys)
    response = page("left.html")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


_JOURNEY: dict[str, Callable[[Told, str], HttpResponse]] = {
    "find": lambda told, _what: journey.find(told),
    "pick": journey.pick,
    "edit": journey.edit,
    "up": lambda told, what: _moved(told, what, -1),
    "down": lambda told, what: _moved(told, what, 1),
    "remove": _removed_place,
}
_PARTS: dict[str, Callable[[Told, str], HttpResponse]] = {
    "covers": pictures.show_covers,
    "delete": _removed_picture,
    "delete-recording": _removed_recording,
}
