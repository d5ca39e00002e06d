"""The environment in which public and sharing pages are rendered."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from farshore.kernel.glyph import glyph_path, glyph_points
from farshore.kernel.languages import direction

# Fonts in hundreds of pieces: their lists of ranges alone are heavier than a page.
_LARGE_FONTS = (("ko", "fonts-ko.css"), ("zh", "fonts-zh.css"))


class AssetsMissing(Exception):
    """The front end has not been built: run `make run`, or `node frontend/build.mjs`."""


@cache
def manifest() -> dict[str, str]:
    """Logical name → hashed file name, as the front-end build wrote it."""
    try:
        names: dict[str, str] = json.loads((settings.ASSETS / "manifest.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise AssetsMissing(str(settings.ASSETS)) from error
    return names


def asset(name: str) -> str:
    """The public address of a built file."""
    return f"/assets/{manifest()[name]}"


@cache
def own_name(language: str) -> str:
    """A language's name in itself."""
    locale = Locale.parse(language.replace("-", "_"))
    return locale.get_display_name() or language


def font_sheets(languages: Iterable[str]) -> list[str]:
    """The stylesheets of the large fonts that these languages need; most need none."""
    wanted = {language.split("-")[0].lower() for language in languages}
    return [sheet for code, sheet in _LARGE_FONTS if code in wanted]


def environment(**options: Any) -> Environment:
    """Jinja with autoescape, strict names and translations."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 - Django passes autoescape=True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(
        asset=asset,
        direction=direction,
        glyph_path=glyph_path,
        glyph_points=glyph_points,
        own_name=own_name,
        font_sheets=font_sheets,
    )
    return made
