"""Asking a teller for the film, behind their code: before release, and only who may be asked."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from farshore.intake import actions as intake
from farshore.intake import queries
from farshore.intake.interviews import NOT_YOUNG, Request
from farshore.intake.models import Interview, Status
from farshore.kernel import clock
from farshore.moderation.actions.asking import READING
from farshore.moderation.actions.holding import Held, hold_first
from farshore.moderation.errors import (
    AlreadyAsked,
    AskNoMore,
    Incomplete,
    NotAskable,
    NotOfTheYoung,
)
from farshore.moderation.models import Act

ASKING = (*READING, Status.APPROVED, Status.SCHEDULED)
FILM = "film"


@transaction.atomic
def ask_for_film(*, case: UUID, by: User, said: Request) -> None:
    """Ask the teller whether the film's team may ask. The story stands where it stood.

    Raises `NotYours`, `NotNow` (also after release), `Incomplete`, `NotAskable`, `AskNoMore`,
    `AlreadyAsked`, `NotOfTheYoung`.
    """
    held = hold_first(case=case, by=by)
    held.must_stand(*ASKING)
    if not said.is_whole:
        raise Incomplete
    _must_be_askable(held, said)
    intake.ask_interview(row=held.row, said=said)
    held.write(Act.ASKED_FOR_FILM)


def _must_be_askable(held: Held, said: Request) -> None:
    telling = held.telling()
    if not telling.said_yes(FILM, today=clock.today()):
        raise NotAskable
    if telling.is_young and NOT_YOUNG & set(said.ways):
        raise NotOfTheYoung
    if queries.never_asked_again(held.row):
        raise AskNoMore
    waiting = Interview.Answer.WAITING
    if Interview.objects.filter(submission=held.row, answer=waiting).exists():
        raise AlreadyAsked
