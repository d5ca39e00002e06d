"""What is said of each picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from farshore.intake.forms.kind import KindForm
from farshore.intake.telling import AGREED, COVERED, NOBODY, NOT_ASKED

PEOPLE = {
    NOBODY: _("Nobody can be seen in it"),
    AGREED: _("Everybody in it has agreed"),
    COVERED: _("Whoever has not agreed is covered"),
    NOT_ASKED: _("I could not ask them"),
}


class PictureForm(KindForm):
    """Caption, description for those who do not see it, its place, and who is in it."""

    caption = forms.CharField(required=False, max_length=500)
    alt = forms.CharField(required=False, max_length=1000)
    waypoint = forms.CharField(required=False, max_length=32)
    people = forms.ChoiceField(required=False, choices=[("", ""), *PEOPLE.items()])
