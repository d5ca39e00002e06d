"""What the story may be used for, and who must not read it."""

import re
from typing import Any

from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farshore import places
from farshore.intake.forms.kind import KindForm
from farshore.stories.vocabulary import USES

# The wording that a yes rests on: when it changes, `telling.WORDING` changes with it.
EXPLAINED: dict[str, Promise | str] = {
    "site": _("Everybody in the world can read it here, and see your pictures."),
    "open_data": _(
        "Others may take it with all stories and keep it. We tell registered copies when you take "
        "it back; whoever took it without telling us will not hear of it."
    ),
    "editions": _(
        "Archives keep editions of this site for decades. An edition that is out stays as it is."
    ),
    "search_engines": _("People who look for these words find it. Without this they do not."),
    "film": _("Somebody of the team may write to you here, under your code, and ask."),
    "festivals": _("Shown or read where the film is shown, perhaps with other stories."),
    "press": _("Journalists may quote it, with the name that you gave here or without."),
    "teaching": _("Read in schools and universities."),
    "social_media": _(
        "Quoted by the team where many see it and anybody can copy it. "
        "It can be deleted there, but not called back."
    ),
}
_SEPARATORS = re.compile(r"[,;،؛、，；\n]+")


class UsesForm(KindForm):
    """One plain question a use; none is ticked beforehand."""

    uses = forms.MultipleChoiceField(required=False, choices=list(USES.items()))
    not_read_by = forms.MultipleChoiceField(required=False, choices=[])
    not_read_by_community = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["not_read_by"]
        assert isinstance(field, forms.MultipleChoiceField)
        self.countries = places.countries(translation.get_language() or "en")
        field.choices = self.countries


def communities(text: str) -> list[str]:
    """The groups that somebody wrote one after another, by whatever comma their script has."""
    return [one.strip() for one in _SEPARATORS.split(text) if one.strip()]
