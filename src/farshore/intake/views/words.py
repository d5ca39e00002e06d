"""Days as people say them, in the reader's language."""

from datetime import date

from babel.dates import format_date
from django.utils import translation


def day(given: date) -> str:
    """25 November 2026, 2026년 11월 25일."""
    locale = (translation.get_language() or "en").replace("-", "_")
    locale = "zh_Hans" if locale.lower() == "zh_hans" else locale
    return format_date(given, format="long", locale=locale)
