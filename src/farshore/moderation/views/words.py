"""What a screen says when something is refused: first what is safe, then what to do."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from farshore.moderation import errors
from farshore.moderation.blocks import WORDS


def sentence_for(refusal: Exception) -> str:
    """Why it was not done, in words for the person who pressed the button."""
    if isinstance(refusal, errors.Blocked):
        reasons = " ".join(str(WORDS[one]) for one in refusal.reasons)
        return _("Nothing was changed. %(reasons)s") % {"reasons": reasons}
    return _SENTENCES[type(refusal)]()


_SENTENCES: dict[type[Exception], Callable[[], str]] = {
    errors.NotNow: lambda: _(
        "Nothing was changed. The story stands elsewhere by now: this page shows where."
    ),
    errors.UnderAlarm: lambda: _(
        "Nothing was changed. An alarm keeps this story off the site: end the alarm first."
    ),
    errors.Changed: lambda: _(
        "Nothing was changed. The story, or what its teller wrote about it, is no longer what you "
        "had before you, or no longer what was approved. Please read it again; if it was approved, "
        "send it back."
    ),
    errors.SamePerson: lambda: _(
        "Nothing was changed. You approved this story yourself: somebody else must release it."
    ),
    errors.NeedsLead: lambda: _(
        "Nothing was changed. Its teller is under 18: the second yes is the safeguarding lead’s."
    ),
    errors.RoadNotAnswered: lambda: _(
        "Nothing was changed. Please answer first whether this story could close a road that is "
        "still in use."
    ),
    errors.NotInTheText: lambda: _(
        "Nothing was sent. These words do not stand in that part of the story exactly like this: "
        "please copy them as they are."
    ),
    errors.NotAskable: lambda: _(
        "Nobody was asked. Its teller did not say yes to being asked for the film, or not for so "
        "long: the table of uses says so."
    ),
    errors.AskNoMore: lambda: _(
        "Nobody was asked. Its teller has said: do not ask again. That holds for every film."
    ),
    errors.AlreadyAsked: lambda: _(
        "Nobody was asked anew. What was asked before waits for the teller’s answer."
    ),
    errors.Incomplete: lambda: _(
        "Nobody was asked. Please fill in every part: nobody can answer what is left open. Where "
        "nothing is paid, say so."
    ),
    errors.NotOfTheYoung: lambda: _(
        "Nobody was asked. Its teller is under 18: no face is shown and no voice heard."
    ),
    errors.BadDay: lambda: _(
        "Nothing was changed. Please give a day that is still to come, or none, as year-month-day."
    ),
    errors.NoTitle: lambda: _(
        "Nothing was changed. Please give the film a title that no other film here has."
    ),
    errors.CannotBeUndone: lambda: _(
        "Nothing was changed. That film is finished: what is in it cannot be taken out. If it is "
        "being cut again, change its day first."
    ),
    errors.NoWords: lambda: _("Nothing was sent. There is nothing in it yet."),
}
REFUSALS: tuple[type[Exception], ...] = (errors.Blocked, *_SENTENCES)
