"""What is said of each picture, and of each person who can be seen in it."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from farshore.intake.consent import AGREED, COVERED, FAMILY, NOT_ASKED, Person
from farshore.intake.forms.kind import KindForm
from farshore.intake.telling import NOBODY, TellingPicture

PEOPLE = {
    NOBODY: _("Nobody can be seen in it"),
    AGREED: _("Everybody in it has agreed"),
    COVERED: _("Whoever has not agreed is covered"),
    NOT_ASKED: _("I could not ask them"),
}
SAYS = {
    AGREED: _("has agreed"),
    FAMILY: _("has died; the family has agreed"),
    COVERED: _("has not agreed, and is covered"),
    NOT_ASKED: _("could not be asked"),
}
MOST_PERSONS = 12


class PictureForm(KindForm):
    """Caption, description for those who do not see it, its place, and who is in it."""

    caption = forms.CharField(required=False, max_length=500)
    alt = forms.CharField(required=False, max_length=1000)
    waypoint = forms.CharField(required=False, max_length=32)
    people = forms.ChoiceField(required=False, choices=[("", ""), *PEOPLE.items()])


def persons_in(posted: QueryDict, picture: TellingPicture, *, today: date) -> tuple[Person, ...]:
    """Each person of a picture of whom anything was said; the others are taken off the list.

    Whoever says the same as before keeps the day on which that was said.
    """
    found = [_person(posted, f"{picture.id}-person-{n}", today) for n in range(MOST_PERSONS)]
    before = {(one.called, one.says, one.young): one for one in picture.persons}
    return tuple(
        before.get((one.called, one.says, one.young), one) for one in found if one is not None
    )


def _person(posted: QueryDict, name: str, today: date) -> Person | None:
    """Who was not given a word counts too: a child must be covered, named or not."""
    called = posted.get(name, "").strip()[:80]
    says, young = posted.get(f"{name}-says", ""), f"{name}-young" in posted
    if not (called or says or young):
        return None
    return Person(called, says if says in SAYS else NOT_ASKED, young, today.isoformat())
