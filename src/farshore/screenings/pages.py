"""The film's pages: rows in, bytes out."""

from typing import Any

from django.conf import settings
from django.template.loader import get_template

from farshore.kernel.house import House
from farshore.screenings.shapes import FilmView


def about_page(*, house: House, film: FilmView, path: str) -> bytes:
    """What the film is, and who made it."""
    return _rendered("screenings/about.html", house=house, film=film, path=path)


def privacy_page(*, house: House, film: FilmView, path: str) -> bytes:
    """What the site knows of its visitors and storytellers, and what it cannot promise."""
    facts = {
        "draft_days": settings.DRAFT_DAYS,
        "release_days": settings.RELEASE_DAYS,
        "at_once": settings.RELEASE_AT_ONCE,
        "custody_days": settings.CUSTODY_DAYS,
        "custodian": settings.CUSTODIAN,
    }
    return _rendered("screenings/privacy.html", house=house, film=film, path=path, **facts)


def _rendered(template: str, **context: Any) -> bytes:
    text: str = get_template(template, using="jinja2").render(context)
    return text.encode()
