"""What the story may be used for, and who must not read it."""

from django import forms
from django.utils import translation

from farshore import places
from farshore.stories.vocabulary import USES


class UsesForm(forms.Form):
    """One plain question a use; none is ticked beforehand."""

    uses = forms.MultipleChoiceField(required=False, choices=list(USES.items()))
    not_read_by = forms.MultipleChoiceField(required=False, choices=[])
    not_read_by_community = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["not_read_by"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = places.countries(translation.get_language() or "en")
