"""May the film's team ask? What the page behind the code shows of it, and what an answer does."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from farshore.intake import actions, queries
from farshore.intake.interviews import WAYS, Asked
from farshore.intake.models import Interview, Submission
from farshore.intake.views.words import day
from farshore.kernel.codes import Keys

Answer = Interview.Answer


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as the page has it: its day in words, and in which ways the teller would be in
    the film."""

    asked: Asked
    day: str
    ways: tuple[Promise | str, ...]


def shown(row: Submission) -> list[Shown]:
    """Every request, oldest first; those whose words have vanished only where they are final."""
    every = queries.interviews(row)
    return [_shown(one) for one in every if one.said or one.answer == Answer.NEVER]


def answered(keys: Keys, what: str) -> str:
    """Keep an answer, `<answer>:<id>`; what the page says then. Raises `NotNow`, `UnknownHand`,
    `UnknownPart`."""
    answer, _colon, interview = what.partition(":")
    actions.answer_interview(keys=keys, interview=interview, answer=answer)
    return _SENTENCES[answer]()


def _shown(one: Asked) -> Shown:
    ways = tuple(WAYS[way] for way in one.said.ways) if one.said else ()
    return Shown(one, day(one.day), ways)


def _yes() -> str:
    return _(
        "You said yes to being asked. Nothing is agreed yet: leave a sealed way to reach you "
        "below, if that is safe, or go on by messages here. You can change your answer until your "
        "story is on the site."
    )


def _no() -> str:
    return _("You said no. Nobody asks why, and your story is treated the same.")


def _later() -> str:
    return _("You said: later. Nobody waits for you, and your story is treated the same.")


def _never() -> str:
    return _("You are not asked for a film again. Your story is treated the same.")


_SENTENCES: dict[str, Callable[[], str]] = {
    Answer.YES: _yes,
    Answer.NO: _no,
    Answer.LATER: _later,
    Answer.NEVER: _never,
}
