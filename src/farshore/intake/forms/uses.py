"""What the story may be used for, and who must not read it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farshore import places
from farshore.intake.consent import WITH_PARTS, WORDS, YEARS, Yes, years_on
from farshore.intake.forms.kind import KindForm
from farshore.intake.telling import NO, UNSAFE, YES, Telling
from farshore.places import Precision
from farshore.stories.vocabulary import USES

KEEP = "keep"

# The wording that a yes rests on: when it changes, `consent.WORDING` changes with it, and
# `intake/wordings/` gets another file.
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
GUARDIAN: dict[str, Promise | str] = {
    YES: _("Yes, somebody who looks after me has agreed"),
    NO: _("No, or I have not asked"),
    UNSAFE: _("Asking would put me in danger"),
}
_SEPARATORS = re.compile(r"[,;،؛、，；\n]+")


class UsesForm(KindForm):
    """One plain question a use; none is ticked beforehand."""

    uses = forms.MultipleChoiceField(required=False, choices=list(USES.items()))
    not_read_by = forms.MultipleChoiceField(required=False, choices=[])
    not_read_by_community = forms.CharField(required=False, max_length=300)
    young = forms.BooleanField(required=False)
    guardian = forms.ChoiceField(required=False, choices=[("", ""), *GUARDIAN.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["not_read_by"]
        assert isinstance(field, forms.MultipleChoiceField)
        self.countries = places.countries(translation.get_language() or "en")
        field.choices = self.countries


def said_yes(
    posted: QueryDict, uses: Iterable[str], telling: Telling, *, today: date, language: str
) -> list[Yes]:
    """Each use that was ticked, with its last day and without what was left out of it.

    Parts and spans that the page did not offer are passed over.
    """
    return [
        Yes(
            use,
            today.isoformat(),
            language=language,
            until=_until(posted.get(f"until-{use}", ""), use, telling, today),
            but=tuple(one for one in posted.getlist(f"but-{use}") if one in parts(use, telling)),
        )
        for use in uses
    ]


def parts(use: str, telling: Telling) -> list[str]:
    """The ids of what can be left out of a yes to this use; nothing where there is but one."""
    pictures = [one.id for one in telling.pictures]
    if use == "site":
        return pictures
    if use not in WITH_PARTS:
        return []
    shown = [one.id for one in telling.waypoints if one.precision != Precision.HIDDEN]
    found = [WORDS, *shown, *pictures]
    return found if len(found) > 1 else []


def _until(asked: str, use: str, telling: Telling, today: date) -> str:
    """The last day: so many years on, or the day that was set before; empty for none."""
    if asked == KEEP:
        return next((yes.until for yes in telling.uses if yes.use == use), "")
    spans = {str(years): years for years in YEARS}
    return years_on(today, spans[asked]).isoformat() if asked in spans else ""


def communities(text: str) -> list[str]:
    """The groups that somebody wrote one after another, by whatever comma their script has."""
    return [one.strip() for one in _SEPARATORS.split(text) if one.strip()]
