"""The path in each language of the house, under its prefix, with what was typed carried over."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.intake.making import HYESAN, Teller, telling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_languages(settings: Any) -> Iterator[None]:
    """English without a prefix, Arabic and Persian with theirs."""
    settings.SITE_LANGUAGES = ["en", "ar", "fa"]
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic"), ("fa", "Persian")]
    yield
    translation.activate("en")


@pytest.mark.parametrize("prefix", ["", "/ar", "/fa"])
def test_the_path_stays_in_its_language(prefix: str) -> None:
    teller = Teller(prefix=prefix).get()
    language = prefix.strip("/") or "en"
    direction = "ltr" if language == "en" else "rtl"
    pages = [teller.page, teller.begin().page, teller.press("story", text="x").page]
    pages += [teller.press("journey", f"pick:{HYESAN}").page, teller.get("/return/").page]
    pages.append(teller.get("/return/relative/lamp-lamp-lamp/").page)
    for page in pages:
        assert f'<html lang="{language}" dir="{direction}">' in page
        actions = set(re.findall(r'<form[^>]* action="([^"]*)"', page))
        assert actions and all(
            one.startswith((f"{prefix}/share/", f"{prefix}/return/")) for one in actions
        )


def test_a_place_is_named_in_the_readers_language() -> None:
    teller = Teller(prefix="/ar").with_draft(step="journey")
    teller.press("journey", "find", country="KP")
    assert "كوريا الشمالية" in teller.page


def test_another_language_keeps_what_was_typed() -> None:
    teller = Teller().with_draft()
    assert 'formaction="/ar/share/"' in teller.page
    other = Teller(prefix="/ar", client=teller.client)
    other.page = teller.page
    other.press("story", "stay", text="Typed before", language="en", title="T")
    assert '<html lang="ar" dir="rtl">' in other.page and "Typed before" in other.page
    assert other.told.title == "T"


def test_months_and_days_are_said_in_the_readers_language() -> None:
    teller = Teller(prefix="/fa").with_draft(telling(), step="uses")
    assert "نوامبر" in teller.page
    assert "ژانویه" in teller.press("uses", f"pick:{HYESAN}").page


def test_no_browser_header_chooses_the_language() -> None:
    """The reader and the address choose, never where somebody comes from."""
    teller = Teller()
    teller.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fa"
    assert '<html lang="en" dir="ltr">' in teller.get().page
