"""The first page and the map pages: rows in, bytes out."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import get_template

from farshore.globe.drawing import Journey, Land, globe, world
from farshore.kernel.house import House
from farshore.screenings.shapes import FilmView
from farshore.stories.few import counted, fewer
from farshore.stories.pages import title_of
from farshore.stories.shapes import StoryLine
from farshore.stories.vocabulary import WARNINGS


def home_page(
    *,
    house: House,
    film: FilmView,
    newest: Sequence[StoryLine],
    journeys: Sequence[Journey],
    land: Land,
    path: str,
) -> bytes:
    """The film: its title, still and synopsis, the globe, the newest stories."""
    return _rendered(
        "globe/home.html",
        house=house,
        path=path,
        told_in=sorted({line.language for line in newest}),
        film=film,
        newest=newest,
        drawing=globe(land, journeys),
        title_of=title_of,
        warning_words=WARNINGS,
    )


def globe_page(
    *, house: House, journeys: Sequence[Journey], whole: bool, land: Land, path: str
) -> bytes:
    """The globe; without scripts a linked map of the world and the same stories as a list.

    `whole`: these are all journeys, and not the newest alone. The script that says how many
    stories are in view gets the words for few of them from here.
    """
    return _rendered(
        "globe/globe.html",
        house=house,
        path=path,
        journeys=journeys,
        whole=whole,
        told_in=sorted({journey.language for journey in journeys}),
        drawing=world(land, journeys),
        counted_all=counted(len(journeys)),
        few=settings.FEW,
        fewer=fewer(),
    )


def _rendered(template: str, **context: Any) -> bytes:
    text: str = get_template(template, using="jinja2").render(context)
    return text.encode()
