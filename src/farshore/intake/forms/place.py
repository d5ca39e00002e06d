"""One place of a journey."""

from django import forms
from django.utils.translation import gettext as _

from farshore.kernel import dates
from farshore.kernel.clock import today
from farshore.kernel.dates import NotADate
from farshore.places import Precision, Role
from farshore.stories.vocabulary import MEANS

TEXT_LENGTH = 50_000


class PlaceForm(forms.Form):
    """What it was, how exactly it may be shown, when, how, and what happened there."""

    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])
    precision = forms.ChoiceField(
        required=False, choices=[(level.value, level.value) for level in Precision]
    )
    date = forms.CharField(required=False, max_length=80)
    means = forms.ChoiceField(required=False, choices=[("", ""), *MEANS.items()])
    text = forms.CharField(required=False, max_length=TEXT_LENGTH, strip=True)

    def __init__(self, *args: object, language: str = "en", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.language = language
        self.fields["role"].error_messages["required"] = _(
            "Everything on this page is kept. Please choose what this place was for you."
        )

    def clean_date(self) -> str:
        """EDTF from plain words."""
        try:
            kept = dates.read(str(self.cleaned_data["date"]), language=self.language)
        except NotADate:
            raise forms.ValidationError(
                _(
                    "Everything on this page is kept. We could not read this date. Try “1998”, "
                    "“March 1998”, “winter 1998?” or “1998 to 2000”, or leave it empty."
                )
            ) from None
        if kept and dates.span(kept)[0] > today():
            raise forms.ValidationError(
                _("Everything on this page is kept. This date is still to come: look at it again.")
            )
        return kept
