"""What tellers are told of the film before they say yes to it, and ever after: when it is finished,
and cannot change. The same words for every story, so that they tell of none."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from farshore.intake.models import FilmDays
from farshore.intake.telling import Telling
from farshore.intake.views.words import day
from farshore.kernel import clock

USE = "film"


def film_days() -> list[str]:
    """A sentence or two for each film that has a day; one query."""
    return [said for film in FilmDays.objects.all() if (said := _said(film))]


@dataclass(frozen=True, slots=True)
class Moved:
    """What is said of the films to somebody who has sent a story: their days, and which of these
    were moved since they said yes to being asked."""

    days: list[str]
    moved: list[str]


def moved_since(telling: Telling) -> Moved:
    """The films' days, and what was moved since this teller's yes; one query."""
    since = next((date.fromisoformat(yes.day) for yes in telling.uses if yes.use == USE), None)
    films = list(FilmDays.objects.all())
    days = [said for film in films if (said := _said(film))]
    return Moved(days, [_moved(film) for film in films if since and _is_moved(film, since)])


def _said(film: FilmDays) -> str:
    told = [_finished(film)] if film.finished_on else []
    if film.embargo_until and film.embargo_until > clock.today():
        words = _("Nothing that comes from it is shown in public before %(day)s.")
        told.append(words % {"day": day(film.embargo_until)})
    return " ".join(told) and f"{film.title}: {' '.join(told)}"


def _finished(film: FilmDays) -> str:
    assert film.finished_on is not None
    if film.is_finished(clock.today()):
        words = _(
            "the film has been finished since %(day)s. Nothing in it can be changed or taken out "
            "any more."
        )
    else:
        words = _(
            "after %(day)s the film is finished and cannot change. The team takes out what you "
            "take back until then; what is in it then stays in it for good."
        )
    return words % {"day": day(film.finished_on)}


def _is_moved(film: FilmDays, since: date) -> bool:
    return bool(film.changed_on and film.changed_on >= since)


def _moved(film: FilmDays) -> str:
    words = _(
        "%(film)s: the day was changed since you said yes. It was %(was)s, and is now %(now)s."
    )
    never = _("not set")
    was, now = (day(one) if one else never for one in (film.was, film.finished_on))
    return words % {"film": film.title, "was": was, "now": now}
