"""The words of a story."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farshore.intake.forms.kind import KindForm
from farshore.intake.forms.languages import known_language, language_choices, own_name
from farshore.intake.telling import HOW_HELPED, HOW_SPOKEN, HOW_WRITTEN
from farshore.stories.vocabulary import THEMES, WARNINGS

TEXT_LENGTH = 200_000


class StoryForm(KindForm):
    """How it is told, the words, the language, the name, the warnings, the themes."""

    how = forms.ChoiceField(
        required=False,
        choices=[
            (HOW_WRITTEN, gettext_lazy("I write it")),
            (HOW_SPOKEN, gettext_lazy("I only speak")),
            (HOW_HELPED, gettext_lazy("I write it for somebody who tells me")),
        ],
    )
    title = forms.CharField(required=False, max_length=200)
    text = forms.CharField(required=False, max_length=TEXT_LENGTH, strip=True)
    language = forms.ChoiceField(required=False, choices=[])
    other_language = forms.CharField(required=False, max_length=60)
    teller = forms.CharField(required=False, max_length=120)
    warnings = forms.MultipleChoiceField(required=False, choices=list(WARNINGS.items()))
    themes = forms.MultipleChoiceField(required=False, choices=list(THEMES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        given = str(self.data.get("language") or self.initial.get("language") or "")
        listed = list(language_choices())
        known = given in dict(listed) or known_language(given) != given
        extra = [] if known else [(given, own_name(given))]
        field.choices = [("", ""), *extra, *listed]

    def clean_other_language(self) -> str:
        """A language that is not in the list, by its code or its name."""
        typed = str(self.cleaned_data["other_language"])
        if not typed:
            return ""
        code = known_language(typed)
        if code is None:
            raise forms.ValidationError(
                _(
                    "Everything else on this page is saved. We do not know this language by that "
                    "name: write its English name, or leave this empty and tell us in the story."
                )
            )
        return code
