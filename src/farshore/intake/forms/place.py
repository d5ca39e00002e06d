"""One place of a journey."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from farshore.intake.forms.kind import KindForm
from farshore.kernel import dates
from farshore.kernel.clock import today
from farshore.kernel.dates import NotADate
from farshore.places import Precision, Role
from farshore.stories.vocabulary import MEANS

TEXT_LENGTH = 50_000
MONTHS = tuple(f"{number:02d}" for number in range(1, 13))
SEASONS = ("21", "22", "23", "24")
THIRDS = ("37", "38", "39")
SURE = ("", "~", "?")


class PlaceForm(KindForm):
    """What it was, how exactly it may be shown, when, how, and what happened there.

    When it was can be written in words, or put together of a year, a part of it, and how sure the
    teller is. The words count where both are given.
    """

    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])
    precision = forms.ChoiceField(
        required=False, choices=[(level.value, level.value) for level in Precision]
    )
    date = forms.CharField(required=False, max_length=80)
    date_year = forms.CharField(required=False, max_length=12)
    date_part = forms.ChoiceField(
        required=False, choices=[(one, one) for one in ("", *THIRDS, *SEASONS, *MONTHS)]
    )
    date_sure = forms.ChoiceField(required=False, choices=[(one, one) for one in SURE])
    means = forms.ChoiceField(required=False, choices=[("", ""), *MEANS.items()])
    text = forms.CharField(required=False, max_length=TEXT_LENGTH, strip=True)

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        return _not_to_come(kept)

    def clean(self) -> dict[str, Any]:
        """Where there are no words, the date that was put together."""
        good: dict[str, Any] = super().clean() or self.cleaned_data
        if good.get("date") or not good.get("date_year") or "date" in self.errors:
            return good
        try:
            good["date"] = _not_to_come(dates.read(_together(good)))
        except NotADate:
            self.add_error("date_year", _unread_year())
        except forms.ValidationError as error:
            self.add_error("date_year", error)
        return good


def _together(good: dict[str, Any]) -> str:
    """`1998-24?` of the year, the part of it, and how sure that is."""
    year = "".join(
        str(unicodedata.digit(one)) if one.isdigit() else one
        for one in unicodedata.normalize("NFKC", good["date_year"])
    )
    part = f"-{good['date_part']}" if good.get("date_part") else ""
    return f"{year}{part}{good.get('date_sure', '')}"


def _not_to_come(kept: str) -> str:
    if kept and dates.span(kept)[0] > today():
        raise forms.ValidationError(
            _("Everything on this page is kept. This date is still to come: look at it again.")
        )
    return kept


def _unread_year() -> str:
    return _(
        "Everything on this page is kept. We could not read this year. "
        "Write it with four digits, such as 1998."
    )
