"""The release for a film: its text in plain words and in full, a name or a voice beneath it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from farshore import places
from farshore.intake import actions, queries, releases, signing
from farshore.intake.forms.languages import own_name
from farshore.intake.interviews import WAYS, Asked
from farshore.intake.models import Interview, SignedRelease, Submission
from farshore.intake.releases import ANY, Form
from farshore.intake.views.film import film_days
from farshore.intake.views.hand import page
from farshore.intake.views.words import day
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.vault import handed, team
from farshore.vault.errors import MissingEpoch, NoTeamKeys, NotSealed, TooLong

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

GROUP = "release"
NAME, RECORDING = "id_name", "id_recording"
Means = SignedRelease.Means


@dataclass(frozen=True, slots=True)
class Offer:
    """The part of the page about releases: what was signed (film, text, since when, until when,
    whether that day is over), and for which requests one can be signed."""

    signed: tuple[tuple[str, str, str, str, bool], ...]
    able: frozenset[str]


def offer(row: Submission, *, young: bool) -> Offer:
    """What the page behind the code says of releases."""
    able = settings.TEAM_KEYS and not young
    asked = _agreed(row) if able else []
    today = clock.today()
    told = tuple(
        (
            one.text.film,
            one.text.form,
            day(one.day),
            day(one.until) if one.until else "",
            bool(one.until and one.until < today),
        )
        for one in queries.signed(row)
    )
    return Offer(told, frozenset(one.id for one in asked))


def show(
    keys: Keys, row: Submission, request: HttpRequest, what: str, *, error: str = "", at: str = NAME
) -> HttpResponse | None:
    """The form for one request: plain words first; None where it cannot be signed (any more)."""
    asked = next((one for one in _agreed(row) if one.id == what), None)
    chosen = releases.form(request.POST.get("chosen", "")) or releases.fitting(get_language() or "")
    may = settings.TEAM_KEYS and not row.slug and not queries.read(row).is_young
    if asked is None or asked.said is None or chosen is None or not may:
        return None
    text = signing.text_of(chosen, asked.said.film)
    return page(
        "release.html",
        keys=keys,
        asked=asked,
        said=asked.said,
        ways=[WAYS[way] for way in asked.said.ways],
        form=chosen,
        forms=[(one.name, _called(one)) for one in releases.newest()],
        told=signing.for_team(text, means=Means.WRITTEN, day=clock.today()),
        attributes=handed.attributes(),
        days=film_days(),
        error=error,
        at=at,
        name=request.POST.get("name", "") if error else "",
    )


def sign(keys: Keys, row: Submission, request: HttpRequest, what: str) -> str | HttpResponse | None:
    """Keep a name, or a recording: a notice; or the form again with what is in the way. Raises
    `NotNow`, `UnknownHand`, `NoRoom`."""
    asked = next((one for one in _agreed(row) if one.id == what), None)
    form = releases.form(request.POST.get("chosen", ""))
    if asked is None or asked.said is None or form is None:
        return None
    text = signing.text_of(form, asked.said.film)
    try:
        if request.POST.get("how") == Means.SPOKEN:
            means, sealed = Means.SPOKEN, _spoken(text, request.FILES.get("recording"))
        else:
            means, sealed = Means.WRITTEN, _written(text, request.POST)
        actions.sign_release(keys=keys, text=text, means=means, sealed=sealed)
    except _InTheWay as why:
        return show(keys, row, request, what, error=str(why), at=why.at)
    except (NotSealed, TooLong):
        return show(keys, row, request, what, error=_not_sealed())
    except (NoTeamKeys, MissingEpoch):
        return show(keys, row, request, what, error=_not_now())
    return _("It is signed, sealed to the film’s team. You can take it back below.")


class _InTheWay(Exception):
    """Something is missing: a sentence, and the field at which it stands."""

    def __init__(self, sentence: str, at: str = NAME) -> None:
        super().__init__(sentence)
        self.at = at


def _agreed(row: Submission) -> list[Asked]:
    """The requests that the teller said yes to, whose words still stand."""
    yes = Interview.Answer.YES
    return [one for one in queries.interviews(row) if one.answer == yes and one.said]


def _written(text: signing.Text, post: Any) -> team.Sealed:
    """What a browser sealed; without scripts the name with the text, sealed before any write."""
    if not post.get(f"sealed_{GROUP}") and not post.get("name", "").strip():
        raise _InTheWay(
            _("Nothing was signed. Please write your name, or the sign you use for it.")
        )
    told = signing.for_team(text, means=Means.WRITTEN, day=clock.today())
    given = {**told, "name": post.get("name", "").strip()[:200]}
    given[f"sealed_{GROUP}"] = post.get(f"sealed_{GROUP}", "")
    sealed = handed.contact(given, group=GROUP, fields=signing.FIELDS)
    assert sealed is not None  # there is a text in it
    return sealed


def _spoken(text: signing.Text, file: "UploadedFile[Any] | None") -> team.Sealed:
    if file is not None and (getattr(file, "too_large", False) or _is_long(file)):
        words = _("Nothing was signed. The recording is too long: a minute is enough.")
        raise _InTheWay(words, RECORDING)
    if file is None or not file.size:
        words = _("Nothing was signed. Please record your voice, or choose a recording.")
        raise _InTheWay(words, RECORDING)
    told = signing.for_team(text, means=Means.SPOKEN, day=clock.today())
    data = signing.with_recording(told, file.read())
    return team.seal_to(settings.TEAM_KEYS, data, pad_to=None)


def _is_long(file: "UploadedFile[Any]") -> bool:
    return (file.size or 0) > signing.LARGEST


def _called(form: Form) -> str:
    """A country and a language, each as the reader calls it."""
    here = get_language() or "en"
    country = _("any country")
    if form.country != ANY:
        try:
            country = places.country_name(form.country, language=here)
        except places.UnknownPlace:
            country = form.country
    return f"{country} · {own_name(form.language)} · {form.version}"


def _not_sealed() -> str:
    return _(
        "Nothing was signed, and your story is safe. This could not be sealed in your browser: "
        "please press the button once more."
    )


def _not_now() -> str:
    return _(
        "Nothing was signed, and your story is safe. It cannot be sealed just now: please try "
        "again tomorrow."
    )
