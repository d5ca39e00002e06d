"""What the forms read, what they refuse, and how."""

from typing import Any

import pytest
from django import forms

from farshore.intake.forms.languages import known_language, language_choices
from farshore.intake.forms.pictures import PictureForm
from farshore.intake.forms.place import PlaceForm
from farshore.intake.forms.story import StoryForm
from farshore.intake.forms.uses import EXPLAINED, UsesForm, communities
from farshore.kernel import clock
from farshore.stories.vocabulary import USES

SAFE = ("Everything on this page is kept.", "Everything else on this page is saved.")


def place(**given: Any) -> PlaceForm:
    form = PlaceForm({"role": "left"} | given)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"date": ""}, ""),
        ({"date": "winter 1998?"}, "1998-24?"),
        ({"date": "1998 to 2000"}, "1998/2000"),
        ({"date_year": "1998"}, "1998"),
        ({"date_year": "١٩٩٨", "date_part": "03"}, "1998-03"),
        ({"date_year": "1998", "date_part": "24", "date_sure": "?"}, "1998-24?"),
        ({"date_year": "1998", "date_sure": "~"}, "1998~"),
        ({"date": "March 1998", "date_year": "2001"}, "1998-03"),
        ({"date_part": "24"}, ""),
    ],
)
def test_a_date_is_read_as_it_is_remembered(given: dict[str, str], kept: str) -> None:
    form = place(**given)
    assert not form.errors
    assert form.cleaned_data["date"] == kept


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"date": "3/4/1998"}, "date"),
        ({"date": "before the frost"}, "date"),
        ({"date_year": "ninety-eight"}, "date_year"),
        ({"date_year": "98"}, "date_year"),
        ({"role": ""}, "role"),
        ({"role": "conquered"}, "role"),
        ({"precision": "exactly"}, "precision"),
        ({"means": "by magic"}, "means"),
        ({"text": "x" * 50_001}, "text"),
        ({"text": "a\0b"}, "text"),
    ],
)
def test_what_cannot_be_read_is_told_after_what_is_safe(given: dict[str, str], field: str) -> None:
    errors = place(**given).errors
    assert list(errors) == [field]
    assert str(errors[field][0]).startswith(SAFE)


def test_a_date_that_is_still_to_come_is_looked_at_again() -> None:
    later = str(clock.today().year + 1)
    assert "date" in place(date=later).errors
    assert "date_year" in place(date_year=later).errors


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ti", "ti"), ("Tigrinya", "ti"), ("العربية", "ar"), ("KOREAN", "ko"), ("Klingonian", None)],
)
def test_a_language_is_known_by_code_or_by_name(typed: str, code: str | None) -> None:
    assert known_language(typed) == code


def test_every_listed_language_has_a_name_and_is_known() -> None:
    for code, name in language_choices():
        assert name.strip()
        assert known_language(code) == code


def test_a_language_that_is_not_listed_stays_chosen() -> None:
    known = StoryForm({"language": "oc"})
    assert known.is_valid() and known.cleaned_data["language"] == "oc"
    assert "language" in StoryForm({"language": "<script>"}).errors
    assert "other_language" in StoryForm({"other_language": "Klingonian"}).errors


@pytest.mark.parametrize(
    "form",
    [
        StoryForm({"title": "x" * 201}),
        StoryForm({"text": "x" * 200_001}),
        StoryForm({"warnings": ["weather"]}),
        PictureForm({"caption": "x" * 501}),
        PictureForm({"alt": "x" * 1001}),
        UsesForm({"not_read_by_community": "x" * 301}),
        UsesForm({"uses": ["gossip"]}),
    ],
)
def test_every_refusal_says_first_what_is_safe(form: forms.Form) -> None:
    assert form.errors
    for told in form.errors.values():
        assert str(told[0]).startswith(SAFE), told


def test_every_use_is_explained_in_plain_words() -> None:
    assert list(EXPLAINED) == list(USES)


def test_groups_are_told_apart_by_the_comma_of_any_script() -> None:
    typed = "One, two،three、four；five;six؛seven\neight,, "
    assert communities(typed) == "One two three four five six seven eight".split()
