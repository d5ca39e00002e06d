"""What every form of the sharing path says when something cannot be read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KEPT = {
    "max_length": _(
        "Everything on this page is kept. This is longer than we can take: it has "
        "%(show_value)d letters, and %(limit_value)d have room. Please make it shorter."
    ),
    "invalid_choice": _("Everything on this page is kept. Please choose one of the list."),
    "invalid_list": _("Everything on this page is kept. Please choose from the list."),
    "null_characters_not_allowed": _(
        "Everything on this page is kept. There is a sign in it that is no letter: "
        "please write these words again."
    ),
}


class KindForm(forms.Form):
    """A form whose refusals say first what is safe, then what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.update(KEPT)
