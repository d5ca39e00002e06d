"""Signing a release for a film behind the code, and taking it back."""

from django.db import transaction

from farshore.intake import queries, signing
from farshore.intake.actions.returning import locked
from farshore.intake.actions.sending import REPLACEABLE
from farshore.intake.errors import NotNow
from farshore.intake.models import FilmDays, Interview, SignedRelease, Status, Submission
from farshore.intake.signing import Text
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.kernel.registry import registry
from farshore.vault import actions as vault
from farshore.vault import queries as opened
from farshore.vault.team import Sealed

_ANY = frozenset(Status.values) - {Status.WITHDRAWN}


@transaction.atomic
def sign_release(*, keys: Keys, text: Text, means: str, sealed: Sealed) -> None:
    """Keep a release, in place of an earlier one for that film. `sealed` is the name or the voice,
    which only the team can open.

    Before the story's release, and only whoever said yes when asked for that film. Raises `NotNow`,
    `UnknownHand`, `MissingEpoch`, `NoRoom`.
    """
    row = locked(keys, REPLACEABLE)
    film = FilmDays.objects.filter(title=text.film).first()
    if row.slug or not _may_sign(row, text.film) or (film and film.is_finished(clock.today())):
        raise NotNow
    for one in SignedRelease.objects.filter(submission=row):
        if queries.text_of_release(row, one).film == text.film:
            _end(one)
    item = vault.keep_for_team(kind=queries.RELEASE, sealed=sealed, story=row.key)
    told = opened.seal_for(row.key, signing.to_bytes(text), context=queries.SIGNED)
    SignedRelease.objects.create(
        submission=row, item=item, means=means, film=film, sealed=told, day=clock.today()
    )


@transaction.atomic
def take_release_back(*, keys: Keys) -> None:
    """Take back every release that was signed for a film that is not finished, at any time: the
    name or the voice is destroyed, and it counts as a no to being asked.

    Where nothing was signed it is no error. What was used on the strength of it must go.
    """
    row = locked(keys, _ANY)
    today, ended = clock.today(), 0
    for one in SignedRelease.objects.filter(submission=row).select_related("film"):
        if one.film is None or not one.film.is_finished(today):
            _end(one)
            ended += 1
    if not ended:
        return
    yes, no = Interview.Answer.YES, Interview.Answer.NO
    Interview.objects.filter(submission=row, answer=yes).update(answer=no, day=today)
    if row.slug:
        registry.request("film_taken_back", slug=row.slug)


def _end(one: SignedRelease) -> None:
    vault.destroy_for_team(item=one.item)
    one.delete()


def _may_sign(row: Submission, film: str) -> bool:
    if queries.read(row).is_young:
        return False
    asked = queries.interviews(row)
    yes = Interview.Answer.YES
    return any(one.answer == yes and one.said and one.said.film == film for one in asked)
